import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { Actor } from "@/access/actor";
import { platformSettings } from "@/access/platform/platform-settings";
import { findActor } from "@/access/require-actor";
import { returnPath } from "@/app/return-path";
import { Notice } from "@/components/notice";
import { texts } from "@/text/texts";
import { SignInFrame } from "./frame";
import { PasswordForm } from "./password-form";
import { PlatformLink } from "./platform-link";
import { closedSentence, signInSentence } from "./sentences";
import { SignedOut } from "./signed-out";

export function generateMetadata(): Metadata {
  return { title: texts().signIn.title };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Props): Promise<ReactNode> {
  const { from, error, "signed-out": signedOut } = await searchParams;
  const found = await findActor();
  const back = returnPath(from, "/");
  // Who must set up a second factor first is signed in as well, and is led there.
  if (found instanceof Actor || found.why === "second_factor_missing") redirect(back);
  if (error === "code_wanted") redirect(`/sign-in/code?${new URLSearchParams({ from: back }).toString()}`);
  const platform = platformSettings().singleSignOn?.name ?? null;
  const refusal = typeof error === "string" ? signInSentence(error, platform) : null;
  // What was refused just now says more than why the session before it ended.
  const why = refusal === null ? closedSentence(found.why) : null;
  return (
    <SignInFrame
      title={texts().signIn.title}
      said={
        <>
          {why !== null && <Notice tone="warning">{why}</Notice>}
          {signedOut !== undefined && why === null && refusal === null && (
            <SignedOut platform={signedOut === "platform" ? platform : null} />
          )}
          {refusal !== null && <Notice tone="refused">{refusal}</Notice>}
        </>
      }
    >
      {platform !== null && <PlatformLink name={platform} from={back} />}
      <PasswordForm from={back} isFirst={platform === null} />
    </SignInFrame>
  );
}
