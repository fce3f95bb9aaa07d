/** How this process shall log, read before all other settings so that what is wrong with those is told in that way, too. */
import { z } from "zod";
import { type Environment, readEnvironment } from "./environment";
import type { Log } from "./log";

const formatSchema = z.object({
  LOG_FORMAT: z.enum(["text", "json"], "LOG_FORMAT must be text or json.").optional(),
  DATABASE_URL: z.string().optional(),
});

/**
 * Without a setting: sentences on a terminal and for an embedded database, with which people try things out, and JSON
 * for a service.
 */
export function readLogFormat(environment: Environment, isTerminal: boolean): Log["format"] {
  const { LOG_FORMAT, DATABASE_URL } = readEnvironment(formatSchema, environment);
  return LOG_FORMAT ?? (isTerminal || DATABASE_URL === undefined ? "text" : "json");
}
