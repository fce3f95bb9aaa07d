import type { ReactNode } from "react";
import { Link } from "@/components/link";
import { LISTED_OF_ONE_USER } from "@/access/keys/key-rows";
import { texts } from "@/text/texts";

type Props = {
  rows: readonly unknown[];
  what: "applications" | "package keys";
  /** Whose they are, where the reader may see all keys. */
  username: string | null;
};

/** Says of a full list that it may not be all, and where the rest is. */
export function CutOff({ rows, what, username }: Props): ReactNode {
  if (!isCutOff(rows)) return null;
  const { amongAllKeys, [what]: words } = texts().userParts.cutOff;
  if (username === null) return <p className="mt-4 text-muted">{words.all(LISTED_OF_ONE_USER)}</p>;
  const all = `/manage/package-keys?${new URLSearchParams({ q: username, field: "username" })}`;
  return <p className="mt-4 text-muted">{words.more(LISTED_OF_ONE_USER, <Link href={all}>{amongAllKeys}</Link>)}</p>;
}

export function isCutOff(rows: readonly unknown[]): boolean {
  return rows.length >= LISTED_OF_ONE_USER;
}
