import type { ReactNode } from "react";
import { EndedSessions } from "@/app/manage/users/consequences";
import { CONTROL_CENTER_ROLES, type Refusal, type Verdict } from "@/access/rules";
import type { User } from "@/access/users";
import { Checkbox, CheckboxGroup } from "@/components/choice";
import { ManagedBy } from "@/components/managed-by";
import { Panel } from "@/components/panel";
import { managerOf } from "@/app/manager";
import { texts } from "@/text/texts";

type Props = { user: User; verdict: Verdict };

export function RolesPanel({ user, verdict, openSessions }: Props & { openSessions: number }): ReactNode {
  const held = user.roles.filter((role) => role !== "SERVICE_USER");
  if (!verdict.allowed) {
    return (
      <Panel title="Control Center Roles" explanation={texts().words.refusals[verdict.refusal]}>
        {held.length === 0 ? "None" : held.map((role) => texts().words.roles[role]).join(", ")}
      </Panel>
    );
  }
  return (
    <Panel
      title="Control Center Roles"
      explanation={
        <>
          A role lets the user sign in to the Control Center. Administrators may do everything; Community and Program
          Managers manage users and keys, but no administrators; Support Users read every page. Without a role a user
          reaches their own account only. Whoever is given a role signs in anew. <EndedSessions count={openSessions} />
        </>
      }
    >
      <input type="hidden" name="offersRoles" value="yes" />
      <CheckboxGroup
        name="roles"
        legend="Control Center Roles"
        hideLegend
        options={CONTROL_CENTER_ROLES.map((role) => ({ value: role, label: texts().words.roles[role] }))}
        defaultValue={held}
      />
    </Panel>
  );
}

export function ServiceUserPanel({ user, verdict, openSessions }: Props & { openSessions: number }): ReactNode {
  const isOn = user.roles.includes("SERVICE_USER");
  if (!verdict.allowed) {
    return (
      <Panel title="Service User" explanation={<LockedServiceUser user={user} refusal={verdict.refusal} />}>
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

function LockedServiceUser({ user, refusal }: { user: User; refusal: Refusal }): ReactNode {
  if (user.origin === "LOCAL") return texts().words.refusals[refusal];
  return (
    <>
      <ManagedBy manager={managerOf(user)} whom={user.username} />, whose users are never Service Users.
    </>
  );
}
