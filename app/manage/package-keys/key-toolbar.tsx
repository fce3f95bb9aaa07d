import type { ReactNode } from "react";
import type { PackageKeyListQuery } from "@/access/keys/package-key-list";
import type { PlanChoice } from "@/access/keys/packages";
import { ListToolbar, wordOptions } from "@/app/manage/list-toolbar";
import type { Option } from "@/components/input";
import { texts } from "@/text/texts";
import { PACKAGE_KEYS, listPath } from "./list-path";

type Props = { query: PackageKeyListQuery; pager: ReactNode; plans: readonly PlanChoice[] };

export function KeyToolbar({ query, pager, plans }: Props): ReactNode {
  const { state, packageId, planId } = query;
  const { search, fields, filters, states } = texts().keys.list;
  return (
    <ListToolbar
      path={PACKAGE_KEYS}
      search={{ label: search, fields: wordOptions(fields) }}
      query={query}
      pager={pager}
      to={(changes) => listPath(query, changes)}
      filters={[
        {
          name: "state",
          label: filters.state,
          options: wordOptions(states),
          value: state,
          without: listPath(query, { state: null }),
        },
        {
          name: "package",
          label: filters.package,
          options: packageOptions(plans),
          value: packageId,
          without: listPath(query, { packageId: null }),
        },
        {
          name: "plan",
          label: filters.plan,
          options: plans.map((plan) => ({ value: plan.id, label: `${plan.package.name} – ${plan.name}` })),
          value: planId,
          without: listPath(query, { planId: null }),
        },
      ]}
    />
  );
}

/** The packages that have a plan: no other one has keys. */
function packageOptions(plans: readonly PlanChoice[]): Option[] {
  const names = new Map(plans.map((plan) => [plan.package.id, plan.package.name]));
  return [...names].map(([value, label]) => ({ value, label }));
}
