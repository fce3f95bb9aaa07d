import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { mayRemoveSecondFactor } from "@/access/rules";
import { findSecondFactor } from "@/access/sign-in/second-factor";
import { type User, findUser } from "@/access/users/users";
import { Locked } from "@/app/locked";
import { ConfirmationPage } from "@/app/manage/confirmation-page";
import { RefusedConfirmation } from "@/app/manage/refused-confirmation";
import { removeSecondFactorAction } from "@/app/manage/users/[username]/second-factor-actions";
import { type UserPageProps, userPath, usernameOf } from "@/app/user-path";
import { ButtonLink } from "@/components/button";
import { Form } from "@/components/form";
import { PersonText } from "@/components/person-text";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().secondFactor.removal.title };
}

export default async function RemoveSecondFactorPage({ params }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const actor = await requireConsoleActor(userPath(username, "second-factor"));
  const user = (await findUser(actor, username)) ?? notFound();
  const verdict = mayRemoveSecondFactor(actor, user);
  const isOn = (await findSecondFactor(actor, user.id)) !== null;
  const { secondFactor, userParts, forms } = texts();
  const cancel = <ButtonLink href={userPath(user.username)}>{forms.cancel}</ButtonLink>;
  const trail = [
    { label: userParts.rail.usersCrumb, href: "/manage/users" },
    { label: user.displayName, href: userPath(user.username) },
    { label: secondFactor.title },
  ];
  return (
    <ConfirmationPage actor={actor} area="users" trail={trail} title={secondFactor.removal.question(user.username)}>
      {!verdict.allowed && (
        <RefusedConfirmation cancel={cancel}>
          <Locked user={user} refusal={verdict.refusal} />
        </RefusedConfirmation>
      )}
      {verdict.allowed && (isOn ? <Removal user={user} cancel={cancel} /> : <NoneOn cancel={cancel} />)}
    </ConfirmationPage>
  );
}

function NoneOn({ cancel }: { cancel: ReactNode }): ReactNode {
  return (
    <>
      <p className="mb-4">{texts().words.refusals.no_second_factor}</p>
      {cancel}
    </>
  );
}

function Removal({ user, cancel }: { user: User; cancel: ReactNode }): ReactNode {
  const { whatHappens, submit, removing } = texts().secondFactor.removal;
  return (
    <Form action={removeSecondFactorAction}>
      <input type="hidden" name="username" value={user.username} />
      <p className="mb-4">{whatHappens(<PersonText>{user.displayName}</PersonText>)}</p>
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant="danger" pendingText={removing}>
          {submit}
        </SubmitButton>
        {cancel}
      </div>
    </Form>
  );
}
