import type { ReactNode } from "react";
import type { SignalReceiver } from "@/access/signals/signal-receivers";
import { sendVerificationAction } from "@/app/manage/settings/platform/actions";
import { removalPath } from "@/app/manage/settings/platform/paths";
import { ButtonLink } from "@/components/button";
import { Form } from "@/components/form";
import { PersonText } from "@/components/person-text";
import { StateTag } from "@/components/status-tag";
import { SubmitButton } from "@/components/submit-button";
import { Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";

export function ReceiverTable({ receivers }: { receivers: readonly SignalReceiver[] }): ReactNode {
  const { table, columns } = texts().securityEvents.receivers;
  const head = (
    <>
      <Th>{columns.label}</Th>
      <Th>{columns.endpoint}</Th>
      <Th>{columns.audience}</Th>
      <Th>{columns.pending}</Th>
      <Th>{columns.lastDelivery}</Th>
      <Th>{columns.lastError}</Th>
      <Th>{columns.actions}</Th>
    </>
  );
  return (
    <Table caption={table} head={head}>
      {receivers.map((receiver) => (
        <ReceiverRow key={receiver.id} receiver={receiver} />
      ))}
    </Table>
  );
}

function ReceiverRow({ receiver }: { receiver: SignalReceiver }): ReactNode {
  const { label, endpoint, audience, hasAuthorization, pending, lastDeliveredAt, lastError } = receiver;
  const { securityEvents, number } = texts();
  const { columns, withAuthorization, noDelivery, noError } = securityEvents.receivers;
  return (
    <Row>
      <Td label={columns.label}>
        <PersonText>{label}</PersonText>
      </Td>
      <Td label={columns.endpoint}>
        <PersonText>{withoutQuery(endpoint)}</PersonText>
        {hasAuthorization && <span className="block text-xs text-muted">{withAuthorization}</span>}
      </Td>
      <Td label={columns.audience}>
        <PersonText>{audience}</PersonText>
      </Td>
      <Td label={columns.pending}>{number(pending)}</Td>
      <Td label={columns.lastDelivery}>{lastDeliveredAt ? <Time at={lastDeliveredAt} seconds /> : noDelivery}</Td>
      <Td label={columns.lastError}>{lastError === null ? noError : <LastError>{lastError}</LastError>}</Td>
      <Td label={columns.actions}>
        <ReceiverActions receiver={receiver} />
      </Td>
    </Row>
  );
}

function LastError({ children }: { children: string }): ReactNode {
  return (
    <>
      <StateTag state={{ kind: "DISABLED", word: texts().securityEvents.receivers.failing }} />
      <span lang="en" className="block">
        <PersonText>{children}</PersonText>
      </span>
    </>
  );
}

function ReceiverActions({ receiver: { id, label } }: { receiver: SignalReceiver }): ReactNode {
  const { verify, verifyIt, sending, remove, removeIt } = texts().securityEvents.receivers;
  return (
    <div className="flex flex-wrap gap-2">
      <Form action={sendVerificationAction}>
        <input type="hidden" name="id" value={id} />
        <SubmitButton
          variant="secondary"
          size="small"
          pendingText={sending}
          className="max-[68rem]:whitespace-normal!"
          aria-label={verifyIt(label)}
        >
          {verify}
        </SubmitButton>
      </Form>
      <ButtonLink href={removalPath(id)} size="small" aria-label={removeIt(label)}>
        {remove}
      </ButtonLink>
    </div>
  );
}

/** What follows the path may well be a secret. */
function withoutQuery(endpoint: string): string {
  return endpoint.replace(/[?#].*$/s, "?…");
}
