"use client";

import type { ReactNode } from "react";
import type { KeyBlock, PackageKeyStatus } from "@/access/rules";
import { PersonText } from "@/components/person-text";
import { Row, RowLink, Td } from "@/components/table";
import { Time } from "@/components/time";
import { type KeyChange, KeyStatus } from "@/app/key-status";
import { userPath } from "@/app/user-path";

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

/** The rows of the list, drawn in the browser too, as those of the users are: docs/decisions.md tells why. */
export function KeyRows({ rows }: { rows: readonly KeyRow[] }): ReactNode {
  return rows.map((row) => <KeyRow key={row.id} row={row} />);
}

function KeyRow({ row }: { row: KeyRow }): ReactNode {
  return (
    <Row>
      <Td label="Key">
        <code>{row.name}</code>
      </Td>
      <Td label="Application">
        <PersonText>{row.application}</PersonText>
      </Td>
      <Td label="Status">
        <KeyStatus status={row.status} block={row.block} change={row.change} lockedBecause={row.lockedBecause} />
      </Td>
      <Td label="Package Name">
        <PersonText>{row.packageName}</PersonText>
      </Td>
      <Td label="Plan Name">
        <PersonText>{row.planName}</PersonText>
      </Td>
      <Td label="Username">
        <RowLink href={userPath(row.username, "package-keys")}>{row.username}</RowLink>
      </Td>
      <Td label="Created">
        <Time at={row.createdAt} />
      </Td>
      <Td label="Updated">
        <Time at={row.updatedAt} />
      </Td>
      <Td label="Last used">{row.lastUsedAt ? <Time at={row.lastUsedAt} /> : "Never"}</Td>
    </Row>
  );
}
