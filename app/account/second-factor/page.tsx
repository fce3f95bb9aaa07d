import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { SECOND_FACTOR, requireActorSettingUp } from "@/access/require-actor";
import { mayChangeOwnSecondFactor } from "@/access/rules";
import { findOwnSecondFactor } from "@/access/sign-in/second-factor";
import { findNeededProof } from "@/access/sign-in/second-factor-proof";
import { findPendingSecret } from "@/access/sign-in/second-factor-set-up";
import { findOwnUser } from "@/access/users/users";
import { ConsolePage } from "@/app/console-page";
import { returnPath } from "@/app/return-path";
import { Breadcrumb } from "@/components/breadcrumb";
import { Form } from "@/components/form";
import { PageTitle } from "@/components/page-title";
import { texts } from "@/text/texts";
import { confirmSecondFactorAction } from "./actions";
import { AlreadyOn, Begin, SetUp } from "./set-up";

export function generateMetadata(): Metadata {
  return { title: texts().secondFactor.setUp.title };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SecondFactorPage({ searchParams }: Props): Promise<ReactNode> {
  const actor = await requireActorSettingUp(SECOND_FACTOR);
  const user = (await findOwnUser(actor)) ?? notFound();
  if (!mayChangeOwnSecondFactor(actor, user).allowed) notFound();
  const from = returnPath((await searchParams)["from"], "/account");
  const [factor, secret, needed] = await Promise.all([
    findOwnSecondFactor(actor),
    findPendingSecret(actor),
    findNeededProof(actor),
  ]);
  const { account, secondFactor } = texts();
  return (
    <ConsolePage actor={actor} current="account">
      <Breadcrumb trail={[{ label: account.title, href: "/account" }, { label: secondFactor.title }]} />
      <PageTitle title={secondFactor.setUp.title} caption={secondFactor.setUp.caption} />
      {/* Also where nothing is being set up: the recovery codes are shown in the answer to this form. */}
      <Form action={confirmSecondFactorAction} className="max-w-2xl">
        {secret !== null && <SetUp secret={secret} username={user.username} from={from} needed={needed} />}
        {secret === null && factor !== null && <AlreadyOn />}
      </Form>
      {secret === null && factor === null && <Begin user={user} from={from} />}
    </ConsolePage>
  );
}
