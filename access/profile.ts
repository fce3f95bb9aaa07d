/**
 * What may stand in the fields that people fill in. Any string is an acceptable question; the answer is the field's
 * value or one sentence. Refused are characters that can't be stored (NUL, lone surrogates) or that make a text look
 * like another one (control characters and marks that turn the direction of what follows), and package keys: what is
 * typed here is shown to many and kept in the audit for good.
 */
import { z } from "zod";
import { withoutKeys } from "./package-key-format";
import { PASSWORD_MAXIMUM, PASSWORD_MINIMUM } from "./passwords";

const UNREADABLE = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\uFFF9-\uFFFB]/u;
// A name is compared as a whole, so it has nothing invisible in it: no joiners, no spaces of other widths.
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\uFFFD]|[^\S ]/u;
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

function text(name: string, maximum: number): z.ZodString {
  return line(name, maximum).refine((value) => withoutKeys(value) === value, `${name} can't have a package key in it.`);
}

function line(name: string, maximum: number): z.ZodString {
  return z
    .string(`${name} must be text.`)
    .trim()
    .max(maximum, `${name} can have at most ${maximum} characters.`)
    .refine((value) => value.isWellFormed() && !UNREADABLE.test(value), `${name} has a character that can't be shown.`);
}

/** Text that must be there, in one line, with something to see in it. */
function required(name: string, maximum: number, missing: string): z.ZodString {
  return text(name, maximum)
    .min(1, missing)
    .refine((value) => value === "" || VISIBLE.test(value), `${name} has nothing to see in it.`);
}

/** What things are told apart by: what looks the same is the same. */
export function nameField(name: string, maximum: number, missing: string): z.ZodString {
  return required(name, maximum, missing).refine(
    (value) => !INVISIBLE.test(value),
    `${name} has a character that can't be shown.`,
  );
}

export const usernameField = nameField("Username", 128, "Enter a username.")
  // A browser resolves these two in an address, however they are encoded.
  .refine((value) => value !== "." && value !== "..", "Username can't be only dots.");

const emailField = required("Email", 254, "Enter an email address.").refine(
  (value) => value === "" || /^[^\s@]+@[^\s@]+$/u.test(value),
  "Enter an email address like name@example.com.",
);

const websiteField = text("Website", 300).refine(
  (value) => value === "" || /^https?:\/\/[^\s/]+/iu.test(value),
  "Enter a web address that begins with https:// or http://.",
);

export const profileFields = z.object({
  email: emailField,
  displayName: required("Display name", 200, "Enter a display name."),
  firstName: text("First name", 100),
  lastName: text("Last name", 100),
  company: text("Company", 200),
  phone: text("Phone", 50),
  website: websiteField,
  locality: text("Locality", 100),
  region: text("Region", 100),
  postalCode: text("Postal code", 20),
  country: text("Country", 100),
});

export type Profile = z.infer<typeof profileFields>;

/** What the platform says of a user beside the name. Any of it may be missing, but not be anything else. */
export const platformProfileFields = profileFields.extend({
  department: text("Department", 200),
  employeeNumber: text("Employee number", 100),
  manager: text("Manager", 200),
  managerName: text("Manager name", 200),
});

/** Of somebody of whom nothing is said. */
export const EMPTY_PROFILE: Profile = {
  email: "",
  displayName: "",
  firstName: "",
  lastName: "",
  company: "",
  phone: "",
  website: "",
  locality: "",
  region: "",
  postalCode: "",
  country: "",
};

export const PROFILE_FIELDS: readonly (keyof Profile)[] = profileFields.keyof().options;

export const platformTokenLabelField = nameField("Label", 100, "Enter a label, such as the name of the platform.");

/** A reason is kept in the audit and shown in the history; who disables a leaked key may well paste it there. */
export const reasonField = line("Reason", 500).transform(withoutKeys);

/** A password that a person chooses: length counts, not the kinds of characters (NIST SP 800-63B, 3.1.1.2). */
export const newPasswordField = z
  .string("Password must be text.")
  .min(PASSWORD_MINIMUM, `A password must have at least ${PASSWORD_MINIMUM} characters.`)
  .max(PASSWORD_MAXIMUM, `A password can have at most ${PASSWORD_MAXIMUM} characters.`)
  .refine((value) => value.isWellFormed() && !value.includes("\0"), "The password has a character that can't be used.");

/** A profile as a page showed it, in the hidden field of its form: what is stored may be older than today's rules. */
export const seenProfileField = z
  .string("Open the page again.")
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue("Open the page again.");
      return z.NEVER;
    }
  })
  .pipe(z.record(profileFields.keyof(), z.string()));

/** What seenProfileField reads. */
export function seenProfile(profile: Profile): string {
  return JSON.stringify(Object.fromEntries(PROFILE_FIELDS.map((field) => [field, profile[field]])));
}
