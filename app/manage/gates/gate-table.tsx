import type { ReactNode } from "react";
import type { GateState, ListedGate } from "@/access/keys/gates";
import type { AccountStatus } from "@/access/rules";
import { PersonText } from "@/components/person-text";
import { StateTag } from "@/components/status-tag";
import { Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";

const KINDS: Record<GateState, AccountStatus> = { listening: "ENABLED", silent: "DISABLED", stopped: "DISABLED" };

export function GateTable({ caption, gates }: { caption: string; gates: readonly ListedGate[] }): ReactNode {
  const { columns } = texts().gates;
  const head = (
    <>
      <Th>{columns.gate}</Th>
      <Th>{columns.state}</Th>
      <Th>{columns.started}</Th>
      <Th>{columns.heard}</Th>
      <Th>{columns.keys}</Th>
      <Th>{columns.change}</Th>
    </>
  );
  return (
    <Table caption={caption} head={head}>
      {gates.map((gate) => (
        <GateRow key={gate.id} gate={gate} />
      ))}
    </Table>
  );
}

function GateRow({ gate }: { gate: ListedGate }): ReactNode {
  const { name, state, startedAt, heardAt, cachedKeys } = gate;
  const { gates: told, number } = texts();
  const { columns } = told;
  return (
    <Row>
      <Td label={columns.gate}>
        <PersonText>{name}</PersonText>
      </Td>
      <Td label={columns.state}>
        <StateTag state={{ kind: KINDS[state], word: told.states[state] }} />
        {state === "silent" && <span className="block text-xs text-muted">{told.silent}</span>}
      </Td>
      <Td label={columns.started}>
        <Time at={startedAt} />
      </Td>
      <Td label={columns.heard}>
        <Time at={heardAt} seconds />
      </Td>
      <Td label={columns.keys}>{number(cachedKeys)}</Td>
      <Td label={columns.change}>
        <LastChange change={gate.lastChange} />
      </Td>
    </Row>
  );
}

function LastChange({ change }: { change: ListedGate["lastChange"] }): ReactNode {
  const { noChange, acknowledged } = texts().gates;
  return change ? acknowledged(change.afterMs, <Time at={change.at} seconds />) : noChange;
}
