/**
 * What an operator can set about the identity platform, read from the environment. Guarantees that single sign-on is
 * set up whole or not at all, and that no secret goes over a network in plain text.
 */
import { z } from "zod";
import { type Environment, SettingError, readEnvironment } from "@/access/operation/environment";
import { unnamed } from "@/text/unnamed";

export type PlatformSettings = {
  /** What the pages call it: "Managed by Okta". */
  readonly name: string;
  /** Where administrators of the platform look after its users; null where the operator named no such place. */
  readonly consoleUrl: string | null;
  /** How many calls a minute one token may make to one instance of the console. */
  readonly callsPerMinute: number;
  readonly singleSignOn: SingleSignOn | null;
};

/** One OpenID Connect provider. */
export type SingleSignOn = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** "Continue with <name>". */
  readonly name: string;
  /** The claim of the ID token that holds the external id of a platform user. */
  readonly claim: string;
};

const issuerRule =
  "OIDC_ISSUER must be an address such as https://login.example.com: https, or http on this machine alone.";
const wholeRule = "OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together: set all three or none.";
const claimRule = "OIDC_CLAIM must be the name of a claim, such as sub.";
const consoleRule =
  "PLATFORM_CONSOLE_URL must be a web address; {externalId} in it stands for the external id of a user.";
const callsRule = "SCIM_CALLS_PER_MINUTE must be a whole number from 1 to 1000000.";

const environmentSchema = z.object({
  PLATFORM_NAME: nameOf("PLATFORM_NAME").optional(),
  PLATFORM_CONSOLE_URL: z.string().refine(isWebAddress, consoleRule).optional(),
  SCIM_CALLS_PER_MINUTE: z
    .string()
    .regex(/^[1-9]\d{0,6}$/, callsRule)
    .transform(Number)
    .refine((calls) => calls <= 1_000_000, callsRule)
    .default(6_000),
  OIDC_ISSUER: z.string().refine(isPrivateAddress, issuerRule).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: nameOf("OIDC_NAME").optional(),
  OIDC_CLAIM: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, claimRule)
    .default("sub"),
});

export function readPlatformSettings(environment: Environment): PlatformSettings {
  const values = readEnvironment(environmentSchema, environment);
  return {
    name: values.PLATFORM_NAME ?? values.OIDC_NAME ?? unnamed().platform,
    consoleUrl: values.PLATFORM_CONSOLE_URL ?? null,
    callsPerMinute: values.SCIM_CALLS_PER_MINUTE,
    singleSignOn: singleSignOnOf(values),
  };
}

function singleSignOnOf(values: z.infer<typeof environmentSchema>): SingleSignOn | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = values;
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return null;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) throw new SettingError(wholeRule);
  return { issuer, clientId, clientSecret, name: values.OIDC_NAME ?? unnamed().provider, claim: values.OIDC_CLAIM };
}

/** The settings of this process. `npm start` has refused wrong ones before anything began. */
export function platformSettings(): PlatformSettings {
  return readPlatformSettings(process.env);
}

/** Where the provider tells about itself (OpenID Connect Discovery 1.0). */
export function discoveryAddress(issuer: string): string {
  return `${withoutSlash(issuer)}/.well-known/openid-configuration`;
}

/** Some providers end their name in a slash that people leave out. */
export function isSameIssuer(told: unknown, issuer: string): boolean {
  return typeof told === "string" && withoutSlash(told) === withoutSlash(issuer);
}

function withoutSlash(address: string): string {
  return address.replace(/\/$/, "");
}

function nameOf(setting: string): z.ZodString {
  return z
    .string()
    .regex(/^\P{Cc}{1,60}$/u, `${setting} must have 1 to 60 characters, none of them a control character.`);
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);
}

/** Over plain http secrets and answers could be read and replaced on their way; not between programs of one machine. */
export function isPrivateAddress(text: string): boolean {
  if (!isWebAddress(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== "" || password !== "") return false;
  return protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}
