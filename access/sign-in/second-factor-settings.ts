/** Who must have a second factor, by what the operator has set. */
import { z } from "zod";
import { type Environment, readEnvironment } from "@/access/operation/environment";
import { CONTROL_CENTER_ROLES, type Role } from "@/access/rules";

export type SecondFactorSettings = {
  /** Local users who hold one of these reach nothing until they have a second factor. */
  readonly roles: readonly Role[];
};

const rolesRule = `SECOND_FACTOR_ROLES must be a list of roles with commas between: ${CONTROL_CENTER_ROLES.join(", ")}.`;

const environmentSchema = z.object({
  SECOND_FACTOR_ROLES: z
    .string()
    .transform((text) => text.split(",").map((role) => role.trim()))
    .pipe(z.array(z.enum(CONTROL_CENTER_ROLES, rolesRule)))
    .default([]),
});

/** `npm start` refuses wrong ones before anything begins. */
export function readSecondFactorSettings(environment: Environment = process.env): SecondFactorSettings {
  return { roles: [...new Set(readEnvironment(environmentSchema, environment).SECOND_FACTOR_ROLES)] };
}
