import type { ReactNode } from "react";
import type { AccountStatus } from "@/access/rules";
import type { SignalDelivery } from "@/access/signals/signal-receivers";
import type { SignalStatus } from "@/access/signals/signals";
import { Section } from "@/app/manage/settings/platform/section";
import { EmptyState } from "@/components/empty-state";
import { PersonText } from "@/components/person-text";
import { StateTag } from "@/components/status-tag";
import { Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";

const KINDS: Record<SignalStatus, AccountStatus> = { PENDING: "WAITING", DELIVERED: "ENABLED", EXPIRED: "DISABLED" };

export function DeliverySection({ deliveries }: { deliveries: readonly SignalDelivery[] }): ReactNode {
  const { title, explanation, empty, emptyAdvice } = texts().securityEvents.deliveries;
  return (
    <Section title={title} explanation={explanation}>
      {deliveries.length === 0 ? (
        <EmptyState title={empty}>{emptyAdvice}</EmptyState>
      ) : (
        <DeliveryTable deliveries={deliveries} />
      )}
    </Section>
  );
}

function DeliveryTable({ deliveries }: { deliveries: readonly SignalDelivery[] }): ReactNode {
  const { table, columns } = texts().securityEvents.deliveries;
  const head = (
    <>
      <Th>{columns.time}</Th>
      <Th>{columns.event}</Th>
      <Th>{columns.user}</Th>
      <Th>{columns.receiver}</Th>
      <Th>{columns.result}</Th>
      <Th>{columns.attempts}</Th>
      <Th>{columns.nextAttempt}</Th>
    </>
  );
  return (
    <Table caption={table(deliveries.length)} head={head}>
      {deliveries.map((delivery) => (
        <DeliveryRow key={`${delivery.id}`} delivery={delivery} />
      ))}
    </Table>
  );
}

function DeliveryRow({ delivery }: { delivery: SignalDelivery }): ReactNode {
  const { kind, username, receiver, occurredAt, status, attempts, nextAttemptAt, settledAt, lastError } = delivery;
  const { securityEvents, number } = texts();
  const { columns, kinds, states, noUser, noAttempt } = securityEvents.deliveries;
  return (
    <Row>
      <Td label={columns.time}>
        <Time at={occurredAt} seconds />
      </Td>
      <Td label={columns.event}>
        <span className="whitespace-nowrap">{kinds[kind]}</span>
      </Td>
      <Td label={columns.user}>{username === null ? noUser : <PersonText>{username}</PersonText>}</Td>
      <Td label={columns.receiver}>
        <PersonText>{receiver}</PersonText>
      </Td>
      <Td label={columns.result}>
        <StateTag state={{ kind: KINDS[status], word: states[status] }} />{" "}
        {settledAt && <Time at={settledAt} seconds />}
        {lastError !== null && (
          <span lang="en" className="block max-w-[60ch]">
            <PersonText>{lastError}</PersonText>
          </span>
        )}
      </Td>
      <Td label={columns.attempts}>{number(attempts)}</Td>
      <Td label={columns.nextAttempt}>{status === "PENDING" ? <Time at={nextAttemptAt} seconds /> : noAttempt}</Td>
    </Row>
  );
}
