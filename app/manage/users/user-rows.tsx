"use client";

import type { ReactNode } from "react";
import { type AccountStatus, oppositeStatus } from "@/access/rules";
import { useAnswer } from "@/components/form-state";
import { ManagedBy, type Manager } from "@/components/managed-by";
import { PersonText } from "@/components/person-text";
import { StatusLink } from "@/components/status-link";
import { StatusTag } from "@/components/status-tag";
import { IconLink, InertIcon, Row, RowLink, Td } from "@/components/table";
import { Time } from "@/components/time";
import { userPath } from "@/app/user-path";

/** What a row shows, decided on the server. `lockedBecause` says why there is no link that changes the status. */
export type UserRow = {
  readonly username: string;
  readonly email: string;
  readonly displayName: string;
  readonly company: string;
  readonly status: AccountStatus;
  readonly access: string;
  readonly keyCount: number;
  readonly lastSignInAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly statusChange: "offered" | { readonly lockedBecause: string };
  /** What is put down for later. */
  readonly scheduled?: readonly string[];
  readonly offersDelete: boolean;
  /** Of a user of the platform, who alone changes their status and existence; null for others. */
  readonly manager: Manager | null;
};

/**
 * The rows of the list. They are drawn in the browser too, because then a page carries them once as markup and once as
 * bare values; as server components their markup came twice, which made two thirds of the page.
 */
export function UserRows({ rows, here, selectable }: ListProps): ReactNode {
  const { chosen } = useAnswer("user");
  return rows.map((row, index) => (
    <UserRow key={row.username} row={row} here={here}>
      {selectable && (
        <input
          type="checkbox"
          // The first one is where the error "Choose at least one user." leads to.
          id={index === 0 ? "user" : undefined}
          name="user"
          value={row.username}
          defaultChecked={chosen?.includes(row.username)}
          aria-label={`Select ${row.username}`}
          className="row-box"
        />
      )}
    </UserRow>
  ));
}

type ListProps = { rows: readonly UserRow[]; here: string; selectable: boolean };

function UserRow({ row, here, children }: { row: UserRow; here: string; children: ReactNode }): ReactNode {
  const { username } = row;
  return (
    <Row>
      <Td label="Username">
        {children}
        <RowLink href={userPath(username)}>{username}</RowLink>
      </Td>
      <Td label="Email">
        <PersonText>{row.email}</PersonText>
      </Td>
      <Td label="Display Name">
        <PersonText>{row.displayName}</PersonText>
      </Td>
      <Td label="Company">
        <PersonText>{row.company}</PersonText>
      </Td>
      <Td label="Status">
        <StatusCell row={row} here={here} />
        {row.scheduled?.map((text) => (
          <span key={text} className="block max-w-36 text-xs text-muted">
            {text}
          </span>
        ))}
      </Td>
      <Td label="Access Settings">{row.access}</Td>
      <Td label="Keys">{row.keyCount === 0 ? "" : row.keyCount.toLocaleString("en")}</Td>
      <Td label="Last sign-in">{row.lastSignInAt ? <Time at={row.lastSignInAt} /> : "Never"}</Td>
      <Td label="Created">
        <Time at={row.createdAt} />
      </Td>
      <Td label="Updated">
        <Time at={row.updatedAt} />
      </Td>
      <Td label="Actions">
        <IconLink href={userPath(username)} label={`Settings of ${username}`} icon="settings" />
        {row.offersDelete && (
          <IconLink href={userPath(username, "delete")} label={`Delete ${username}`} icon="bin" danger />
        )}
        {row.manager && <InertIcon label={`Managed by ${row.manager.name}: not deleted here`} icon="bin" />}
      </Td>
    </Row>
  );
}

/** The Status link of a local user; for others the same dot and word, and why it can't be changed here. */
function StatusCell({ row, here }: { row: UserRow; here: string }): ReactNode {
  const { username, status, statusChange, manager } = row;
  if (statusChange === "offered") {
    const to = oppositeStatus(status);
    const href = `${userPath(username, "status")}?to=${to}&from=${encodeURIComponent(here)}`;
    return <StatusLink href={href} status={status} label={`${to === "DISABLED" ? "disable" : "enable"} ${username}`} />;
  }
  return (
    <>
      <StatusTag status={status} muted />
      <span className="block w-max max-w-36 text-xs text-muted">
        {manager ? <ManagedBy manager={manager} whom={username} /> : statusChange.lockedBecause}
      </span>
    </>
  );
}
