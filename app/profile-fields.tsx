import type { ReactNode } from "react";
import { PROFILE_LABELS, type Profile } from "@/access/profile";
import { Facts } from "@/components/facts";
import { Field } from "@/components/field";
import { PersonText } from "@/components/person-text";

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
  return (
    <div className="grid gap-x-8 sm:grid-cols-2">
      {FIELDS.map((field) => (
        <Field
          key={field.name}
          autoComplete="off"
          {...field}
          label={PROFILE_LABELS[field.name]}
          {...(profile && { defaultValue: profile[field.name] })}
        />
      ))}
    </div>
  );
}

export function ProfileFacts({ profile }: { profile: Profile }): ReactNode {
  const facts = FIELDS.map(({ name }) => ({
    label: PROFILE_LABELS[name],
    value: profile[name] === "" ? "—" : <PersonText>{profile[name]}</PersonText>,
  }));
  return <Facts facts={facts} />;
}
