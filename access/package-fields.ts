/** What may stand in the fields of applications, packages and plans, by the same rules as in those of a profile. */
import { z } from "zod";
import { nameField } from "./profile";

const NAME_MAXIMUM = 100;
const THROTTLE_MAXIMUM = 1_000_000;
const QUOTA_MAXIMUM = 1_000_000_000;

export const applicationNameField = nameField("Application name", NAME_MAXIMUM, "Enter a name for the application.");
export const packageNameField = nameField("Package name", NAME_MAXIMUM, "Enter a name for the package.");
export const planNameField = nameField("Plan name", NAME_MAXIMUM, "Enter a name for the plan.");

/** Calls per second; empty is no limit. */
export const throttleField = limit("Throttle", THROTTLE_MAXIMUM);
/** Calls per day; empty is no limit. */
export const quotaField = limit("Quota", QUOTA_MAXIMUM);

function limit(name: string, maximum: number): z.ZodType<number | null, string> {
  const most = maximum.toLocaleString("en");
  const rule = `${name} must be a whole number from 1 to ${most}, or empty for no limit.`;
  return z
    .string(rule)
    .trim()
    .regex(/^\d{0,10}$/, rule)
    .transform((text) => (text === "" ? null : Number(text)))
    .refine((number) => number === null || (number >= 1 && number <= maximum), rule);
}
