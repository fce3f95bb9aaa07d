import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import {
  mayChangeAccountStatus,
  mayChangeRoles,
  mayChangeServiceUser,
  mayCreateEnrolmentCode,
  mayRemoveSecondFactor,
  mayUnlockUser,
} from "@/access/rules";
import { findAccountLock } from "@/access/sign-in/account-lock";
import { findSecondFactor } from "@/access/sign-in/second-factor";
import { findConsequences } from "@/access/status/consequences";
import { findNotice } from "@/access/status/notices";
import { listSchedules } from "@/access/status/schedules";
import { findUser } from "@/access/users/users";
import { ChangeNotice } from "@/app/manage/users/change-notice";
import { UserFrame } from "@/app/manage/users/user-frame";
import { type UserPageProps, userPath, usernameOf } from "@/app/user-path";
import { ButtonLink } from "@/components/button";
import { Form } from "@/components/form";
import { PageTitle } from "@/components/page-title";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { saveAccessSettingsAction } from "./actions";
import { LockPanel } from "./lock-panel";
import { SchedulePanel } from "./schedule-panel";
import { SecondFactorPanel } from "./second-factor-panel";
import { RolesPanel, ServiceUserPanel } from "./settings-panels";
import { StatusPanel } from "./status-panel";

export function generateMetadata(): Metadata {
  return { title: texts().settings.pageTitle };
}

export default async function UserAccessSettingsPage({ params, searchParams }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const actor = await requireConsoleActor(userPath(username));
  const user = (await findUser(actor, username)) ?? notFound();
  const { notice } = await searchParams;
  const [consequences, schedules, factor, lock, done] = await Promise.all([
    findConsequences(actor, user.id),
    listSchedules(actor, user.id),
    findSecondFactor(actor, user.id),
    findAccountLock(actor, user.id),
    findNotice(actor, notice),
  ]);
  const verdicts = {
    status: mayChangeAccountStatus(actor, user),
    roles: mayChangeRoles(actor, user),
    serviceUser: mayChangeServiceUser(actor, user),
  };
  const changeable = verdicts.status.allowed || verdicts.roles.allowed || verdicts.serviceUser.allowed;
  const { settings, forms } = texts();
  return (
    <UserFrame actor={actor} user={user} page="">
      <ChangeNotice notice={done} back={userPath(user.username)} />
      <Form action={saveAccessSettingsAction}>
        <PageTitle
          title={settings.title(user.displayName)}
          actions={
            changeable && (
              <>
                <SubmitButton whenChanged>{forms.save}</SubmitButton>
                <ButtonLink href="/manage/users">{forms.cancel}</ButtonLink>
              </>
            )
          }
        />
        <input type="hidden" name="username" value={user.username} />
        <input type="hidden" name="seenStatus" value={user.status} />
        <input type="hidden" name="seenRoles" value={user.roles.join(",")} />
        <div>
          <StatusPanel user={user} verdict={verdicts.status} consequences={consequences} />
          <RolesPanel user={user} verdict={verdicts.roles} openSessions={consequences.openSessions} />
          <ServiceUserPanel user={user} verdict={verdicts.serviceUser} openSessions={consequences.openSessions} />
        </div>
      </Form>
      <LockPanel user={user} lock={lock} verdict={mayUnlockUser(actor, user)} />
      <SchedulePanel user={user} schedules={schedules} verdict={verdicts.status} />
      <SecondFactorPanel
        user={user}
        factor={factor}
        verdicts={{ removal: mayRemoveSecondFactor(actor, user), enrolment: mayCreateEnrolmentCode(actor, user, true) }}
      />
    </UserFrame>
  );
}
