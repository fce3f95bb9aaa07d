import { request as ask, type IncomingHttpHeaders, type RequestOptions } from "node:http";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type ConsoleOptions, type RunningConsole, startConsole } from "@/scripts/server/console";
import { requireFreePort } from "@/scripts/server/listen";
import { type Handler } from "@/scripts/server/request-guards";
import { CommandError } from "@/scripts/terminal/command";
import { takePrinted } from "@/tests/setup";
import { texts as sourceTexts } from "@/tests/wall/sources";

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
    await given({ url: "https://latchkey.example.com", trustedProxies: 1 });
    await send("/", { headers: { "X-Forwarded-Host": "evil, latchkey.example.com", "X-Forwarded-Proto": "https" } });
    expect(seen[0]?.headers).toMatchObject({
      "x-forwarded-host": "latchkey.example.com",
      "x-forwarded-proto": "https",
    });
  });
});

describe("names under which the console is asked", () => {
  const url = "https://latchkey.example.com";

  it.each([
    ...["latchkey.example.com", "LATCHKEY.example.com:8443", "latchkey.example.com.", "localhost", "localhost:3000"],
    ...["latchkey.localhost:3000", "127.0.0.1", "127.0.0.2:3000", "[::1]:3000", "[::1]"],
  ])("are its own: %s", async (host) => {
    await given({ url });
    expect(await send("/", { headers: { Host: host } })).toMatchObject({ status: 200 });
  });

  it.each([
    ...["evil.example", "evil.example:3000", "latchkey.example.com.evil.example", "localhost.evil.example", "console"],
    ...["192.0.2.7:3000", "[2001:db8::1]:3000", "127.0.0.1.evil.example", "latchkey.example.com, evil.example"],
    ...["evil.example@localhost", "localhost#evil.example", "localhost:3000:3000", "0.0.0.0"],
  ])("are refused, whatever is asked: %s", async (host) => {
    await given({ url });
    for (const [method, path] of [
      ["GET", "/"],
      ["POST", "/scim/v2/Users"],
      ["OPTIONS", "/sign-in"],
    ]) {
      const answer = await send(path ?? "", { method, headers: { Host: host } });
      expect(answer).toMatchObject({ status: 421 });
      expect(answer.body).toContain(`This console is served at ${url} alone.`);
    }
    expect(seen).toEqual([]);
  });

  it("need not be known to a probe, nor given by HTTP/1.0", async () => {
    await given({ url });
    for (const path of ["/api/health", "/api/health/live", "/api/health/ready?a=b"]) {
      expect((await send(path, { headers: { Host: "10.0.0.7:3000" } })).status).not.toBe(421);
    }
    const socket = connect(running?.port ?? 0, "127.0.0.1");
    socket.write("GET / HTTP/1.0\r\n\r\n");
    expect((await buffer(socket)).toString()).toMatch(/^HTTP\/1.1 200 OK\r\n/);
  });

  it("are those of localhost where no address is set", async () => {
    await given({ host: "0.0.0.0" });
    expect(await send("/", { headers: { Host: "localhost:8080" } })).toMatchObject({ status: 200 });
    expect(await send("/", { headers: { Host: "192.0.2.7:8080" } })).toMatchObject({ status: 421 });
  });

  it.each([
    ["the name that it was asked by", { Host: "console:3000", "X-Forwarded-Host": "latchkey.example.com" }, 200],
    ["another one", { Host: "latchkey.example.com", "X-Forwarded-Host": "evil.example" }, 421],
    ["none, and asks by the name of a container", { Host: "console:3000" }, 200],
    ["none, and hands over that of its caller", { Host: "evil.example" }, 421],
  ])("are told by a trusted proxy: %s", async (_, headers, status) => {
    await given({ url, trustedProxies: 1 });
    expect(await send("/", { headers })).toMatchObject({ status });
  });
});

