import { request as ask, type IncomingHttpHeaders, type RequestOptions } from "node:http";
import { connect } from "node:net";
import { buffer } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { type ConsoleOptions, type RunningConsole, startConsole } from "@/scripts/server/console";
import { requireFreePort } from "@/scripts/server/listen";
import { type Handler } from "@/scripts/server/request-guards";
import { CommandError } from "@/scripts/terminal/command";
import { takePrinted } from "@/tests/setup";

type Seen = { url: string; headers: IncomingHttpHeaders; size: number };

let running: RunningConsole | undefined;
let seen: Seen[] = [];

afterEach(async () => {
  await running?.stop();
  running = undefined;
  seen = [];
});

/** What stands behind the guards in these tests: notes what came through. */
const note: Handler = async (request, response) => {
  const body = await buffer(request);
  seen.push({ url: request.url ?? "", headers: request.headers, size: body.length });
  response.end("through");
};

async function given(options: Partial<ConsoleOptions> = {}): Promise<RunningConsole> {
  running = await startConsole({ port: 0, handler: note, isKnown: () => Promise.resolve(true), ...options });
  return running;
}

type Answer = { status: number; headers: IncomingHttpHeaders; body: string };

/** Not by fetch, which keeps Origin, Host and the spelling of a path to itself. */
function send(path: string, options: RequestOptions = {}, body: (Buffer | string)[] = []): Promise<Answer> {
  const { port } = running ?? { port: 0 };
  return new Promise((resolve, reject) => {
    const request = ask({ host: "127.0.0.1", port, path, agent: false, ...options }, (response) => {
      void buffer(response).then((read) => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: read.toString() });
      });
    });
    request.on("error", reject);
    for (const part of body) request.write(part);
    request.end();
  });
}

const megabyte = Buffer.alloc(1024 * 1024, "a");

describe("bodies", () => {
  it("of one mebibyte pass, announced or chunked", async () => {
    await given();
    const announced = { method: "POST", headers: { "Content-Length": megabyte.length } };
    expect(await send("/", announced, [megabyte])).toMatchObject({ status: 200 });
    expect(await send("/", { method: "POST" }, [megabyte])).toMatchObject({ status: 200 });
    expect(seen.map(({ size }) => size)).toEqual([megabyte.length, megabyte.length]);
  });

  it("of one byte more are refused, announced or chunked", async () => {
    await given();
    const announced = { method: "POST", headers: { "Content-Length": megabyte.length + 1 } };
    expect(await send("/", announced, [megabyte, "b"])).toMatchObject({ status: 413 });
    expect(await send("/", { method: "POST" }, [megabyte, "b"])).toMatchObject({ status: 413 });
    expect(seen).toEqual([]);
  });

  it("that come in chunks arrive whole, with their length", async () => {
    await given();
    await send("/form", { method: "POST", headers: { "Content-Type": "text/plain" } }, ["username=", "ada"]);
    expect(seen).toMatchObject([{ url: "/form", size: 12, headers: { "content-length": "12" } }]);
    expect(seen[0]?.headers).not.toHaveProperty("transfer-encoding");
  });
});

describe("methods", () => {
  it.each(["TRACE", "PROPFIND", "LINK"])("that nothing takes are refused: %s", async (method) => {
    await given();
    for (const path of ["/", "/scim/v2/Users"]) {
      const allow = "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE";
      expect(await send(path, { method })).toMatchObject({ status: 405, headers: { allow } });
    }
    expect(seen).toEqual([]);
  });
});

describe("a body that does not arrive", () => {
  it.each([
    ["announced", "Content-Length: 100\r\n\r\n{"],
    ["chunked", "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"],
    ["with headers that don't end", "X-Slow: "],
  ])("ends with its connection: %s", async (_, rest) => {
    const { port } = await given({ arrivalLimit: 100 });
    const socket = connect(port, "127.0.0.1");
    socket.write(`POST /scim/v2/Users HTTP/1.1\r\nHost: localhost\r\n${rest}`);
    expect((await buffer(socket)).toString()).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n/);
    expect(seen).toEqual([]);
  });
});

