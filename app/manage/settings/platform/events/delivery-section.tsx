import type { ReactNode } from "react";
import type { SignalDelivery } from "@/access/signal-receivers";
import type { SignalKind, SignalStatus } from "@/access/signals";
import { EmptyState } from "@/components/empty-state";
import { PersonText } from "@/components/person-text";
import { type State, StateTag } from "@/components/status-tag";
import { Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { Section } from "@/app/manage/settings/platform/section";

/** What the standards call them, as words. */
const KIND_WORDS: Record<SignalKind, string> = {
  ACCOUNT_DISABLED: "Account disabled",
  ACCOUNT_ENABLED: "Account enabled",
  ACCOUNT_PURGED: "Account purged",
  SESSION_REVOKED: "Session revoked",
  VERIFICATION: "Verification",
};

const STATES: Record<SignalStatus, State> = {
  PENDING: { kind: "WAITING", word: "Pending" },
  DELIVERED: { kind: "ENABLED", word: "Delivered" },
  EXPIRED: { kind: "DISABLED", word: "Given up" },
};

export function DeliverySection({ deliveries }: { deliveries: readonly SignalDelivery[] }): ReactNode {
  return (
    <Section
      title="Last Deliveries"
      explanation="What does not arrive is tried again for 24 hours. Events about one user arrive in their order."
    >
      {deliveries.length === 0 ? (
        <EmptyState title="No event yet">
          A verification event changes nothing and shows whether the receiver can be reached.
        </EmptyState>
      ) : (
        <DeliveryTable deliveries={deliveries} />
      )}
    </Section>
  );
}

function DeliveryTable({ deliveries }: { deliveries: readonly SignalDelivery[] }): ReactNode {
  const head = (
    <>
      <Th>Time</Th>
      <Th>Event</Th>
      <Th>User</Th>
      <Th>Receiver</Th>
      <Th>Result</Th>
      <Th>Attempts</Th>
      <Th>Next attempt</Th>
    </>
  );
  const which = deliveries.length === 1 ? "event" : `${deliveries.length} events`;
  return (
    <Table caption={`The last ${which}. Times are in UTC.`} head={head}>
      {deliveries.map((delivery) => (
        <DeliveryRow key={`${delivery.id}`} delivery={delivery} />
      ))}
    </Table>
  );
}

function DeliveryRow({ delivery }: { delivery: SignalDelivery }): ReactNode {
  const { kind, username, receiver, occurredAt, status, attempts, nextAttemptAt, settledAt, lastError } = delivery;
  return (
    <Row>
      <Td label="Time">
        <Time at={occurredAt} seconds />
      </Td>
      <Td label="Event">
        <span className="whitespace-nowrap">{KIND_WORDS[kind]}</span>
      </Td>
      <Td label="User">{username === null ? "None" : <PersonText>{username}</PersonText>}</Td>
      <Td label="Receiver">
        <PersonText>{receiver}</PersonText>
      </Td>
      <Td label="Result">
        <StateTag state={STATES[status]} /> {settledAt && <Time at={settledAt} seconds />}
        {lastError !== null && (
          <span className="block max-w-[60ch]">
            <PersonText>{lastError}</PersonText>
          </span>
        )}
      </Td>
      <Td label="Attempts">{attempts.toLocaleString("en")}</Td>
      <Td label="Next attempt">{status === "PENDING" ? <Time at={nextAttemptAt} seconds /> : "None"}</Td>
    </Row>
  );
}
