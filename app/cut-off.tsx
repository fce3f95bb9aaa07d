import type { ReactNode } from "react";
import Link from "next/link";
import { LISTED_OF_ONE_USER } from "@/access/key-rows";

type Props = {
  rows: readonly unknown[];
  what: "applications" | "package keys";
  /** Whose they are, where the reader may see all keys. */
  username: string | null;
};

/** Says of a full list that it may not be all, and where the rest is. */
export function CutOff({ rows, what, username }: Props): ReactNode {
  if (!isCutOff(rows)) return null;
  const most = `No more than ${LISTED_OF_ONE_USER.toLocaleString("en")} ${what} are listed here`;
  if (username === null) return <p className="mt-4 text-muted">{most}.</p>;
  const all = `/manage/package-keys?${new URLSearchParams({ q: username, field: "username" })}`;
  return (
    <p className="mt-4 text-muted">
      {most}; every key of this user is <Link href={all}>among all package keys</Link>.
    </p>
  );
}

export function isCutOff(rows: readonly unknown[]): boolean {
  return rows.length >= LISTED_OF_ONE_USER;
}
