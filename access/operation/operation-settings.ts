/** What an operator sets about watching, starting and stopping the processes. */
import { z } from "zod";
import { type Environment, readEnvironment, wholeNumber } from "./environment";

export type OperationSettings = {
  /** Where the console tells its metrics; null for nowhere. */
  readonly metrics: { readonly port: number; readonly host: string } | null;
  /** So long a start waits for a database of its own that can't be reached yet. */
  readonly databaseWaitSeconds: number;
  /** So long everything is still answered after the end has begun, and the readiness probe says so. */
  readonly shutdownDelaySeconds: number;
};

const portRule = "METRICS_PORT must be a whole number from 1 to 65535.";
const waitRule = "DATABASE_WAIT_SECONDS must be a whole number from 0 to 3600.";
const delayRule = "SHUTDOWN_DELAY_SECONDS must be a whole number from 0 to 300.";

const operationSchema = z.object({
  METRICS_PORT: wholeNumber(1, 65_535, portRule).optional(),
  METRICS_HOST: z
    .string()
    .regex(/^[\w.:%-]+$/, "METRICS_HOST must be an address of this machine, such as 0.0.0.0.")
    .default("localhost"),
  DATABASE_WAIT_SECONDS: wholeNumber(0, 3_600, waitRule).default(0),
  SHUTDOWN_DELAY_SECONDS: wholeNumber(0, 300, delayRule).default(0),
});

export function readOperationSettings(environment: Environment): OperationSettings {
  const values = readEnvironment(operationSchema, environment);
  return {
    metrics: values.METRICS_PORT === undefined ? null : { port: values.METRICS_PORT, host: values.METRICS_HOST },
    databaseWaitSeconds: values.DATABASE_WAIT_SECONDS,
    shutdownDelaySeconds: values.SHUTDOWN_DELAY_SECONDS,
  };
}
