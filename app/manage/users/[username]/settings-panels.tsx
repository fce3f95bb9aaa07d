import type { ReactNode } from "react";
import { EndedSessions, RestoredKeys, StoppedKeys } from "@/app/manage/users/consequences";
import { CONTROL_CENTER_ROLES, type Verdict } from "@/access/rules";
import type { User } from "@/access/users";
import { REFUSAL_SENTENCES, ROLE_WORDS } from "@/access/words";
import { Checkbox, CheckboxGroup, ChoiceGroup } from "@/components/choice";
import { TextArea } from "@/components/field";
import { Panel } from "@/components/panel";
import { PersonText } from "@/components/person-text";
import { StatusTag } from "@/components/status-tag";

type Props = { user: User; verdict: Verdict };
type StatusProps = Props & { openSessions: number; keys: { working: number; ready: number } };

/** Enabled or Disabled to choose from; locked, with the reason, where the rules say so. */
export function StatusPanel({ user, verdict, openSessions, keys }: StatusProps): ReactNode {
  const title = (
    <>
      <PersonText>{user.username}</PersonText>&apos;s Account Status
    </>
  );
  if (!verdict.allowed) {
    return (
      <Panel title={title} explanation={<Locked verdict={verdict} />}>
        <StatusTag status={user.status} muted />
      </Panel>
    );
  }
  return (
    <Panel
      title={title}
      explanation={
        <>
          A disabled user is signed out at once, can&apos;t reach their account and has no API access.{" "}
          <StatusConsequences status={user.status} openSessions={openSessions} keys={keys} /> Roles are kept and have no
          effect while the user is disabled.
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
        legend="Account Status"
        hideLegend
        options={[
          { value: "ENABLED", label: <StatusTag status="ENABLED" /> },
          { value: "DISABLED", label: <StatusTag status="DISABLED" /> },
        ]}
        {...(user.status !== "WAITING" && { defaultValue: user.status })}
      />
      <TextArea name="reason" label="Reason (optional)" hint="Kept in the history of the user." maxLength={500} />
    </Panel>
  );
}

type Consequences = Omit<StatusProps, keyof Props> & Pick<User, "status">;

/** What the other choice would do, in numbers. */
function StatusConsequences({ status, openSessions, keys }: Consequences): ReactNode {
  if (status !== "ENABLED") {
    return (
      <>
        Enabling opens no session. <RestoredKeys count={keys.ready} />
      </>
    );
  }
  return (
    <>
      <EndedSessions count={openSessions} /> <StoppedKeys count={keys.working} />
    </>
  );
}

export function RolesPanel({ user, verdict }: Props): ReactNode {
  const held = user.roles.filter((role) => role !== "SERVICE_USER");
  if (!verdict.allowed) {
    return (
      <Panel title="Control Center Roles" explanation={<Locked verdict={verdict} />}>
        {held.length === 0 ? "None" : held.map((role) => ROLE_WORDS[role]).join(", ")}
      </Panel>
    );
  }
  return (
    <Panel
      title="Control Center Roles"
      explanation="A role lets the user sign in to the Control Center. Administrators may do everything; Community and Program Managers manage users and keys, but no administrators; Support Users read every page. Without a role a user reaches their own account only."
    >
      <input type="hidden" name="offersRoles" value="yes" />
      <CheckboxGroup
        name="roles"
        legend="Control Center Roles"
        hideLegend
        options={CONTROL_CENTER_ROLES.map((role) => ({ value: role, label: ROLE_WORDS[role] }))}
        defaultValue={held}
      />
    </Panel>
  );
}

export function ServiceUserPanel({ user, verdict, openSessions }: Props & { openSessions: number }): ReactNode {
  const isOn = user.roles.includes("SERVICE_USER");
  if (!verdict.allowed) {
    return (
      <Panel title="Service User" explanation={<Locked verdict={verdict} />}>
        {isOn ? "On" : "Off"}
      </Panel>
    );
  }
  return (
    <Panel
      title="Service User"
      explanation={
        <>
          A Service User calls the API only and can&apos;t sign in to these pages, whatever roles they hold.{" "}
          <EndedSessions count={openSessions} />
        </>
      }
    >
      <input type="hidden" name="offersServiceUser" value="yes" />
      <div className="group">
        <Checkbox name="serviceUser" label="Service User" defaultChecked={isOn} />
        {!isOn && (
          // Asked for only once the switch is on; style alone shows it, so that it needs no script.
          <div className="hidden ps-7 group-has-[#serviceUser:checked]:block">
            <Checkbox name="confirmServiceUser" label="Yes, this user shall lose all access to these pages" />
          </div>
        )}
      </div>
    </Panel>
  );
}

function Locked({ verdict }: { verdict: Verdict }): ReactNode {
  return verdict.allowed ? null : REFUSAL_SENTENCES[verdict.refusal];
}
