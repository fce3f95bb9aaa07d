import type { ReactNode } from "react";
import type { ListedPackage, ListedPlan } from "@/access/packages";
import { ButtonLink } from "@/components/button";
import { PersonText } from "@/components/person-text";
import { StateLink } from "@/components/status-link";
import { StateTag } from "@/components/status-tag";
import { IconLink, Row, Table, Td, Th } from "@/components/table";
import { idPath } from "@/app/id-page";
import { keysAtWork } from "@/app/key-numbers";
import { activityState, activityVerb } from "./plan-activity";

type Props = { listed: ListedPackage; manages: boolean };

/** A package with its plans. */
export function PackageSection({ listed, manages }: Props): ReactNode {
  const { id, name, plans } = listed;
  return (
    <section>
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="min-w-0 text-lg font-semibold">
          <PersonText>{name}</PersonText>
        </h2>
        {manages && (
          <div className="flex flex-wrap gap-2">
            <ButtonLink href={idPath("packages", id, "new-plan")} size="small" aria-label={`New Plan of ${name}`}>
              New Plan
            </ButtonLink>
            <ButtonLink
              href={idPath("packages", id, "rename")}
              size="small"
              variant="quiet"
              aria-label={`Rename package ${name}`}
            >
              Rename
            </ButtonLink>
          </div>
        )}
      </div>
      {plans.length === 0 ? (
        <p className="text-muted">No plans yet: nobody can have a key of this package.</p>
      ) : (
        <PlanTable packageName={name} plans={plans} manages={manages} />
      )}
    </section>
  );
}

type PlansProps = { packageName: string; plans: readonly ListedPlan[]; manages: boolean };

function PlanTable({ packageName, plans, manages }: PlansProps): ReactNode {
  const head = (
    <>
      <Th>Plan</Th>
      <Th>Status</Th>
      <Th>Throttle</Th>
      <Th>Quota</Th>
      <Th>Package Keys</Th>
      {manages && <Th>Actions</Th>}
    </>
  );
  return (
    <Table caption={<span className="sr-only">Plans of {packageName}</span>} head={head} even>
      {plans.map((plan) => (
        <PlanRow key={plan.id} plan={plan} packageName={packageName} manages={manages} />
      ))}
    </Table>
  );
}

function PlanRow({
  plan,
  packageName,
  manages,
}: {
  plan: ListedPlan;
  packageName: string;
  manages: boolean;
}): ReactNode {
  const which = `plan ${plan.name} of ${packageName}`;
  const state = activityState(plan.active);
  return (
    <Row>
      <Td label="Plan">
        <PersonText>{plan.name}</PersonText>
      </Td>
      <Td label="Status">
        {manages ? (
          <StateLink
            state={state}
            href={`${idPath("plans", plan.id, "activity")}?to=${plan.active ? "inactive" : "active"}`}
            label={`${activityVerb(!plan.active).toLowerCase()} ${which}`}
          />
        ) : (
          <StateTag state={state} muted />
        )}
      </Td>
      <Td label="Throttle">{limit(plan.throttlePerSecond, "per second")}</Td>
      <Td label="Quota">{limit(plan.quotaPerDay, "per day")}</Td>
      <Td label="Package Keys">{keysAtWork(plan)}</Td>
      {manages && (
        <Td label="Actions">
          <IconLink href={idPath("plans", plan.id, "change")} label={`Settings of ${which}`} icon="settings" />
        </Td>
      )}
    </Row>
  );
}

function limit(calls: number | null, each: string): string {
  return calls === null ? "No limit" : `${calls.toLocaleString("en")} ${each}`;
}
