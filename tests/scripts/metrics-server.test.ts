/** The metrics answer by names of the loopback alone where they listen on it. */
import { request as ask } from "node:http";
import { expect, test } from "vitest";
import { freePort } from "@/scripts/server/listen";
import { startMetrics } from "@/scripts/server/metrics-server";

const print = async (): Promise<{ type: string; text: string }> => ({ type: "text/plain", text: "up 1\n" });

async function statusOf(listening: string, host: string): Promise<number | undefined> {
  const port = await freePort();
  const stop = await startMetrics({ host: listening, port }, { print, observe: () => undefined });
  try {
    return await new Promise((resolve, reject) => {
      const options = { host: "127.0.0.1", port, path: "/metrics", agent: false, headers: { Host: host } };
      const request = ask(options, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      request.on("error", reject);
      request.end();
    });
  } finally {
    await stop();
  }
}

test.each([
  ["localhost", "localhost:9464", 200],
  ["localhost", "127.0.0.1:9464", 200],
  ["localhost", "evil.example:9464", 421],
  ["0.0.0.0", "10.0.0.7:9464", 200],
  ["0.0.0.0", "latchkey.internal:9464", 200],
])("on %s, asked as %s: %i", async (listening, host, status) => {
  expect(await statusOf(listening, host)).toBe(status);
});
