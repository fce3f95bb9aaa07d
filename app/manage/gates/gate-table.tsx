import type { ReactNode } from "react";
import { type GateState, type ListedGate, duration } from "@/access/gates";
import { PersonText } from "@/components/person-text";
import { type State, StateTag } from "@/components/status-tag";
import { Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";

const STATES: Record<GateState, State> = {
  listening: { kind: "ENABLED", word: "Listening" },
  silent: { kind: "DISABLED", word: "Silent" },
  stopped: { kind: "DISABLED", word: "Stopped" },
};

export function GateTable({ caption, gates }: { caption: string; gates: readonly ListedGate[] }): ReactNode {
  const head = (
    <>
      <Th>Gate</Th>
      <Th>State</Th>
      <Th>Started</Th>
      <Th>Last heard</Th>
      <Th>Keys in memory</Th>
      <Th>Last change</Th>
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
  return (
    <Row>
      <Td label="Gate">
        <PersonText>{name}</PersonText>
      </Td>
      <Td label="State">
        <StateTag state={STATES[state]} />
        {state === "silent" && (
          <span className="block text-xs text-muted">Refuses every key until it reaches the database again</span>
        )}
      </Td>
      <Td label="Started">
        <Time at={startedAt} />
      </Td>
      <Td label="Last heard">
        <Time at={heardAt} seconds />
      </Td>
      <Td label="Keys in memory">{cachedKeys.toLocaleString("en")}</Td>
      <Td label="Last change">
        <LastChange change={gate.lastChange} />
      </Td>
    </Row>
  );
}

function LastChange({ change }: { change: ListedGate["lastChange"] }): ReactNode {
  if (!change) return "None acknowledged yet";
  return (
    <>
      Acknowledged {duration(change.afterMs)} after it was made at <Time at={change.at} seconds />
    </>
  );
}
