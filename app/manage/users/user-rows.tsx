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
import { browserTexts } from "@/text/browser-texts";

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
  /** What there is to say below the status: that sign-in is locked, and what is scheduled. */
  readonly notes?: readonly string[];
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
  const words = browserTexts();
  return rows.map((row, index) => (
    <UserRow key={row.username} row={row} here={here} words={words}>
      {selectable && (
        <input
          type="checkbox"
          // The first one is where the error "Choose at least one user." leads to.
          id={index === 0 ? "user" : undefined}
          name="user"
          value={row.username}
          defaultChecked={chosen?.includes(row.username)}
          aria-label={words.userRows.select(row.username)}
          className="row-box"
        />
      )}
    </UserRow>
  ));
}

type ListProps = { rows: readonly UserRow[]; here: string; selectable: boolean };

/** Read once for the whole list. */
type Words = ReturnType<typeof browserTexts>;

type RowProps = { row: UserRow; here: string; words: Words };

function UserRow({ row, here, words, children }: RowProps & { children: ReactNode }): ReactNode {
  const { username } = row;
  const { userRows, never, number } = words;
  return (
    <Row>
      <Td label={userRows.username}>
        {children}
        <RowLink href={userPath(username)}>{username}</RowLink>
      </Td>
      <Td label={userRows.email}>
        <PersonText>{row.email}</PersonText>
      </Td>
      <Td label={userRows.displayName}>
        <PersonText>{row.displayName}</PersonText>
      </Td>
      <Td label={userRows.company}>
        <PersonText>{row.company}</PersonText>
      </Td>
      <Td label={userRows.status}>
        <StatusCell row={row} here={here} words={words} />
        {row.notes?.map((text) => (
          <span key={text} className="block max-w-36 text-xs text-muted">
            {text}
          </span>
        ))}
      </Td>
      <Td label={userRows.access}>{row.access}</Td>
      <Td label={userRows.keys}>{row.keyCount === 0 ? "" : number(row.keyCount)}</Td>
      <Td label={userRows.lastSignIn}>{row.lastSignInAt ? <Time at={row.lastSignInAt} /> : never}</Td>
      <Td label={userRows.created}>
        <Time at={row.createdAt} />
      </Td>
      <Td label={userRows.updated}>
        <Time at={row.updatedAt} />
      </Td>
      <Td label={userRows.actions}>
        <IconLink href={userPath(username)} label={userRows.settings(username)} icon="settings" />
        {row.offersDelete && (
          <IconLink href={userPath(username, "delete")} label={userRows.delete(username)} icon="bin" danger />
        )}
        {row.manager && <InertIcon label={userRows.notDeletedHere(row.manager.name)} icon="bin" />}
      </Td>
    </Row>
  );
}

/** The Status link of a local user; for others the same dot and word, and why it can't be changed here. */
function StatusCell({ row, here, words }: RowProps): ReactNode {
  const { username, status, statusChange, manager } = row;
  if (statusChange === "offered") {
    const to = oppositeStatus(status);
    const href = `${userPath(username, "status")}?to=${to}&from=${encodeURIComponent(here)}`;
    const { enable, disable } = words.userRows;
    return <StatusLink href={href} status={status} label={to === "DISABLED" ? disable(username) : enable(username)} />;
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
