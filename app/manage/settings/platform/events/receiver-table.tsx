import type { ReactNode } from "react";
import type { SignalReceiver } from "@/access/signal-receivers";
import { ButtonLink } from "@/components/button";
import { Form } from "@/components/form";
import { PersonText } from "@/components/person-text";
import { StateTag } from "@/components/status-tag";
import { SubmitButton } from "@/components/submit-button";
import { Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { sendVerificationAction } from "@/app/manage/settings/platform/actions";
import { removalPath } from "@/app/manage/settings/platform/paths";

export function ReceiverTable({ receivers }: { receivers: readonly SignalReceiver[] }): ReactNode {
  const head = (
    <>
      <Th>Label</Th>
      <Th>Endpoint</Th>
      <Th>Audience</Th>
      <Th>Pending</Th>
      <Th>Last delivery</Th>
      <Th>Last error</Th>
      <Th>Actions</Th>
    </>
  );
  return (
    <Table caption="Receivers. Times are in UTC." head={head}>
      {receivers.map((receiver) => (
        <ReceiverRow key={receiver.id} receiver={receiver} />
      ))}
    </Table>
  );
}

function ReceiverRow({ receiver }: { receiver: SignalReceiver }): ReactNode {
  const { label, endpoint, audience, hasAuthorization, pending, lastDeliveredAt, lastError } = receiver;
  return (
    <Row>
      <Td label="Label">
        <PersonText>{label}</PersonText>
      </Td>
      <Td label="Endpoint">
        <PersonText>{withoutQuery(endpoint)}</PersonText>
        {hasAuthorization && <span className="block text-xs text-muted">With an Authorization header</span>}
      </Td>
      <Td label="Audience">
        <PersonText>{audience}</PersonText>
      </Td>
      <Td label="Pending">{pending.toLocaleString("en")}</Td>
      <Td label="Last delivery">{lastDeliveredAt ? <Time at={lastDeliveredAt} seconds /> : "None yet"}</Td>
      <Td label="Last error">{lastError === null ? "None" : <LastError>{lastError}</LastError>}</Td>
      <Td label="Actions">
        <ReceiverActions receiver={receiver} />
      </Td>
    </Row>
  );
}

function LastError({ children }: { children: string }): ReactNode {
  return (
    <>
      <StateTag state={{ kind: "DISABLED", word: "Failing" }} />
      <span className="block">
        <PersonText>{children}</PersonText>
      </span>
    </>
  );
}

function ReceiverActions({ receiver: { id, label } }: { receiver: SignalReceiver }): ReactNode {
  return (
    <div className="flex flex-wrap gap-2">
      <Form action={sendVerificationAction}>
        <input type="hidden" name="id" value={id} />
        <SubmitButton
          variant="secondary"
          size="small"
          pendingText="Sending…"
          className="max-[68rem]:whitespace-normal!"
          aria-label={`Send a verification event to ${label}`}
        >
          Send a verification event
        </SubmitButton>
      </Form>
      <ButtonLink href={removalPath(id)} size="small" prefetch={false} aria-label={`Remove ${label}`}>
        Remove
      </ButtonLink>
    </div>
  );
}

/** What follows the path may well be a secret. */
function withoutQuery(endpoint: string): string {
  return endpoint.replace(/[?#].*$/s, "?…");
}
