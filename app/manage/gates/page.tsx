import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type ListedGate, listGates } from "@/access/keys/gates";
import { requireConsoleActor } from "@/access/require-actor";
import { ConsolePage } from "@/app/console-page";
import { Breadcrumb } from "@/components/breadcrumb";
import { Count } from "@/components/count";
import { EmptyState } from "@/components/empty-state";
import { PageTitle } from "@/components/page-title";
import { texts } from "@/text/texts";
import { GateTable } from "./gate-table";

export function generateMetadata(): Metadata {
  return { title: texts().gates.title };
}

export default async function GatesPage(): Promise<ReactNode> {
  const actor = await requireConsoleActor("/manage/gates");
  const gates = await listGates(actor);
  const { gates: told, number } = texts();
  const running = gates.filter(({ state }) => state !== "stopped");
  const stopped = gates.filter(({ state }) => state === "stopped");
  return (
    <ConsolePage actor={actor} current="gates">
      <Breadcrumb trail={[{ label: told.title }]} />
      <PageTitle title={told.title} caption={told.caption}>
        <Count value={number(running.length)} label={told.gates(running.length)} />
      </PageTitle>
      {running.length === 0 ? <NoGates /> : <GateTable caption={told.running} gates={running} />}
      <StoppedGates gates={stopped} />
    </ConsolePage>
  );
}

function NoGates(): ReactNode {
  const { title, advice } = texts().gates.empty;
  return (
    <EmptyState title={title}>
      <p>{advice(<code>npm run gate</code>)}</p>
    </EmptyState>
  );
}

function StoppedGates({ gates }: { gates: readonly ListedGate[] }): ReactNode {
  if (gates.length === 0) return null;
  const { stopped, stoppedLately } = texts().gates;
  return (
    <details className="mt-6">
      <summary className="mb-2 w-fit rounded-md py-1 font-medium text-muted hover:text-ink">
        {stoppedLately(gates.length)}
      </summary>
      <GateTable caption={stopped} gates={gates} />
    </details>
  );
}
