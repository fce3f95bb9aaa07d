/** What is believed of the provider's word about itself, and how often it is asked. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SingleSignOn } from "@/access/platform/platform-settings";
import { findProvider } from "@/access/sign-in/provider-discovery";
import { takePrinted } from "@/tests/setup";

let server: Server;
let settings: SingleSignOn;
let asked: number;
let told: Record<string, unknown>;

beforeEach(async () => {
  asked = 0;
  server = createServer((_, response) => {
    asked += 1;
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(told));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  settings = { issuer, clientId: "latchkey", clientSecret: "x", name: "Harbour ID", claim: "sub" };
  told = {
    issuer: `${issuer}/`,
    authorization_endpoint: "https://login.example.com/auth",
    token_endpoint: "https://login.example.com/token",
    jwks_uri: "https://login.example.com/keys",
    userinfo_endpoint: "https://login.example.com/me",
    end_session_endpoint: "https://login.example.com/end",
  };
});
afterEach(async () => {
  vi.useRealTimers();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test("a crowd asks once, and the answer holds for a minute", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const crowd = await Promise.all(Array.from({ length: 60 }, () => findProvider(settings)));
  expect(new Set(crowd)).toEqual(
    new Set([
      {
        issuer: `${settings.issuer}/`,
        authorization: "https://login.example.com/auth",
        token: "https://login.example.com/token",
        keys: "https://login.example.com/keys",
        userinfo: "https://login.example.com/me",
        endSession: "https://login.example.com/end",
        takesSecretInHeader: true,
        namesItselfInAnswers: false,
      },
    ]),
  );
  expect(asked).toBe(1);
  vi.advanceTimersByTime(59_000);
  await findProvider(settings);
  expect(asked).toBe(1);
  vi.advanceTimersByTime(1_001);
  await findProvider(settings);
  expect(asked).toBe(2);
});

test("a failure holds for a second, so that a mended provider is soon of use", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const right = told;
  told = {};
  expect(await Promise.all(Array.from({ length: 60 }, () => findProvider(settings)))).toEqual(Array(60).fill(null));
  expect([asked, takePrinted("error").length]).toEqual([1, 1]);
  told = right;
  vi.advanceTimersByTime(1_001);
  expect(await findProvider(settings)).toMatchObject({ token: "https://login.example.com/token" });
});

const ENDPOINTS = [
  "authorization_endpoint",
  "token_endpoint",
  "jwks_uri",
  "userinfo_endpoint",
  "end_session_endpoint",
] as const;

test.each(
  ENDPOINTS.flatMap((name) =>
    [
      "http://login.example.com/x",
      "javascript:alert(1)",
      "//login.example.com",
      "https://a:b@login.example.com",
      "",
    ].map((address) => [name, address] as const),
  ),
)("%s is not %j", async (name, address) => {
  told[name] = address;
  expect(await findProvider(settings)).toBeNull();
  expect(takePrinted("error")).toEqual([`The provider can't be used: Error ${name} is no https address`]);
});

test.each(["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"])("%s is not missing", async (name) => {
  told[name] = undefined;
  expect(await findProvider(settings)).toBeNull();
  expect(takePrinted("error")).toEqual([`The provider can't be used: Error ${name} is missing`]);
});

test("another issuer is not the one that the operator named", async () => {
  told["issuer"] = "https://evil.example";
  expect(await findProvider(settings)).toBeNull();
  expect(takePrinted("error")).toEqual([
    "The provider can't be used: Error the issuer is https://evil.example, not OIDC_ISSUER",
  ]);
});

test("a provider that takes the secret in the body alone gets it there, and one may do without the rest", async () => {
  told["token_endpoint_auth_methods_supported"] = ["client_secret_post"];
  delete told["userinfo_endpoint"];
  delete told["end_session_endpoint"];
  expect(await findProvider(settings)).toMatchObject({ takesSecretInHeader: false, userinfo: null, endSession: null });
});
