import type { ReactNode } from "react";
import { CONTROL_CENTER_ROLES, type Refusal, type Verdict } from "@/access/rules";
import type { User } from "@/access/users/users";
import { EndedSessions } from "@/app/manage/users/consequences";
import { managerOf } from "@/app/manager";
import { Checkbox, CheckboxGroup } from "@/components/choice";
import { ManagedBy } from "@/components/managed-by";
import { Panel } from "@/components/panel";
import { texts } from "@/text/texts";

type Props = { user: User; verdict: Verdict };

export function RolesPanel({ user, verdict, openSessions }: Props & { openSessions: number }): ReactNode {
  const held = user.roles.filter((role) => role !== "SERVICE_USER");
  const { settings, words } = texts();
  const { title, none, explanation } = settings.roles;
  if (!verdict.allowed) {
    return (
      <Panel title={title} explanation={words.refusals[verdict.refusal]}>
        {held.length === 0 ? none : held.map((role) => words.roles[role]).join(", ")}
      </Panel>
    );
  }
  return (
    <Panel
      title={title}
      explanation={
        <>
          {explanation} <EndedSessions count={openSessions} />
        </>
      }
    >
      <input type="hidden" name="offersRoles" value="yes" />
      <CheckboxGroup
        name="roles"
        legend={title}
        hideLegend
        options={CONTROL_CENTER_ROLES.map((role) => ({ value: role, label: words.roles[role] }))}
        defaultValue={held}
      />
    </Panel>
  );
}

export function ServiceUserPanel({ user, verdict, openSessions }: Props & { openSessions: number }): ReactNode {
  const isOn = user.roles.includes("SERVICE_USER");
  const { title, label, on, off, explanation, confirm } = texts().settings.serviceUser;
  if (!verdict.allowed) {
    return (
      <Panel title={title} explanation={<LockedServiceUser user={user} refusal={verdict.refusal} />}>
        {isOn ? on : off}
      </Panel>
    );
  }
  return (
    <Panel
      title={title}
      explanation={
        <>
          {explanation} <EndedSessions count={openSessions} />
        </>
      }
    >
      <input type="hidden" name="offersServiceUser" value="yes" />
      <div className="group">
        <Checkbox name="serviceUser" label={label} defaultChecked={isOn} />
        {!isOn && (
          // Asked for only once the switch is on; style alone shows it, so that it needs no script.
          <div className="hidden ps-7 group-has-[#serviceUser:checked]:block">
            <Checkbox name="confirmServiceUser" label={confirm} />
          </div>
        )}
      </div>
    </Panel>
  );
}

function LockedServiceUser({ user, refusal }: { user: User; refusal: Refusal }): ReactNode {
  const { settings, words } = texts();
  if (user.origin === "LOCAL") return words.refusals[refusal];
  return settings.serviceUser.ofPlatform(<ManagedBy manager={managerOf(user)} whom={user.username} />);
}