describe("downloads", () => {
  const paths = [
    "/manage/export/users.csv",
    "/manage/audit/export.csv?event=a",
    "/manage/audit/export.jsonl",
    `/manage/jobs/${"a".repeat(36)}/result.csv`,
  ];

  it("are all known to the guard", () => {
    const routes = [...sourceTexts("app")].filter(([, text]) => /\b(?:csvAnswer|streamAnswer)\(/.test(text));
    const found = routes.flatMap(([file]) => /^app(\/.+)\/route\.ts$/.exec(file)?.[1] ?? []);
    expect(found.map((path) => path.replace("[id]", "a".repeat(36))).toSorted()).toEqual(
      paths.map((path) => path.split("?")[0]).toSorted(),
    );
  });

  it.each(paths)("do not begin by a link of another site: %s", async (path) => {
    await given();
    for (const site of ["cross-site", "same-site", "unknown"]) {
      const headers = { "Sec-Fetch-Site": site, Accept: "text/html" };
      expect(await send(path, { headers })).toMatchObject({ status: 403 });
    }
    expect(seen).toEqual([]);
    for (const headers of [{ "Sec-Fetch-Site": "same-origin" }, { "Sec-Fetch-Site": "none" }, {}]) {
      expect(await send(path, { headers })).toMatchObject({ status: 200 });
    }
  });

  it("are no pages about users whose names look like files", async () => {
    await given();
    const headers = { "Sec-Fetch-Site": "cross-site" };
    for (const path of [
      "/manage/users/report.csv",
      "/manage/users?q=export.csv",
      "/manage/audit?x=/manage/audit/export.csv",
    ])
      expect(await send(path, { headers })).toMatchObject({ status: 200 });
  });
});

describe("a reader who reads nothing", () => {
  const block = Buffer.alloc(64 * 1024, "a");
  const endless: Handler = async (_, response) => {
    while (!response.destroyed)
      if (!response.write(block)) await Promise.race([once(response, "drain"), once(response, "close")]);
  };

  it("is cut off, and whoever sends on meanwhile at once", async () => {
    let [open, closed] = [0, 0];
    const handler: Handler = async (request, response) => {
      open += 1;
      response.once("close", () => (closed += 1));
      await endless(request, response);
    };
    await given({ handler, stallLimit: 600 });
    const give = (): Socket => {
      const socket = connect(running?.port ?? 0, "127.0.0.1").pause();
      socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      return socket;
    };
    const silent = give();
    await vi.waitFor(() => expect([open, closed]).toEqual([1, 1]), { timeout: 20_000 });
    await running?.stop();
    await given({ handler });
    const eager = give();
    await vi.waitFor(() => expect(open).toBe(2), { timeout: 20_000 });
    eager.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(100));
    await vi.waitFor(() => expect(closed).toBe(2), { timeout: 20_000 });
    expect(open).toBe(2);
    for (const socket of [silent, eager]) socket.destroy();
  });

  it("is told from one who is slow, and from an answer that takes its time", async () => {
    const size = 200 * block.length;
    const handler: Handler = async (request, response) => {
      if (request.url === "/late") {
        await delay(1_000);
        response.end("late");
        return;
      }
      response.setHeader("Content-Length", size);
      for (let sent = 0; sent < size; sent += block.length) if (!response.write(block)) await once(response, "drain");
      response.end();
    };
    await given({ handler, stallLimit: 600 });
    const late = send("/late");
    const socket = connect(running?.port ?? 0, "127.0.0.1");
    socket.write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let read = 0;
    for await (const chunk of socket) {
      read += (chunk as Buffer).length;
      await delay(5);
    }
    expect(read).toBeGreaterThan(size);
    expect(await late).toMatchObject({ status: 200, body: "late" });
  });
});

describe("requests of other sites", () => {
  const url = "https://latchkey.example.com";
  const own = { Host: "console:3000" };

  it.each([
    ["another origin", { ...own, Origin: "https://evil.example" }],
    ["no origin to speak of", { ...own, Origin: "null" }],
    ["another port of this host", { ...own, Origin: "http://console:4000" }],
    ["a site that merely begins like ours", { ...own, Origin: `${url}.evil.example` }],
    ["a cross-site request without origin", { ...own, "Sec-Fetch-Site": "cross-site" }],
  ])("change nothing: %s", async (_, headers) => {
    await given({ url, trustedProxies: 1 });
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"]) {
      expect(await send("/", { method, headers })).toMatchObject({ status: 403 });
    }
    expect(seen).toEqual([]);
  });

  it.each([
    ["this host", { ...own, Origin: "http://console:3000", "Sec-Fetch-Site": "same-origin" }],
    ["this host by https", { ...own, Origin: "https://console:3000" }],
    ["the public address", { ...own, Origin: url, "Sec-Fetch-Site": "same-origin" }],
    ["a program, which names no origin", own],
  ])("are told apart from those of %s", async (_, headers) => {
    await given({ url, trustedProxies: 1 });
    expect(await send("/", { method: "POST", headers })).toMatchObject({ status: 200 });
  });

  it("may read, as following a link does", async () => {
    await given({ url, trustedProxies: 1 });
    const headers = { ...own, Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" };
    for (const method of ["GET", "HEAD", "OPTIONS"]) {
      expect(await send("/", { method, headers })).toMatchObject({ status: 200 });
    }
  });

  it("reach the pages under the public name when they come by it, also through a proxy that renames Host", async () => {
    await given({ url, trustedProxies: 1 });
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
