import type { ReactNode } from "react";
import type { KeyState, PackageKeyListQuery, PackageKeyPage } from "@/access/package-key-list";
import type { PlanChoice } from "@/access/packages";
import type { Option } from "@/components/input";
import { ListToolbar, wordOptions } from "@/app/manage/list-toolbar";
import { PACKAGE_KEYS, listPath } from "./list-path";

const FIELDS = [
  { value: "all", label: "All Fields" },
  { value: "key", label: "Key" },
  { value: "username", label: "Username" },
  { value: "email", label: "Email" },
  { value: "application", label: "Application" },
];

const STATE_WORDS: Record<KeyState, string> = {
  WORKING: "Works",
  BLOCKED: "Enabled, but blocked",
  WAITING: "Waiting",
  DISABLED: "Disabled",
};

type Props = { query: PackageKeyListQuery; list: PackageKeyPage; plans: readonly PlanChoice[] };

export function KeyToolbar({ query, list, plans }: Props): ReactNode {
  const { state, packageId, planId } = query;
  return (
    <ListToolbar
      path={PACKAGE_KEYS}
      search={{ label: "Search package keys", fields: FIELDS }}
      query={query}
      page={list}
      rows={list.keys.length}
      to={(changes) => listPath(query, changes)}
      filters={[
        {
          name: "state",
          label: "State",
          options: wordOptions(STATE_WORDS),
          value: state,
          without: listPath(query, { state: null }),
        },
        {
          name: "package",
          label: "Package",
          options: packageOptions(plans),
          value: packageId,
          without: listPath(query, { packageId: null }),
        },
        {
          name: "plan",
          label: "Plan",
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
