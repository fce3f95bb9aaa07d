/** What may stand in the fields of applications, packages and plans, by the same rules as in those of a profile. */
import { z } from "zod";
import { nameField, telling } from "@/access/users/profile";

const NAME_MAXIMUM = 100;
const THROTTLE_MAXIMUM = 1_000_000;
const QUOTA_MAXIMUM = 1_000_000_000;

export const applicationNameField = nameField("applicationName", NAME_MAXIMUM);
export const packageNameField = nameField("packageName", NAME_MAXIMUM);
export const planNameField = nameField("planName", NAME_MAXIMUM);

/** Calls per second; empty is no limit. */
export const throttleField = limit("throttlePerSecond", THROTTLE_MAXIMUM);
/** Calls per day; empty is no limit. */
export const quotaField = limit("quotaPerDay", QUOTA_MAXIMUM);

function limit(name: "throttlePerSecond" | "quotaPerDay", maximum: number): z.ZodType<number | null, string> {
  const rule = telling(({ names, limit: sentence }) => sentence(names[name], maximum));
  return z
    .string(rule)
    .trim()
    .regex(/^\d{0,10}$/, rule)
    .transform((text) => (text === "" ? null : Number(text)))
    .refine((number) => number === null || (number >= 1 && number <= maximum), rule);
}
