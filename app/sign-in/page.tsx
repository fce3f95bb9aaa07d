import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { Actor } from "@/access/actor";
import { platformSettings } from "@/access/platform-settings";
import { findActor } from "@/access/require-actor";
import { Mark } from "@/components/mark";
import { Notice } from "@/components/notice";
import { Card } from "@/components/panel";
import { returnPath } from "@/app/return-path";
import { PasswordForm } from "./password-form";
import { PlatformLink } from "./platform-link";
import { CLOSED_SENTENCES, signInSentence } from "./sentences";
import { SignedOut } from "./signed-out";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Props): Promise<ReactNode> {
  const { from, error, "signed-out": signedOut } = await searchParams;
  const found = await findActor();
  const back = returnPath(from, "/");
  if (found instanceof Actor) redirect(back);
  const platform = platformSettings().singleSignOn?.name ?? null;
  const refusal = typeof error === "string" ? signInSentence(error, platform) : null;
  // What was refused just now says more than why the session before it ended.
  const why = refusal === null ? CLOSED_SENTENCES[found.why] : null;
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-sm px-4 pt-[max(2rem,14vh)] pb-16">
      <div className="mb-6 flex justify-center">
        <Mark wordmark />
      </div>
      {why !== null && <Notice tone="warning">{why}</Notice>}
      {signedOut !== undefined && why === null && refusal === null && (
        <SignedOut platform={signedOut === "platform" ? platform : null} />
      )}
      {refusal !== null && <Notice tone="refused">{refusal}</Notice>}
      <Card>
        <h1 className="mb-4 text-xl font-[650] tracking-[-0.02em]">Sign in</h1>
        {platform !== null && <PlatformLink name={platform} from={back} />}
        <PasswordForm from={back} isFirst={platform === null} />
      </Card>
    </main>
  );
}
