/** One push to a real server that answers well, badly, endlessly or not at all. */
import type Dns from "node:dns";
import type { LookupAddress, LookupAllOptions } from "node:dns";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { createServer, isIPv6, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Pushed, push } from "@/signals/push";
import { givenServer, WAITING } from "./scene";

// The network's edge: what a name leads to.
const names = vi.hoisted(() => ({ addresses: [] as string[] }));
vi.mock("node:dns", async (original) => {
  const dns = await original<typeof Dns>();
  const lookup = (
    name: string,
    options: LookupAllOptions,
    done: (error: Error | null, found: LookupAddress[]) => void,
  ) =>
    name === "portal.example.com"
      ? done(
          null,
          names.addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 })),
        )
      : dns.lookup(name, options, done);
  return { ...dns, lookup };
});

function givenName(...addresses: string[]): void {
  names.addresses = addresses;
}

const SECRET = "h480djs93hd8";
const never = new AbortController().signal;

type Asked = { readonly request: IncomingMessage; readonly body: string };

/** Pushes to a server that answers like this; `asked` is what came there. */
async function pushTo(
  listener: RequestListener,
  { timeoutMs = 10_000, interruption = never }: { timeoutMs?: number; interruption?: AbortSignal } = {},
): Promise<{ pushed: Pushed; asked: Asked[] }> {
  const asked: Asked[] = [];
  const origin = await givenServer((request, response) => {
    void text(request).then((body) => {
      asked.push({ request, body });
      listener(request, response);
    });
  });
  const event = { endpoint: `${origin}/events?tenant=1`, authorization: `Bearer ${SECRET}`, token: "the.signed.token" };
  return { pushed: await push(event, interruption, timeoutMs), asked };
}

function answer(status: number, body = "", headers: Record<string, string> = {}): RequestListener {
  return (_, response) => void response.writeHead(status, headers).end(body);
}

function refusal(body: object): RequestListener {
  return answer(400, JSON.stringify(body), { "Content-Type": "application/json" });
}

describe("a push", () => {
  test("is one POST of the token, as RFC 8935 has it", async () => {
    const { pushed, asked } = await pushTo(answer(202));
    expect(pushed).toEqual({ outcome: "delivered" });
    expect(asked).toHaveLength(1);
    const { request, body } = asked[0] as Asked;
    expect(body).toBe("the.signed.token");
    expect([request.method, request.url]).toEqual(["POST", "/events?tenant=1"]);
    expect(request.headers).toMatchObject({
      "content-type": "application/secevent+jwt",
      accept: "application/json",
      authorization: `Bearer ${SECRET}`,
    });
  });

  test("sends no Authorization where the receiver wants none", async () => {
    const headers: object[] = [];
    const endpoint = await givenServer((request, response) => {
      headers.push(request.headers);
      response.writeHead(202).end();
    });
    expect(await push({ endpoint, authorization: null, token: "t" }, never)).toEqual({ outcome: "delivered" });
    expect(headers[0]).not.toHaveProperty("authorization");
  });

  test.each([200, 202, 204])("is delivered by status %i, whatever else is said", async (status) => {
    expect((await pushTo(answer(status, status === 204 ? "" : "Thanks!"))).pushed).toEqual({ outcome: "delivered" });
  });
});

