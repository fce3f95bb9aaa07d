"use client";

import type { ReactNode } from "react";
import type { KeyBlock, PackageKeyStatus } from "@/access/rules";
import { PersonText } from "@/components/person-text";
import { Row, RowLink, Td } from "@/components/table";
import { Time } from "@/components/time";
import { type KeyChange, KeyStatus } from "@/app/key-status";
import { userPath } from "@/app/user-path";
import type { Catalogue } from "@/text/en";

/** What a row shows, decided on the server. */
export type KeyRow = {
  readonly id: string;
  readonly name: string;
  readonly application: string;
  readonly status: PackageKeyStatus;
  readonly block: KeyBlock | null;
  readonly packageName: string;
  readonly planName: string;
  readonly username: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly lastUsedAt: Date | null;
  readonly change: KeyChange | null;
  readonly lockedBecause: string;
};

/** What the rows tell by themselves, in the language of the page. */
type Words = Pick<Catalogue["keys"]["list"], "columns" | "neverUsed">;

/** The rows of the list, drawn in the browser too, as those of the users are: docs/decisions.md tells why. */
export function KeyRows({ rows, ...words }: { rows: readonly KeyRow[] } & Words): ReactNode {
  return rows.map((row) => <KeyRow key={row.id} row={row} {...words} />);
}

function KeyRow({ row, columns, neverUsed }: { row: KeyRow } & Words): ReactNode {
  return (
    <Row>
      <Td label={columns.key}>
        <code>{row.name}</code>
      </Td>
      <Td label={columns.application}>
        <PersonText>{row.application}</PersonText>
      </Td>
      <Td label={columns.status}>
        <KeyStatus status={row.status} block={row.block} change={row.change} lockedBecause={row.lockedBecause} />
      </Td>
      <Td label={columns.package}>
        <PersonText>{row.packageName}</PersonText>
      </Td>
      <Td label={columns.plan}>
        <PersonText>{row.planName}</PersonText>
      </Td>
      <Td label={columns.username}>
        <RowLink href={userPath(row.username, "package-keys")}>{row.username}</RowLink>
      </Td>
      <Td label={columns.created}>
        <Time at={row.createdAt} />
      </Td>
      <Td label={columns.updated}>
        <Time at={row.updatedAt} />
      </Td>
      <Td label={columns.lastUsed}>{row.lastUsedAt ? <Time at={row.lastUsedAt} /> : neverUsed}</Td>
    </Row>
  );
}
