/** Where receivers of security events may be, by what the operator has set. */
import { z } from "zod";
import { type Environment, readEnvironment } from "@/access/operation/environment";

export type SignalSettings = {
  /** Whether a receiver may be on the machine of the console. */
  readonly allowsLoopback: boolean;
};

const environmentSchema = z.object({
  RECEIVERS_ON_LOOPBACK: z
    .enum(["allowed", "refused"], "RECEIVERS_ON_LOOPBACK must be allowed or refused.")
    .default("refused"),
});

/** `npm start` refuses wrong ones before anything begins. */
export function readSignalSettings(environment: Environment = process.env): SignalSettings {
  return { allowsLoopback: readEnvironment(environmentSchema, environment).RECEIVERS_ON_LOOPBACK === "allowed" };
}
