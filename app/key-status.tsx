import type { ReactNode } from "react";
import type { KeyBlock, PackageKeyStatus } from "@/access/rules";
import { StatusLink } from "@/components/status-link";
import { StatusTag } from "@/components/status-tag";
import { browserTexts } from "@/text/browser-texts";

/** Where the status of a key is changed, and what that link is heard as. */
export type KeyChange = { readonly href: string; readonly label: string };

type Props = {
  status: PackageKeyStatus;
  block: KeyBlock | null;
  /** Null for who may only read it. */
  change?: KeyChange | null;
  lockedBecause?: string | undefined;
};

/** A key's own status and, where something else holds it back as well, what. */
export function KeyStatus({ status, block, change = null, lockedBecause = "" }: Props): ReactNode {
  return (
    <>
      {change ? <StatusLink status={status} {...change} /> : <StatusTag status={status} muted />}
      {block && <span className="block text-xs font-medium text-disabled">{browserTexts().keyBlocks[block]}</span>}
      {lockedBecause && <span className="block text-xs text-muted">{lockedBecause}</span>}
    </>
  );
}
