import type { ReactNode } from "react";
import { keyName } from "@/access/package-key-format";
import type { KeyOfList, PackageKeyListQuery } from "@/access/package-key-list";
import { type Asker, mayManageKeys } from "@/access/rules";
import { Table, Th } from "@/components/table";
import { keyChange } from "@/app/key-change";
import { SortColumn } from "@/app/manage/sort-column";
import { type KeyRow, KeyRows } from "./key-rows";
import { listPath } from "./list-path";

type Props = { actor: Asker; query: PackageKeyListQuery; keys: readonly KeyOfList[]; here: string };

/** The columns are those of domain.md, "Keys", in its order, and when each key was last used. */
export function KeyTable({ actor, query, keys, here }: Props): ReactNode {
  const sorts = { query, to: (sort: PackageKeyListQuery["sort"]) => listPath(query, { sort }) };
  const head = (
    <>
      <Th>Key</Th>
      <SortColumn {...sorts} column="application" kind="name" label="Application" />
      <Th>Status</Th>
      <Th>Package Name</Th>
      <Th>Plan Name</Th>
      <SortColumn {...sorts} column="username" kind="name" label="Username" />
      <SortColumn {...sorts} column="created" kind="time" label="Created" />
      <SortColumn {...sorts} column="updated" kind="time" label="Updated" />
      <SortColumn {...sorts} column="used" kind="time" label="Last used" />
    </>
  );
  return (
    <Table caption="Package keys. Times are in UTC." head={head}>
      <KeyRows rows={keys.map((key) => keyRow(actor, key, here))} />
    </Table>
  );
}

/** What the browser gets of a key: what the row shows, and what of it may be changed. */
function keyRow(actor: Asker, key: KeyOfList, here: string): KeyRow {
  const { id, status, block, application, owner, createdAt, updatedAt, lastUsedAt } = key;
  const verdict = mayManageKeys(actor, owner);
  return {
    id,
    name: keyName(key),
    application: application.name,
    status,
    block,
    packageName: key.package.name,
    planName: key.plan.name,
    username: owner.username,
    createdAt,
    updatedAt,
    lastUsedAt,
    change: verdict.allowed ? keyChange(key, owner.username, here) : null,
    // A reader's role is no news to them.
    lockedBecause: !verdict.allowed && verdict.refusal === "above_role" ? "Of an administrator" : "",
  };
}
