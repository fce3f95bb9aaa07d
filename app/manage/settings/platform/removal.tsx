import type { ReactNode } from "react";
import type { SignalReceiver } from "@/access/signals/signal-receivers";
import { Form } from "@/components/form";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { removeReceiverAction } from "./actions";

type Props = { receiver: SignalReceiver; cancel: ReactNode };

/** What the confirmation is called. */
export function removalTitle({ label }: SignalReceiver): string {
  return texts().securityEvents.removal.question(label);
}

export function Removal({ receiver, cancel }: Props): ReactNode {
  const { id, pending } = receiver;
  const told = texts().securityEvents.removal;
  return (
    <Form action={removeReceiverAction}>
      <input type="hidden" name="id" value={id} />
      <p className="mb-4">
        {told.warning} {pending === 0 ? told.nothingPending : told.dropped(pending)}
      </p>
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant="danger" pendingText={told.removing}>
          {told.remove}
        </SubmitButton>
        {cancel}
      </div>
    </Form>
  );
}
