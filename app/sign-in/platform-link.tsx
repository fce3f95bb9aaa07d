import type { ReactNode } from "react";
import { ButtonAnchor } from "@/components/button";
import { texts } from "@/text/texts";

/** Single sign-on, before the form for those who have a password here. */
export function PlatformLink({ name, from }: { name: string; from: string }): ReactNode {
  const { continueWith, orPassword } = texts().signIn.platform;
  return (
    <>
      <ButtonAnchor
        href={`/sign-in/platform?${new URLSearchParams({ from }).toString()}`}
        variant="primary"
        className="min-h-11 w-full py-2 text-center wrap-anywhere whitespace-normal"
      >
        {continueWith(name)}
      </ButtonAnchor>
      <div className="my-5 flex items-center gap-3 text-[0.8125rem] text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {orPassword}
      </div>
    </>
  );
}
