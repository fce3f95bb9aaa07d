import type { ReactNode } from "react";
import { ButtonAnchor } from "@/components/button";
import { Notice } from "@/components/notice";
import { texts } from "@/text/texts";

/** The session here has ended; that of the platform, where it is named, goes on until somebody ends it, too. */
export function SignedOut({ platform }: { platform: string | null }): ReactNode {
  const { everywhere, here, alsoThere } = texts().signIn.signedOut;
  if (platform === null) return <Notice tone="done">{everywhere}</Notice>;
  return (
    <Notice tone="done">
      <p className="mb-2.5">{here(platform)}</p>
      <ButtonAnchor href="/sign-in/platform/sign-out" size="small" className="py-1 wrap-anywhere whitespace-normal">
        {alsoThere(platform)}
      </ButtonAnchor>
    </Notice>
  );
}
