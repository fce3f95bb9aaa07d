import { hostname } from "node:os";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { SettingError } from "@/access/operation/environment";
import { readSettings } from "@/access/operation/settings";

const secret = "a".repeat(32);

describe("settings of the environment", () => {
  it("has a sane default for each", () => {
    expect(readSettings({})).toEqual({
      port: 3000,
      host: "localhost",
      databaseUrl: undefined,
      migrationDatabaseUrl: undefined,
      home: resolve(".latchkey"),
      url: "http://localhost:3000",
      secret: undefined,
      samplePassword: undefined,
      trustedProxies: 0,
      keyEnvironment: "live",
      gate: { port: 3001, host: "localhost", name: `${hostname()}:3001`, cacheKeys: 100_000 },
      platform: { name: "the platform", consoleUrl: null, callsPerMinute: 6_000, singleSignOn: null },
      audit: { retentionDays: null, archiveFolder: resolve(".latchkey/audit-archive") },
      operation: { metrics: null, databaseWaitSeconds: 0, shutdownDelaySeconds: 0 },
      secondFactor: { roles: [] },
      signals: { allowsLoopback: false },
    });
  });

  it("takes what an operator sets about the identity platform", () => {
    const singleSignOn = {
      OIDC_ISSUER: "https://login.example.com",
      OIDC_CLIENT_ID: "latchkey",
      OIDC_CLIENT_SECRET: "not a secret",
    };
    expect(readSettings({ ...singleSignOn, OIDC_NAME: "Okta" }).platform).toEqual({
      name: "Okta",
      consoleUrl: null,
      callsPerMinute: 6_000,
      singleSignOn: {
        issuer: "https://login.example.com",
        clientId: "latchkey",
        clientSecret: "not a secret",
        name: "Okta",
        claim: "sub",
      },
    });
    const named = { PLATFORM_NAME: "Entra ID", PLATFORM_CONSOLE_URL: "https://entra.example.com/{externalId}" };
    expect(readSettings({ ...singleSignOn, ...named, OIDC_CLAIM: "oid" }).platform).toMatchObject({
      name: "Entra ID",
      consoleUrl: "https://entra.example.com/{externalId}",
      singleSignOn: { name: "single sign-on", claim: "oid" },
    });
  });

  it.each<[string, Record<string, string>]>([
    ["OIDC_ISSUER", { OIDC_ISSUER: "http://login.example.com", OIDC_CLIENT_ID: "a", OIDC_CLIENT_SECRET: "b" }],
    ["OIDC_ISSUER", { OIDC_CLIENT_ID: "a", OIDC_CLIENT_SECRET: "b" }],
    ["OIDC_CLIENT_SECRET", { OIDC_ISSUER: "https://login.example.com", OIDC_CLIENT_ID: "a" }],
    ["OIDC_NAME", { OIDC_NAME: "a".repeat(61) }],
    ["OIDC_CLAIM", { OIDC_CLAIM: "sub ject" }],
    ["PLATFORM_NAME", { PLATFORM_NAME: "Okta\n" }],
    ["PLATFORM_CONSOLE_URL", { PLATFORM_CONSOLE_URL: "javascript:alert(1)" }],
    ["SCIM_CALLS_PER_MINUTE", { SCIM_CALLS_PER_MINUTE: "0" }],
  ])("refuses a wrong %s", (name, environment) => {
    expect(() => readSettings(environment)).toThrow(SettingError);
    expect(() => readSettings(environment)).toThrow(name);
  });

  it("takes what an operator sets", () => {
    const settings = readSettings({
      PORT: "8080",
      HOST: "0.0.0.0",
      DATABASE_URL: "postgres://latchkey:secret@db/latchkey",
      MIGRATION_DATABASE_URL: "postgres://owner:secret@db/latchkey",
      LATCHKEY_HOME: "/var/lib/latchkey",
      LATCHKEY_URL: "https://latchkey.example.com/",
      NEXTAUTH_SECRET: secret,
      LATCHKEY_SAMPLE_PASSWORD: "correct horse",
      LATCHKEY_TRUSTED_PROXIES: "2",
      LATCHKEY_KEY_ENVIRONMENT: "test2",
      GATE_PORT: "8081",
      GATE_HOST: "127.0.0.2",
      GATE_NAME: "edge Köln",
      GATE_CACHE_KEYS: "1000000",
      METRICS_PORT: "8082",
      METRICS_HOST: "10.0.0.5",
      DATABASE_WAIT_SECONDS: "60",
      SHUTDOWN_DELAY_SECONDS: "5",
      SECOND_FACTOR_ROLES: "ADMINISTRATOR, SUPPORT_USER,ADMINISTRATOR",
    });
    expect(settings.secondFactor.roles).toEqual(["ADMINISTRATOR", "SUPPORT_USER"]);
    expect(settings).toMatchObject({
      port: 8080,
      host: "0.0.0.0",
      url: "https://latchkey.example.com",
      trustedProxies: 2,
    });
    expect(settings).toMatchObject({
      keyEnvironment: "test2",
      gate: { port: 8081, host: "127.0.0.2", name: "edge Köln", cacheKeys: 1_000_000 },
    });
    expect(settings.operation).toEqual({
      metrics: { port: 8082, host: "10.0.0.5" },
      databaseWaitSeconds: 60,
      shutdownDelaySeconds: 5,
    });
    expect(settings).toMatchObject({ home: "/var/lib/latchkey", secret, samplePassword: "correct horse" });
  });

  it("takes an empty value for an unset one", () => {
    expect(readSettings({ PORT: "", DATABASE_URL: "", LATCHKEY_URL: "" }).port).toBe(3000);
  });

  it("lets the default address follow the port", () => {
    expect(readSettings({ PORT: "4000" }).url).toBe("http://localhost:4000");
  });

  const database = "postgresql://latchkey:secret@db/latchkey";
  it.each([
    ["PORT", { PORT: "x" }],
    ["PORT", { PORT: "0" }],
    ["PORT", { PORT: "65536" }],
    ["PORT", { PORT: "3000.5" }],
    ["PORT", { PORT: "-1" }],
    ["HOST", { HOST: "all of them" }],
    ["DATABASE_URL", { DATABASE_URL: "mysql://db/latchkey", NEXTAUTH_SECRET: secret }],
    ["DATABASE_URL", { DATABASE_URL: "latchkey", NEXTAUTH_SECRET: secret }],
    ["LATCHKEY_URL", { LATCHKEY_URL: "latchkey.example.com" }],
    ["LATCHKEY_URL", { LATCHKEY_URL: "ftp://latchkey.example.com" }],
    ["LATCHKEY_URL", { LATCHKEY_URL: "https://latchkey.example.com/console" }],
    ["LATCHKEY_URL", { LATCHKEY_URL: "https://ada@latchkey.example.com" }],
    ["NEXTAUTH_SECRET", { NEXTAUTH_SECRET: "too short" }],
    ["NEXTAUTH_SECRET", { DATABASE_URL: database }],
    ["RECEIVERS_ON_LOOPBACK", { RECEIVERS_ON_LOOPBACK: "yes" }],
    ["MIGRATION_DATABASE_URL", { MIGRATION_DATABASE_URL: database }],
    ["MIGRATION_DATABASE_URL", { DATABASE_URL: database, MIGRATION_DATABASE_URL: "owner", NEXTAUTH_SECRET: secret }],
    ["LATCHKEY_SAMPLE_PASSWORD", { LATCHKEY_SAMPLE_PASSWORD: "short" }],
    ["LATCHKEY_TRUSTED_PROXIES", { LATCHKEY_TRUSTED_PROXIES: "true" }],
    ["LATCHKEY_TRUSTED_PROXIES", { LATCHKEY_TRUSTED_PROXIES: "10" }],
    ["LATCHKEY_KEY_ENVIRONMENT", { LATCHKEY_KEY_ENVIRONMENT: "Live" }],
    ["LATCHKEY_KEY_ENVIRONMENT", { LATCHKEY_KEY_ENVIRONMENT: "production-eu" }],
    ["GATE_PORT", { GATE_PORT: "http" }],
    ["GATE_HOST", { GATE_HOST: "all of them" }],
    ["GATE_NAME", { GATE_NAME: "two\nlines" }],
    ["GATE_CACHE_KEYS", { GATE_CACHE_KEYS: "0" }],
    ["SECOND_FACTOR_ROLES", { SECOND_FACTOR_ROLES: "ADMINISTRATOR,KING" }],
    ["SECOND_FACTOR_ROLES", { SECOND_FACTOR_ROLES: "SERVICE_USER" }],
    ["SECOND_FACTOR_ROLES", { SECOND_FACTOR_ROLES: "," }],
    ["GATE_CACHE_KEYS", { GATE_CACHE_KEYS: "1000001" }],
    ["METRICS_PORT", { METRICS_PORT: "none" }],
    ["METRICS_HOST", { METRICS_HOST: "all of them" }],
    ["DATABASE_WAIT_SECONDS", { DATABASE_WAIT_SECONDS: "forever" }],
    ["SHUTDOWN_DELAY_SECONDS", { SHUTDOWN_DELAY_SECONDS: "301" }],
  ])("refuses a wrong %s in one sentence that names it: %o", (name, environment: Record<string, string>) => {
    const read = (): unknown => readSettings(environment);
    expect(read).toThrow(SettingError);
    expect(read).toThrow(new RegExp(`^${name} [^\n]+\\.$`));
  });

  it("never repeats a value, which may be a secret", () => {
    expect(() => readSettings({ NEXTAUTH_SECRET: "swordfish" })).not.toThrow(/swordfish/);
    expect(() => readSettings({ DATABASE_URL: "http://ada:swordfish@db/x" })).not.toThrow(/swordfish/);
  });
});
