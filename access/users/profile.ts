/**
 * What may stand in the fields that people fill in. Any string is an acceptable question; the answer is the field's
 * value or one sentence. Refused are characters that can't be stored (NUL, lone surrogates) or that make a text look
 * like another one (control characters and marks that turn the direction of what follows), and package keys: what is
 * typed here is shown to many and kept in the audit for good.
 */
import { z } from "zod";
import { withoutKeys } from "@/access/keys/package-key-format";
import { type PasswordOwner, isEasyToGuess } from "@/access/sign-in/easy-passwords";
import { PASSWORD_MAXIMUM, PASSWORD_MINIMUM } from "@/access/sign-in/passwords";
import type { Catalogue } from "@/text/en";
import { texts } from "@/text/texts";

const UNREADABLE = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\uFFF9-\uFFFB]/u;
// A name is compared as a whole, so it has nothing invisible in it: no joiners, no spaces of other widths.
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\uFFFD]|[^\S ]/u;
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

type Fields = Catalogue["fields"];

/** A field that these sentences have a name for; and one that must be filled in. */
type FieldName = keyof Fields["names"];
type RequiredName = keyof Fields["missing"];

/** What a field tells is chosen when a form is read: it depends on who sent it. */
export function telling(sentence: (fields: Fields) => string): { readonly error: () => string } {
  return { error: () => sentence(texts().fields) };
}

function text(name: FieldName, maximum: number): z.ZodString {
  return line(name, maximum).refine(
    (value) => withoutKeys(value) === value,
    telling(({ names, packageKey }) => packageKey(names[name])),
  );
}

function line(name: FieldName, maximum: number): z.ZodString {
  return z
    .string(telling(({ names, notText }) => notText(names[name])))
    .trim()
    .max(
      maximum,
      telling(({ names, tooLong }) => tooLong(names[name], maximum)),
    )
    .refine(
      (value) => value.isWellFormed() && !UNREADABLE.test(value),
      telling(({ names, unreadable }) => unreadable(names[name])),
    );
}

/** Text that must be there, in one line, with something to see in it. */
function required(name: RequiredName, maximum: number): z.ZodString {
  return text(name, maximum)
    .min(
      1,
      telling(({ missing }) => missing[name]),
    )
    .refine(
      (value) => value === "" || VISIBLE.test(value),
      telling(({ names, invisible }) => invisible(names[name])),
    );
}

/** What things are told apart by: what looks the same is the same. */
export function nameField(name: RequiredName, maximum: number): z.ZodString {
  return required(name, maximum).refine(
    (value) => !INVISIBLE.test(value),
    telling(({ names, unreadable }) => unreadable(names[name])),
  );
}

export const usernameField = nameField("username", 128)
  // A browser resolves these two in an address, however they are encoded.
  .refine(
    (value) => value !== "." && value !== "..",
    telling(({ onlyDots }) => onlyDots),
  );

const emailField = required("email", 254).refine(
  (value) => value === "" || /^[^\s@]+@[^\s@]+$/u.test(value),
  telling(({ noEmail }) => noEmail),
);

const websiteField = text("website", 300).refine(
  (value) => value === "" || /^https?:\/\/[^\s/]+/iu.test(value),
  telling(({ noWebsite }) => noWebsite),
);

export const profileFields = z.object({
  email: emailField,
  displayName: required("displayName", 200),
  firstName: text("firstName", 100),
  lastName: text("lastName", 100),
  company: text("company", 200),
  phone: text("phone", 50),
  website: websiteField,
  locality: text("locality", 100),
  region: text("region", 100),
  postalCode: text("postalCode", 20),
  country: text("country", 100),
});

export type Profile = z.infer<typeof profileFields>;

/** What the platform says of a user beside the name. Any of it may be missing, but not be anything else. */
export const platformProfileFields = profileFields.extend({
  department: text("department", 200),
  employeeNumber: text("employeeNumber", 100),
  manager: text("manager", 200),
  managerName: text("managerName", 200),
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

export const platformTokenLabelField = nameField("tokenLabel", 100);

/** A reason is kept in the audit and shown in the history; who disables a leaked key may well paste it there. */
export const reasonField = line("reason", 500).transform(withoutKeys);

/**
 * A password that a person chooses: length counts, not the kinds of characters (NIST SP 800-63B, 3.1.1.2). Whose it is to be
 * stands elsewhere in the form, so the form itself asks notEasyToGuess.
 */
export const newPasswordField = z
  .string(telling(({ password }) => password.notText))
  .min(
    PASSWORD_MINIMUM,
    telling(({ password }) => password.tooShort(PASSWORD_MINIMUM)),
  )
  .max(
    PASSWORD_MAXIMUM,
    telling(({ password }) => password.tooLong(PASSWORD_MAXIMUM)),
  )
  .refine(
    (value) => value.isWellFormed() && !value.includes("\0"),
    telling(({ password }) => password.unusable),
  );

/** Refuses a form with a password that is easy to guess for who knows its owner. No password is none to guess. */
export async function notEasyToGuess(
  { password, ...owner }: PasswordOwner & { readonly password: string | null },
  context: z.RefinementCtx,
): Promise<void> {
  if (!password || !(await isEasyToGuess(password, owner))) return;
  context.addIssue({ code: "custom", path: ["password"], message: texts().fields.password.easy });
}

/** A profile as a page showed it, in the hidden field of its form: what is stored may be older than today's rules. */
export const seenProfileField = z
  .string({ error: () => texts().forms.openAgain })
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue(texts().forms.openAgain);
      return z.NEVER;
    }
  })
  .pipe(z.record(profileFields.keyof(), z.string()));

/** What seenProfileField reads. */
export function seenProfile(profile: Profile): string {
  return JSON.stringify(Object.fromEntries(PROFILE_FIELDS.map((field) => [field, profile[field]])));
}
