import type { ReactNode } from "react";
import { type Profile } from "@/access/users/profile";
import type { User } from "@/access/users/users";
import { type Fact, Facts } from "@/components/facts";
import { Field } from "@/components/field";
import { PersonText } from "@/components/person-text";
import { texts } from "@/text/texts";

const FIELDS = [
  { name: "email", type: "email", required: true },
  { name: "displayName", required: true },
  { name: "firstName" },
  { name: "lastName" },
  { name: "company" },
  { name: "phone", type: "tel" },
  { name: "website", type: "url" },
  { name: "locality" },
  { name: "region" },
  { name: "postalCode" },
  { name: "country" },
] as const satisfies readonly { name: keyof Profile; type?: string; required?: boolean }[];

export function ProfileFields({ profile }: { profile?: Profile }): ReactNode {
  const { profileLabels } = texts().words;
  return (
    <div className="grid gap-x-8 sm:grid-cols-2">
      {FIELDS.map((field) => (
        <Field
          key={field.name}
          autoComplete="off"
          {...field}
          label={profileLabels[field.name]}
          {...(profile && { defaultValue: profile[field.name] })}
        />
      ))}
    </div>
  );
}

/** The profile to be read; the platform says more of its users. */
export function ProfileFacts({ user }: { user: User }): ReactNode {
  const { profileLabels, platformLabels } = texts().words;
  const profile = FIELDS.map(({ name }) => fact(profileLabels[name], user[name]));
  if (user.origin === "LOCAL") return <Facts facts={profile} />;
  const work = [
    fact(platformLabels.department, user.department),
    fact(platformLabels.employeeNumber, user.employeeNumber),
    fact(platformLabels.manager, user.managerName || user.manager),
  ];
  return <Facts facts={[...profile, ...work]} />;
}

function fact(label: string, text: string): Fact {
  return { label, value: text === "" ? "—" : <PersonText>{text}</PersonText> };
}
