import type { ReactNode } from "react";
import type { AccountStatus, Verdict } from "@/access/rules";
import type { Consequences } from "@/access/status/consequences";
import type { User } from "@/access/users/users";
import { Locked } from "@/app/locked";
import { RestoredAccess, StoppedAccess } from "@/app/manage/users/consequences";
import { ChoiceGroup } from "@/components/choice";
import { TextArea } from "@/components/field";
import { Panel } from "@/components/panel";
import { PersonText } from "@/components/person-text";
import { StatusTag } from "@/components/status-tag";
import { texts } from "@/text/texts";

type Props = { user: User; verdict: Verdict; consequences: Consequences };

/** Enabled or Disabled to choose from; locked, with the reason, where the rules say so. */
export function StatusPanel({ user, verdict, consequences }: Props): ReactNode {
  const { settings, forms } = texts();
  const title = settings.status.title(<PersonText>{user.username}</PersonText>);
  if (!verdict.allowed) {
    return (
      <Panel title={title} explanation={<Locked user={user} refusal={verdict.refusal} />}>
        <StatusTag status={user.status} muted />
      </Panel>
    );
  }
  return (
    <Panel
      title={title}
      explanation={
        <>
          {settings.status.explanation} <OtherChoice status={user.status} consequences={consequences} />
        </>
      }
    >
      {user.status === "WAITING" && (
        <p className="mb-3">
          <StatusTag status="WAITING" />
        </p>
      )}
      <ChoiceGroup
        name="status"
        legend={settings.status.legend}
        hideLegend
        options={[
          { value: "ENABLED", label: <StatusTag status="ENABLED" /> },
          { value: "DISABLED", label: <StatusTag status="DISABLED" /> },
        ]}
        {...(user.status !== "WAITING" && { defaultValue: user.status })}
      />
      <TextArea name="reason" label={forms.reason.label} hint={forms.reason.keptInHistory} maxLength={500} />
    </Panel>
  );
}

/** What the other choice would do, in numbers. */
function OtherChoice({ status, consequences }: { status: AccountStatus; consequences: Consequences }): ReactNode {
  if (status === "ENABLED") return <StoppedAccess consequences={consequences} />;
  return (
    <>
      {texts().settings.status.enabling} <RestoredAccess consequences={consequences} />
    </>
  );
}