describe("a receiver that refuses the event", () => {
  test("is heard, by its code and its words", async () => {
    const body = { err: "invalid_audience", description: "Nobody of that name." };
    expect((await pushTo(refusal(body))).pushed).toEqual({
      outcome: "refused",
      error: "The receiver refused the event: invalid_audience (Nobody of that name.)",
    });
    expect((await pushTo(refusal({ err: "invalid_key" }))).pushed).toEqual({
      outcome: "refused",
      error: "The receiver refused the event: invalid_key",
    });
  });

  test.each([404, 405, 409, 410, 413, 422])("is heard by its status %i", async (status) => {
    const error = `The receiver refused the event with status ${status}.`;
    expect((await pushTo(answer(status, "secret details"))).pushed).toEqual({ outcome: "refused", error });
  });

  test.each(["", "no", "[]", "null", '{"err": 7}', '{"error": "x"}', '{"err": "x"'])(
    "is heard when all it says is %j",
    async (body) => {
      const error = "The receiver refused the event with status 400.";
      expect((await pushTo(answer(400, body))).pushed).toEqual({ outcome: "refused", error });
    },
  );

  test("says nothing that makes another line, looks like other text or can't be stored, and not much of it", async () => {
    const description = `a\r\n✗ Forged\u0000 \u202egnorw\u2028 \ud800 ${"😀".repeat(400)}`;
    const { pushed } = await pushTo(refusal({ err: "access_denied", description }));
    const error = "error" in pushed ? pushed.error : "";
    expect(error).toMatch(/^The receiver refused the event: access_denied \(a ✗ Forged gnorw /);
    expect(error).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
    expect(error.length).toBeLessThanOrEqual(300);
    expect(error.isWellFormed()).toBe(true);
  });

  test("is not quoted with what it was told for authorization", async () => {
    const description = `Your header Authorization: Bearer ${SECRET} (${SECRET}) is wrong.`;
    const { pushed } = await pushTo(refusal({ err: "authentication_failed", description }));
    expect(pushed).toEqual({
      outcome: "refused",
      error: "The receiver refused the event: authentication_failed (Your header Authorization: … (…) is wrong.)",
    });
  });
});

describe("a receiver that takes nothing", () => {
  test.each([401, 403, 408, 429, 500, 503])("is told by its status %i", async (status) => {
    const error = `The receiver answered with status ${status}.`;
    expect((await pushTo(answer(status, "secret details"))).pushed).toEqual({ outcome: "unreachable", error });
  });

  test.each([301, 302, 307, 308])("is not followed where it points by status %i", async (status) => {
    const elsewhere: string[] = [];
    const other = await givenServer((request, response) => {
      elsewhere.push(request.url ?? "");
      response.writeHead(202).end();
    });
    const { pushed } = await pushTo(answer(status, "", { Location: `${other}/stolen` }));
    expect(pushed).toEqual({
      outcome: "unreachable",
      error: `The receiver answered with status ${status}, and redirects are not followed.`,
    });
    expect(elsewhere).toEqual([]);
  });

  test("is not there", async () => {
    // The port was free a moment ago, and nobody listens there.
    const endpoint = await new Promise<string>((resolve) => {
      const server = createServer().listen(0, "127.0.0.1", () => {
        const { port } = server.address() as { port: number };
        server.close(() => resolve(`http://127.0.0.1:${port}`));
      });
    });
    const pushed = await push({ endpoint, authorization: null, token: "t" }, never);
    expect(pushed).toEqual({ outcome: "unreachable", error: "The connection was refused." });
  });

  test("has a name that nobody knows", async () => {
    const pushed = await push({ endpoint: "https://nobody.invalid/", authorization: null, token: "t" }, never);
    expect(pushed).toEqual({ outcome: "unreachable", error: "The name of the receiver can't be resolved." });
  });

  test("hangs up without an answer", async () => {
    const { pushed } = await pushTo((request) => request.socket.destroy());
    expect(pushed).toEqual({ outcome: "unreachable", error: "The connection ended before the answer." });
  });

  test("speaks no TLS", async () => {
    const origin = await givenServer(answer(202));
    const endpoint = origin.replace("http:", "https:");
    const pushed = await push({ endpoint, authorization: `Bearer ${SECRET}`, token: "t" }, never);
    expect(pushed).toMatchObject({ outcome: "unreachable", error: expect.stringMatching(/^[A-Z][^\n]{10,200}\.$/) });
  });
});

const LOOPBACK = "The receiver is on the machine of the console, which RECEIVERS_ON_LOOPBACK=allowed has to permit.";

describe("a receiver on the machine of the console, which the operator has not allowed,", () => {
  beforeEach(() => vi.stubEnv("RECEIVERS_ON_LOOPBACK", "refused"));
  afterEach(() => vi.unstubAllEnvs());

  /** Nobody may come there. */
  async function givenLocalProgram(): Promise<{ port: string; visits: () => number }> {
    let visits = 0;
    const origin = await givenServer((_, response) => {
      visits += 1;
      response.writeHead(202).end();
    });
    return { port: new URL(origin).port, visits: () => visits };
  }

  test.each([
    "127.0.0.1",
    "localhost",
    "[::1]",
    "0.0.0.0",
    "[::ffff:127.0.0.1]",
    "2130706433",
    "0x7f.1",
    "[64:ff9b::7f00:1]",
  ])("is not asked at %s", async (host) => {
    const { port, visits } = await givenLocalProgram();
    const pushed = await push({ endpoint: `http://${host}:${port}/`, authorization: null, token: "t" }, never);
    expect(pushed).toEqual({ outcome: "unreachable", error: LOOPBACK });
    expect(visits()).toBe(0);
  });

  test.each([
    ["127.0.0.1", LOOPBACK],
    ["::1", LOOPBACK],
    ["169.254.169.254", "The address of the receiver is one that is never asked."],
  ])("is not asked by a name that leads to %s by the time of the connection", async (address, error) => {
    const { port, visits } = await givenLocalProgram();
    givenName(address);
    const endpoint = `http://portal.example.com:${port}/`;
    expect(await push({ endpoint, authorization: null, token: "t" }, never)).toEqual({ outcome: "unreachable", error });
    // Of several addresses one is enough: which of them is taken, nobody here decides.
    givenName("203.0.113.7", address);
    expect(await push({ endpoint, authorization: null, token: "t" }, never)).toEqual({ outcome: "unreachable", error });
    expect(visits()).toBe(0);
  });

  test("is asked by such a name once the operator has allowed it", async () => {
    vi.stubEnv("RECEIVERS_ON_LOOPBACK", "allowed");
    const { port, visits } = await givenLocalProgram();
    givenName("127.0.0.1");
    const endpoint = `http://portal.example.com:${port}/`;
    expect(await push({ endpoint, authorization: null, token: "t" }, never)).toEqual({ outcome: "delivered" });
    expect(visits()).toBe(1);
  });
});

test("a connection is used for several events, also where the receiver has closed it meanwhile", async () => {
  const sockets = new Set<object>();
  const open: Socket[] = [];
  const endpoint = await givenServer((request, response) => {
    sockets.add(request.socket);
    open.push(request.socket);
    response.writeHead(202, { "Content-Length": 0 }).end();
  });
  const event = { endpoint, authorization: null, token: "t" };
  // One that has just been answered may not be free yet.
  await vi.waitFor(async () => {
    const before = sockets.size;
    expect(await push(event, never)).toEqual({ outcome: "delivered" });
    expect(sockets.size).toBe(before);
  }, WAITING);
  for (const socket of open) socket.resetAndDestroy();
  expect(await push(event, never)).toEqual({ outcome: "delivered" });
});

describe("a receiver that never comes to an end", () => {
  const noAnswer = { outcome: "unreachable", error: "No answer came within 1 s." };

  test("is left after the time that it is given", async () => {
    expect((await pushTo(() => undefined, { timeoutMs: 100 })).pushed).toEqual(noAnswer);
  });

  test("is left also where the beginning of a refusal has come", async () => {
    const begin: RequestListener = (_, response) => void response.writeHead(400).write('{"err": "');
    expect((await pushTo(begin, { timeoutMs: 300 })).pushed).toEqual(noAnswer);
  });

  test.each([202, 400, 500])("sends %i and then without end: little of it is read", async (status) => {
    let sent = 0;
    const closed = vi.fn();
    const flood = (response: ServerResponse): void => {
      for (let goesOn = true; goesOn && !response.destroyed; sent += 65_536) {
        goesOn = response.write(Buffer.alloc(65_536, "x"));
      }
      response.once("drain", () => flood(response));
    };
    const { pushed } = await pushTo((_, response) => {
      response.once("close", closed);
      response.writeHead(status);
      flood(response);
    });
    expect(pushed.outcome).toBe({ 202: "delivered", 400: "refused", 500: "unreachable" }[status]);
    await vi.waitFor(() => expect(closed).toHaveBeenCalled(), WAITING);
    // What the buffers of the two sockets hold.
    expect(sent).toBeLessThan(16_000_000);
  });
});

describe("an interruption", () => {
  test("ends a push that is under way, and is nobody's fault", async () => {
    const interruption = new AbortController();
    const { pushed } = await pushTo(() => interruption.abort(), { interruption: interruption.signal });
    expect(pushed).toEqual({ outcome: "interrupted" });
  });

  test("that came before lets nothing be sent", async () => {
    const { pushed, asked } = await pushTo(answer(202), { interruption: AbortSignal.abort() });
    expect(pushed).toEqual({ outcome: "interrupted" });
    expect(asked).toEqual([]);
  });
});
