import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type ListedGate, listGates } from "@/access/gates";
import { requireConsoleActor } from "@/access/require-actor";
import { Breadcrumb } from "@/components/breadcrumb";
import { Count } from "@/components/count";
import { EmptyState } from "@/components/empty-state";
import { PageTitle } from "@/components/page-title";
import { ConsolePage } from "@/app/console-page";
import { GateTable } from "./gate-table";

export const metadata: Metadata = { title: "Gates" };

export default async function GatesPage(): Promise<ReactNode> {
  const actor = await requireConsoleActor("/manage/gates");
  const gates = await listGates(actor);
  const running = gates.filter(({ state }) => state !== "stopped");
  const stopped = gates.filter(({ state }) => state === "stopped");
  return (
    <ConsolePage actor={actor} current="gates">
      <Breadcrumb trail={[{ label: "Gates" }]} />
      <PageTitle
        title="Gates"
        caption="A gate tells the gateways in front of your APIs, at each call, whether its package key works. A change is in force at a gate as soon as that gate has acknowledged it."
      >
        <Count value={running.length.toLocaleString("en")} label={running.length === 1 ? "Gate" : "Gates"} />
      </PageTitle>
      {running.length === 0 ? <NoGates /> : <GateTable caption="Gates. Times are in UTC." gates={running} />}
      <StoppedGates gates={stopped} />
    </ConsolePage>
  );
}

function NoGates(): ReactNode {
  return (
    <EmptyState title="No gate is running">
      <p>
        One starts together with the console. <code>npm run gate</code> starts another one, on any machine that reaches
        the database: as many as you like.
      </p>
    </EmptyState>
  );
}

function StoppedGates({ gates }: { gates: readonly ListedGate[] }): ReactNode {
  if (gates.length === 0) return null;
  return (
    <details className="mt-6">
      <summary className="mb-2 w-fit rounded-md py-1 font-medium text-muted hover:text-ink">
        Stopped within the last day: {gates.length}
      </summary>
      <GateTable caption="Gates that were stopped. Times are in UTC." gates={gates} />
    </details>
  );
}
