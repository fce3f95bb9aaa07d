import type { ReactNode } from "react";
import { ButtonAnchor } from "@/components/button";
import { Notice } from "@/components/notice";

/** The session here has ended; that of the platform, where it is named, goes on until somebody ends it, too. */
export function SignedOut({ platform }: { platform: string | null }): ReactNode {
  if (platform === null) return <Notice tone="done">You are signed out.</Notice>;
  return (
    <Notice tone="done">
      <p className="mb-2.5">You are signed out here, but may still be signed in with {platform}.</p>
      <ButtonAnchor href="/sign-in/platform/sign-out" size="small" className="py-1 wrap-anywhere whitespace-normal">
        Sign out of {platform}, too
      </ButtonAnchor>
    </Notice>
  );
}
