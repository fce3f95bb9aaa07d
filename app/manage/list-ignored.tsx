import type { ReactNode } from "react";
import { StandingNotice } from "@/components/notice";
import { texts } from "@/text/texts";

/** Names as long as any parameter's; what is longer is nothing that anybody should read again. */
const NAME = /^[a-z][\w-]{0,29}$/i;

/** Says what of an address the list did not understand, and showed nothing less for. */
export function ListIgnored({ names }: { names: readonly string[] }): ReactNode {
  if (names.length === 0) return null;
  const known = names.filter((name) => NAME.test(name)).slice(0, 5);
  return <StandingNotice>{texts().lists.ignored(known, names.length > known.length)}</StandingNotice>;
}
