import type { ReactNode } from "react";
import type { ListedPackage, ListedPlan } from "@/access/keys/packages";
import { idPath } from "@/app/id-page";
import { ButtonLink } from "@/components/button";
import { PersonText } from "@/components/person-text";
import { StateLink } from "@/components/status-link";
import { StateTag } from "@/components/status-tag";
import { IconLink, Row, Table, Td, Th } from "@/components/table";
import { texts } from "@/text/texts";
import { activityState } from "./plan-activity";

type Props = { listed: ListedPackage; manages: boolean };

/** A package with its plans. */
export function PackageSection({ listed, manages }: Props): ReactNode {
  const { id, name, plans } = listed;
  const { list } = texts().packages;
  return (
    <section>
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="min-w-0 text-lg font-semibold">
          <PersonText>{name}</PersonText>
        </h2>
        {manages && (
          <div className="flex flex-wrap gap-2">
            <ButtonLink href={idPath("packages", id, "new-plan")} size="small" aria-label={list.newPlanOf(name)}>
              {list.newPlan}
            </ButtonLink>
            <ButtonLink
              href={idPath("packages", id, "rename")}
              size="small"
              variant="quiet"
              aria-label={list.renameOf(name)}
            >
              {list.rename}
            </ButtonLink>
          </div>
        )}
      </div>
      {plans.length === 0 ? (
        <p className="text-muted">{list.noPlans}</p>
      ) : (
        <PlanTable packageName={name} plans={plans} manages={manages} />
      )}
    </section>
  );
}

type PlansProps = { packageName: string; plans: readonly ListedPlan[]; manages: boolean };

function PlanTable({ packageName, plans, manages }: PlansProps): ReactNode {
  const { caption, columns } = texts().packages.plans;
  const head = (
    <>
      <Th>{columns.plan}</Th>
      <Th>{columns.status}</Th>
      <Th>{columns.throttle}</Th>
      <Th>{columns.quota}</Th>
      <Th>{columns.keys}</Th>
      {manages && <Th>{columns.actions}</Th>}
    </>
  );
  return (
    <Table caption={<span className="sr-only">{caption(packageName)}</span>} head={head} columns="even">
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
  const { packages, amounts } = texts();
  const words = packages.plans;
  const state = activityState(plan.active);
  return (
    <Row>
      <Td label={words.columns.plan}>
        <PersonText>{plan.name}</PersonText>
      </Td>
      <Td label={words.columns.status}>
        {manages ? (
          <StateLink
            state={state}
            href={`${idPath("plans", plan.id, "activity")}?to=${plan.active ? "inactive" : "active"}`}
            label={(plan.active ? words.deactivate : words.activate)(plan.name, packageName)}
          />
        ) : (
          <StateTag state={state} muted />
        )}
      </Td>
      <Td label={words.columns.throttle}>{limit(plan.throttlePerSecond, words.perSecond)}</Td>
      <Td label={words.columns.quota}>{limit(plan.quotaPerDay, words.perDay)}</Td>
      <Td label={words.columns.keys}>{amounts.keysAtWork(plan)}</Td>
      {manages && (
        <Td label={words.columns.actions}>
          <IconLink
            href={idPath("plans", plan.id, "change")}
            label={words.settings(plan.name, packageName)}
            icon="settings"
          />
        </Td>
      )}
    </Row>
  );
}

function limit(calls: number | null, told: (calls: number) => string): string {
  return calls === null ? texts().packages.plans.noLimit : told(calls);
}
