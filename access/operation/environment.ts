/** How the environment is read: a wrong setting is refused with one sentence that names it. */
import { z } from "zod";

export type Environment = Readonly<Record<string, string | undefined>>;

/** A wrong setting. The message is a whole sentence that names the setting, fit for printing as it is. */
export class SettingError extends Error {}

/** A setting that is there but empty (`PORT= npm start`, an empty line of a compose file) counts as unset. */
export function readEnvironment<Schema extends z.ZodType>(schema: Schema, environment: Environment): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new SettingError(parsed.error.issues[0]?.message ?? "A setting has a wrong value.");
  return parsed.data;
}

export function wholeNumber(least: number, most: number, rule: string): z.ZodType<number, string> {
  return z
    .string()
    .regex(/^\d{1,7}$/, rule)
    .transform(Number)
    .refine((number) => number >= least && number <= most, rule);
}
