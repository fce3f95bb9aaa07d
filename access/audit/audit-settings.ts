/** What an operator can set about how long the audit stays in the database, read from the environment. */
import { resolve } from "node:path";
import { z } from "zod";
import { type Environment, readEnvironment } from "@/access/operation/environment";

export type AuditSettings = {
  /** After how many days entries go to a file; null keeps them all in the database. */
  readonly retentionDays: number | null;
  /** An absolute path. */
  readonly archiveFolder: string;
};

const daysRule = "AUDIT_RETENTION_DAYS must be a whole number of days from 1 to 36500.";

const environmentSchema = z.object({
  AUDIT_RETENTION_DAYS: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, daysRule)
    .transform(Number)
    .refine((days) => days <= 36_500, daysRule)
    .optional(),
  AUDIT_ARCHIVE_FOLDER: z.string().optional(),
  LATCHKEY_HOME: z.string().default(".latchkey"),
});

/** `npm start` refuses wrong ones before anything begins. */
export function readAuditSettings(environment: Environment = process.env): AuditSettings {
  const values = readEnvironment(environmentSchema, environment);
  return {
    retentionDays: values.AUDIT_RETENTION_DAYS ?? null,
    archiveFolder: resolve(values.AUDIT_ARCHIVE_FOLDER ?? `${values.LATCHKEY_HOME}/audit-archive`),
  };
}
