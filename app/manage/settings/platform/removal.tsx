import type { ReactNode } from "react";
import type { SignalReceiver } from "@/access/signal-receivers";
import { Form } from "@/components/form";
import { SubmitButton } from "@/components/submit-button";
import { removeReceiverAction } from "./actions";

type Props = { receiver: SignalReceiver; cancel: ReactNode };

/** What the confirmation is called. */
export function removalTitle({ label }: SignalReceiver): string {
  return `Remove ${label}?`;
}

export function Removal({ receiver, cancel }: Props): ReactNode {
  const { id, pending } = receiver;
  return (
    <Form action={removeReceiverAction}>
      <input type="hidden" name="id" value={id} />
      <p className="mb-4">
        It is told of no change from then on, and its deliveries leave the list. <PendingEvents count={pending} />
      </p>
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant="danger" pendingText="Removing…">
          Remove receiver
        </SubmitButton>
        {cancel}
      </div>
    </Form>
  );
}

function PendingEvents({ count }: { count: number }): ReactNode {
  if (count === 0) return "No event is on its way to it now.";
  return (
    <>
      <strong>{count === 1 ? "1 event" : `${count.toLocaleString("en")} events`}</strong> that did not arrive yet{" "}
      {count === 1 ? "is" : "are"} dropped.
    </>
  );
}
