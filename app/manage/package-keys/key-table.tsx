import type { ReactNode } from "react";
import { keyName } from "@/access/keys/package-key-format";
import type { KeyOfList, PackageKeyListQuery } from "@/access/keys/package-key-list";
import { type Asker, mayManageKeys } from "@/access/rules";
import { keyChange } from "@/app/key-change";
import { SortColumn } from "@/app/manage/sort-column";
import { Table, Th } from "@/components/table";
import { texts } from "@/text/texts";
import { type KeyRow, KeyRows } from "./key-rows";
import { listPath } from "./list-path";

type Props = { actor: Asker; query: PackageKeyListQuery; keys: readonly KeyOfList[]; here: string };

/** The columns are those of domain.md, "Keys", in its order, and when each key was last used. */
export function KeyTable({ actor, query, keys, here }: Props): ReactNode {
  const { columns, caption, neverUsed, ofAdministrator } = texts().keys.list;
  const sorts = { query, to: (sort: PackageKeyListQuery["sort"]) => listPath(query, { sort }) };
  const head = (
    <>
      <Th>{columns.key}</Th>
      <SortColumn {...sorts} column="application" kind="name" label={columns.application} />
      <Th>{columns.status}</Th>
      <Th>{columns.package}</Th>
      <Th>{columns.plan}</Th>
      <SortColumn {...sorts} column="username" kind="name" label={columns.username} />
      <SortColumn {...sorts} column="created" kind="time" label={columns.created} />
      <SortColumn {...sorts} column="updated" kind="time" label={columns.updated} />
      <SortColumn {...sorts} column="used" kind="time" label={columns.lastUsed} />
    </>
  );
  return (
    <Table caption={caption} head={head} columns="many">
      <KeyRows
        rows={keys.map((key) => keyRow(actor, key, { here, ofAdministrator }))}
        columns={columns}
        neverUsed={neverUsed}
      />
    </Table>
  );
}

/** What the browser gets of a key: what the row shows, and what of it may be changed. */
function keyRow(
  actor: Asker,
  key: KeyOfList,
  { here, ofAdministrator }: { here: string; ofAdministrator: string },
): KeyRow {
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
    lockedBecause: !verdict.allowed && verdict.refusal === "above_role" ? ofAdministrator : "",
  };
}