describe("what the identity platform is refused", () => {
  it.each([
    ["a body too large", "/scim/v2/Users", 413, {}],
    ["an address that can't be read", "/scim/v2/Users/%", 400, {}],
    ["a call from another site", "/scim/v2/Users", 403, { Origin: "https://evil.example" }],
  ])("is an error of SCIM: %s", async (_, path, status, headers) => {
    await given();
    const length = status === 413 ? megabyte.length + 1 : 2;
    const answer = await send(path, { method: "POST", headers: { ...headers, "Content-Length": length } }, [
      Buffer.alloc(length, "a"),
    ]);
    expect(answer).toMatchObject({ status, headers: { "content-type": "application/scim+json" } });
    expect(JSON.parse(answer.body)).toEqual({
      schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
      status: String(status),
      detail: expect.stringMatching(/\.$/) as unknown,
    });
    expect(seen).toEqual([]);
  });

  it.each([
    ["/scim/v2//Users/", "/scim/v2/Users"],
    ["/scim/v2/Users//?filter=a//b?/", "/scim/v2/Users?filter=a//b?/"],
    ["/scim///v2/", "/scim/v2"],
    ["/manage//users/", "/manage//users/"],
  ])("is no address for its spare slashes: %s", async (path, url) => {
    await given();
    expect(await send(path)).toMatchObject({ status: 200 });
    expect(seen).toMatchObject([{ url }]);
  });

  it("is plain text anywhere else", async () => {
    await given();
    for (const path of ["/%", "/scimitar/%"]) {
      expect((await send(path)).headers).toMatchObject({ "content-type": "text/plain; charset=utf-8" });
    }
  });
});

describe("addresses", () => {
  it.each(["/%", "/%E0%A4", "/manage/users/%00", "/%c0%ae", "/manage/users/%ED%A0%80", "*", "http://localhost/"])(
    "that can't be decoded are refused: %s",
    async (path) => {
      await given();
      expect(await send(path)).toMatchObject({ status: 400 });
      expect(seen).toEqual([]);
    },
  );

  it.each([
    "/manage/users/a%2Fb%40c%2Bd%20%25",
    "/manage/users/%F0%9F%94%91",
    "/users?q=%",
    "/users?q=%00",
    "/users?q=%E0",
  ])("that can be decoded pass as they are: %s", async (path) => {
    await given();
    expect(await send(path)).toMatchObject({ status: 200 });
    expect(seen).toMatchObject([{ url: path }]);
  });
});

describe("whom a request comes from", () => {
  const forged = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Real-IP": "203.0.113.9",
    Forwarded: "for=203.0.113.9",
  };

  it("is the socket's address, whatever the headers claim, when there is no proxy", async () => {
    await given();
    await send("/", { headers: forged });
    expect(seen[0]?.headers).toMatchObject({ "x-forwarded-for": "127.0.0.1" });
    for (const name of ["x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded"]) {
      expect(seen[0]?.headers).not.toHaveProperty(name);
    }
  });

  it.each([
    ["one proxy", 1, "6.6.6.6, 198.51.100.7", "198.51.100.7"],
    ["two proxies", 2, "6.6.6.6, 198.51.100.7, 10.0.0.2", "198.51.100.7"],
    ["two proxies, of which one was passed by", 2, "198.51.100.7", "198.51.100.7"],
    ["a proxy that tells the port", 1, "198.51.100.7:4711", "198.51.100.7"],
    ["a proxy that tells an IPv6 port", 1, "[2001:db8::1]:4711", "2001:db8::1"],
    ["IPv4 in IPv6", 1, "::ffff:198.51.100.7", "198.51.100.7"],
    ["nonsense", 1, "unknown\u00e9<script>", "127.0.0.1"],
  ])("is read behind trusted proxies: %s", async (_, trustedProxies, header, address) => {
    await given({ trustedProxies });
    await send("/", { headers: { "X-Forwarded-For": Buffer.from(header, "latin1").toString("latin1") } });
    expect(seen[0]?.headers["x-forwarded-for"]).toBe(address);
  });

  it("is the proxy itself if it says nothing", async () => {
    await given({ trustedProxies: 1 });
    await send("/");
    expect(seen[0]?.headers["x-forwarded-for"]).toBe("127.0.0.1");
  });

  it("includes the host and protocol which a trusted proxy saw", async () => {
    await given({ trustedProxies: 1 });
    await send("/", { headers: { "X-Forwarded-Host": "evil, latchkey.example.com", "X-Forwarded-Proto": "https" } });
    expect(seen[0]?.headers).toMatchObject({
      "x-forwarded-host": "latchkey.example.com",
      "x-forwarded-proto": "https",
    });
  });
});

