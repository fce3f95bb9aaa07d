import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { Actor } from "@/access/actor";
import { findActor } from "@/access/require-actor";
import { Field } from "@/components/field";
import { Form } from "@/components/form";
import { Mark } from "@/components/mark";
import { Notice } from "@/components/notice";
import { Card } from "@/components/panel";
import { SubmitButton } from "@/components/submit-button";
import { returnPath } from "@/app/return-path";
import { signInAction } from "./actions";
import { CLOSED_SENTENCES, signInSentence } from "./sentences";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Props): Promise<ReactNode> {
  const { from, error, "signed-out": signedOut } = await searchParams;
  const found = await findActor();
  if (found instanceof Actor) redirect(returnPath(from, "/"));
  const why = CLOSED_SENTENCES[found.why];
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-sm px-4 pt-[max(2rem,14vh)] pb-16">
      <div className="mb-6 flex justify-center">
        <Mark wordmark />
      </div>
      {why !== null && <Notice tone="warning">{why}</Notice>}
      {signedOut !== undefined && why === null && <Notice tone="done">You are signed out.</Notice>}
      {typeof error === "string" && <Notice tone="refused">{signInSentence(error)}</Notice>}
      <Card>
        <h1 className="mb-4 text-xl font-[650] tracking-[-0.02em]">Sign in</h1>
        <Form action={signInAction}>
          <input type="hidden" name="from" value={returnPath(from, "/")} />
          <Field
            name="username"
            label="Username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
          />
          <Field name="password" label="Password" type="password" autoComplete="current-password" required />
          <SubmitButton className="w-full" pendingText="Signing in…">
            Sign in
          </SubmitButton>
        </Form>
      </Card>
    </main>
  );
}
