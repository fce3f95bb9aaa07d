import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { readSettings } from "@/access/operation/settings";
import { listPlatformCalls } from "@/access/platform/platform-calls";
import { platformSettings } from "@/access/platform/platform-settings";
import { LIVE_TOKENS, listPlatformTokens } from "@/access/platform/platform-tokens";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManagePlatform } from "@/access/rules";
import { findNotice } from "@/access/status/notices";
import { ChangeNotice } from "@/app/manage/users/change-notice";
import { ButtonLink } from "@/components/button";
import { PageTitle } from "@/components/page-title";
import { texts } from "@/text/texts";
import { CallSection } from "./call-section";
import { ConnectionCard } from "./connection-card";
import { NEW_TOKEN, PLATFORM } from "./paths";
import { PlatformFrame } from "./platform-frame";
import { Section } from "./section";
import { TokenTables } from "./token-tables";

export function generateMetadata(): Metadata {
  return { title: texts().platform.title };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function PlatformPage({ searchParams }: Props): Promise<ReactNode> {
  const { notice, calls: which } = await searchParams;
  const failedOnly = which === "failed";
  const actor = await requireConsoleActor(failedOnly ? `${PLATFORM}?calls=failed` : PLATFORM);
  if (!mayManagePlatform(actor).allowed) notFound();
  const platform = platformSettings();
  const [tokens, calls, done] = await Promise.all([
    listPlatformTokens(actor),
    listPlatformCalls(actor, { failedOnly }),
    findNotice(actor, notice),
  ]);
  const { platform: told, words } = texts();
  const isFull = tokens.filter(({ revokedAt }) => revokedAt === null).length >= LIVE_TOKENS;
  return (
    <PlatformFrame actor={actor} page="connection">
      <ChangeNotice notice={done} back={PLATFORM} />
      <PageTitle title={told.title} caption={told.caption} />
      <div className="grid gap-8">
        <ConnectionCard platform={platform} url={readSettings(process.env).url} />
        <Section
          title={told.tokens.title}
          explanation={isFull ? words.refusals.too_many_platform_tokens : told.tokens.explanation}
          action={
            !isFull && (
              <ButtonLink href={NEW_TOKEN} variant="primary">
                {told.newToken.title}
              </ButtonLink>
            )
          }
        >
          <TokenTables tokens={tokens} />
        </Section>
        <CallSection calls={calls} failedOnly={failedOnly} platform={platform.name} />
      </div>
    </PlatformFrame>
  );
}
