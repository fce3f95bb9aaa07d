import type { Metadata } from "next";
import { Link } from "@/components/link";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { unfinishedToken } from "@/access/browser";
import { findUnfinishedSignIn } from "@/access/sign-in/unfinished-sign-ins";
import { returnPath } from "@/app/return-path";
import { SignInFrame } from "@/app/sign-in/frame";
import { texts } from "@/text/texts";
import { CodeForm } from "./code-form";

export function generateMetadata(): Metadata {
  return { title: texts().signIn.code.title };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The second half of signing in. Without the first one there is nothing here. */
export default async function CodePage({ searchParams }: Props): Promise<ReactNode> {
  const { from, recovery } = await searchParams;
  const back = returnPath(from, "/");
  const isUnfinished = (await findUnfinishedSignIn(await unfinishedToken())) !== null;
  if (!isUnfinished) redirect(`/sign-in?${new URLSearchParams({ error: "code_expired", from: back }).toString()}`);
  const isRecovery = recovery !== undefined;
  const here = `/sign-in/code?${new URLSearchParams({ from: back }).toString()}`;
  const { code } = texts().signIn;
  return (
    <SignInFrame title={isRecovery ? code.recoveryTitle : code.title}>
      <CodeForm from={back} isRecovery={isRecovery} />
      <p className="mt-4">
        {isRecovery ? (
          <Link href={here}>{code.useApp}</Link>
        ) : (
          <Link href={`${here}&recovery`}>{code.useRecovery}</Link>
        )}
      </p>
    </SignInFrame>
  );
}
