/**
 * What an operator can set, read from the environment once, at start.
 * Guarantees that a wrong value is refused with one sentence that names the setting, before anything has begun.
 */
import { hostname } from "node:os";
import { resolve } from "node:path";
import { z } from "zod";
import { type AuditSettings, readAuditSettings } from "@/access/audit/audit-settings";
import { isDatabaseUrl } from "@/access/database-hosts";
import { type PlatformSettings, readPlatformSettings } from "@/access/platform/platform-settings";
import { type SecondFactorSettings, readSecondFactorSettings } from "@/access/sign-in/second-factor-settings";
import { type SignalSettings, readSignalSettings } from "@/access/signals/signal-settings";
import { type Environment, SettingError, readEnvironment, wholeNumber } from "./environment";
import { type OperationSettings, readOperationSettings } from "./operation-settings";

export type Settings = {
  port: number;
  /** Where the console listens. "localhost" is both loopback addresses, which only this machine can reach. */
  host: string;
  /** Absent: the embedded database. */
  databaseUrl: string | undefined;
  /** By which tables are made and changed, where the role of `databaseUrl` owns none. */
  migrationDatabaseUrl: string | undefined;
  /** An absolute path. */
  home: string;
  /** The address by which people reach the console: an origin, such as https://latchkey.example.com. */
  url: string;
  /** Absent with the embedded database: it is made then, and kept in the home folder. */
  secret: string | undefined;
  samplePassword: string | undefined;
  /** How many reverse proxies in front of the console append to X-Forwarded-For. */
  trustedProxies: number;
  /** What stands between "lk_" and the random part of new package keys. */
  keyEnvironment: string;
  gate: GateSettings;
  platform: PlatformSettings;
  audit: AuditSettings;
  operation: OperationSettings;
  secondFactor: SecondFactorSettings;
  signals: SignalSettings;
};

type GateSettings = {
  port: number;
  host: string;
  /** By what administrators know the gate apart: the machine and the port, unless it is given. */
  name: string;
  /** How many keys a gate remembers at most. */
  cacheKeys: number;
};

const portRule = "PORT must be a whole number from 1 to 65535.";
const gatePortRule = "GATE_PORT must be a whole number from 1 to 65535.";
const gateNameRule = "GATE_NAME must have 1 to 100 characters, none of them a control character.";
const cacheKeysRule = "GATE_CACHE_KEYS must be a whole number from 1 to 1000000.";
const keyEnvironmentRule = "LATCHKEY_KEY_ENVIRONMENT must have 1 to 12 characters from a to z and 0 to 9.";
const proxiesRule = "LATCHKEY_TRUSTED_PROXIES must be a whole number from 0 to 9.";
const secretRule = "NEXTAUTH_SECRET must have at least 32 characters: `openssl rand -base64 32` makes a good one.";
const urlRule = "LATCHKEY_URL must be an address such as https://latchkey.example.com, without a path.";
const migrationRule = "MIGRATION_DATABASE_URL is of use together with DATABASE_URL only.";
const passwordRule = "LATCHKEY_SAMPLE_PASSWORD must have at least 8 and at most 128 characters.";

const environmentSchema = z.object({
  PORT: wholeNumber(1, 65_535, portRule).default(3000),
  HOST: address("HOST").default("localhost"),
  DATABASE_URL: databaseAddress("DATABASE_URL").optional(),
  MIGRATION_DATABASE_URL: databaseAddress("MIGRATION_DATABASE_URL").optional(),
  LATCHKEY_HOME: z.string().default(".latchkey"),
  LATCHKEY_URL: z.string().refine(isOrigin, urlRule).optional(),
  NEXTAUTH_SECRET: z.string().min(32, secretRule).optional(),
  LATCHKEY_SAMPLE_PASSWORD: z.string().min(8, passwordRule).max(128, passwordRule).optional(),
  LATCHKEY_TRUSTED_PROXIES: wholeNumber(0, 9, proxiesRule).default(0),
  LATCHKEY_KEY_ENVIRONMENT: z
    .string()
    .regex(/^[a-z0-9]{1,12}$/, keyEnvironmentRule)
    .default("live"),
  GATE_PORT: wholeNumber(1, 65_535, gatePortRule).default(3001),
  GATE_HOST: address("GATE_HOST").default("localhost"),
  GATE_NAME: z
    .string()
    .regex(/^\P{Cc}{1,100}$/u, gateNameRule)
    .optional(),
  GATE_CACHE_KEYS: wholeNumber(1, 1_000_000, cacheKeysRule).default(100_000),
});

export function readSettings(environment: Environment): Settings {
  const values = readEnvironment(environmentSchema, environment);
  if (values.DATABASE_URL !== undefined && values.NEXTAUTH_SECRET === undefined) {
    throw new SettingError(`NEXTAUTH_SECRET is required together with DATABASE_URL. ${secretRule}`);
  }
  if (values.MIGRATION_DATABASE_URL !== undefined && values.DATABASE_URL === undefined) {
    throw new SettingError(migrationRule);
  }
  return {
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    migrationDatabaseUrl: values.MIGRATION_DATABASE_URL,
    home: resolve(values.LATCHKEY_HOME),
    url: values.LATCHKEY_URL === undefined ? `http://localhost:${values.PORT}` : new URL(values.LATCHKEY_URL).origin,
    secret: values.NEXTAUTH_SECRET,
    samplePassword: values.LATCHKEY_SAMPLE_PASSWORD,
    trustedProxies: values.LATCHKEY_TRUSTED_PROXIES,
    keyEnvironment: values.LATCHKEY_KEY_ENVIRONMENT,
    gate: {
      port: values.GATE_PORT,
      host: values.GATE_HOST,
      name: values.GATE_NAME ?? `${hostname()}:${values.GATE_PORT}`,
      cacheKeys: values.GATE_CACHE_KEYS,
    },
    platform: readPlatformSettings(environment),
    audit: readAuditSettings(environment),
    operation: readOperationSettings(environment),
    secondFactor: readSecondFactorSettings(environment),
    signals: readSignalSettings(environment),
  };
}

function databaseAddress(setting: string): z.ZodString {
  return z
    .string()
    .refine(
      isDatabaseUrl,
      `${setting} must look like postgresql://user:password@host:5432/database, where several hosts may stand with commas ` +
        "between them, and target_session_attrs can be read-write or primary only.",
    );
}

function address(setting: string): z.ZodString {
  return z.string().regex(/^[\w.:%-]+$/, `${setting} must be an address of this machine, such as 0.0.0.0.`);
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const bare =
    url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "" && url.password === "";
  return bare && ["http:", "https:"].includes(url.protocol);
}