describe("requests of other sites", () => {
  const url = "https://latchkey.example.com";
  const own = { Host: "console.internal:3000" };

  it.each([
    ["another origin", { ...own, Origin: "https://evil.example" }],
    ["no origin to speak of", { ...own, Origin: "null" }],
    ["another port of this host", { ...own, Origin: "http://console.internal:4000" }],
    ["a site that merely begins like ours", { ...own, Origin: `${url}.evil.example` }],
    ["a cross-site request without origin", { ...own, "Sec-Fetch-Site": "cross-site" }],
  ])("change nothing: %s", async (_, headers) => {
    await given({ url });
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"]) {
      expect(await send("/", { method, headers })).toMatchObject({ status: 403 });
    }
    expect(seen).toEqual([]);
  });

  it.each([
    ["this host", { ...own, Origin: "http://console.internal:3000", "Sec-Fetch-Site": "same-origin" }],
    ["this host by https", { ...own, Origin: "https://console.internal:3000" }],
    ["the public address", { ...own, Origin: url, "Sec-Fetch-Site": "same-origin" }],
    ["a program, which names no origin", own],
  ])("are told apart from those of %s", async (_, headers) => {
    await given({ url });
    expect(await send("/", { method: "POST", headers })).toMatchObject({ status: 200 });
  });

  it("may read, as following a link does", async () => {
    await given({ url });
    const headers = { ...own, Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" };
    for (const method of ["GET", "HEAD", "OPTIONS"]) {
      expect(await send("/", { method, headers })).toMatchObject({ status: 200 });
    }
  });

  it("reach the pages under the public name when they come by it, also through a proxy that renames Host", async () => {
    await given({ url });
    await send("/", { method: "POST", headers: { ...own, Origin: url } });
    expect(seen[0]?.headers["x-forwarded-host"]).toBe("latchkey.example.com");
  });
});

describe("every answer", () => {
  const nonceOf = (text: unknown): string => /'nonce-([^']+)'/.exec(String(text))?.[1] ?? "";

  it("carries the security headers, refusals too", async () => {
    await given();
    for (const path of ["/", "/%"]) {
      expect((await send(path)).headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "content-security-policy": expect.stringMatching(/; frame-ancestors 'none'; base-uri 'none'/) as unknown,
      });
    }
  });

  it("allows the scripts of one nonce, which is another each time and which the pages are told", async () => {
    await given();
    const forged = { "Content-Security-Policy": "script-src 'nonce-guessed'" };
    const answers = [await send("/", { headers: forged }), await send("/", { method: "POST", headers: forged }, ["a"])];
    const nonces = answers.map(({ headers }) => nonceOf(headers["content-security-policy"]));
    expect(seen.map(({ headers }) => nonceOf(headers["content-security-policy"]))).toEqual(nonces);
    expect(new Set(nonces).size).toBe(2);
    for (const nonce of nonces) expect(Buffer.from(nonce, "base64")).toHaveLength(16);
  });

  it("is kept nowhere, unless it says for how long", async () => {
    const cacheControl = async (handler: Handler): Promise<string | undefined> => {
      await running?.stop();
      await given({ handler });
      return (await send("/")).headers["cache-control"];
    };
    expect(await cacheControl((_, response) => void response.end())).toBe("no-store");
    expect(await cacheControl((_, response) => void response.writeHead(404, { "X-A": "b" }).end())).toBe("no-store");
    expect(await cacheControl(() => Promise.reject(new Error("a bug")))).toBe("no-store");
    takePrinted("error");
    const kept = { "Cache-Control": "max-age=300" };
    expect(await cacheControl((_, response) => void response.writeHead(200, kept).end())).toBe("max-age=300");
    expect(await cacheControl((_, response) => void response.setHeader("Cache-Control", "private").end())).toBe(
      "private",
    );
  });

  it("asks browsers to stay with https only where the public address is https", async () => {
    await given({ url: "https://latchkey.example.com" });
    expect((await send("/")).headers["strict-transport-security"]).toBe("max-age=31536000; includeSubDomains");
    await running?.stop();
    await given();
    expect((await send("/")).headers).not.toHaveProperty("strict-transport-security");
  });
});

describe("stopping", () => {
  it("finishes the answer under way, closes idle connections, and takes no more", async () => {
    let finish = (): void => undefined;
    const arrived = new Promise<void>((arrive) => {
      void given({
        handler: (_, response) => {
          finish = () => response.end("late");
          arrive();
        },
      }).then(() => {
        idle = connect(running?.port ?? 0, "127.0.0.1");
        late = send("/");
      });
    });
    let idle: ReturnType<typeof connect> | undefined;
    let late: Promise<Answer> | undefined;
    await arrived;
    const stopped = running?.stop();
    finish();
    expect(await late).toMatchObject({ status: 200, body: "late" });
    await stopped;
    idle?.destroy();
    await expect(send("/")).rejects.toThrow("ECONNREFUSED");
  });
});

describe("a port that is taken", () => {
  it("is named in one sentence", async () => {
    const { port } = await given();
    for (const host of ["localhost", "0.0.0.0"]) {
      const attempt = requireFreePort({ host, port, setting: "GATE_PORT" });
      await expect(attempt).rejects.toThrow(CommandError);
      await expect(attempt).rejects.toThrow(`Port ${port} is taken`);
      await expect(attempt).rejects.toThrow(`by GATE_PORT=${port + 1}.`);
    }
  });
});
