/** A reverse proxy that the console was not told of is said once, and only where a private network sends its headers. */
import type { IncomingMessage } from "node:http";
import { afterEach, expect, test, vi } from "vitest";
import { watchForProxies } from "@/scripts/server/unknown-proxy";
import { takePrinted } from "@/tests/setup";

afterEach(() => void vi.useRealTimers());

const FORWARDED = { "x-forwarded-for": "203.0.113.9" };

function requestOf(remoteAddress: string, headers: Record<string, string> = FORWARDED): IncomingMessage {
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
}

function watcher(proxies: number) {
  const notes = { note: vi.fn(() => Promise.resolve()), forget: vi.fn(() => Promise.resolve()) };
  return { watch: watchForProxies(proxies, notes), ...notes };
}

test("once an hour, with what to do, however many requests come", () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const { watch, note } = watcher(0);
  for (let call = 1; call <= 1_000; call += 1) watch(requestOf("::ffff:10.0.0.2"));
  expect(note.mock.calls).toEqual([["10.0.0.2"]]);
  const [said, ...others] = takePrinted("warn");
  expect(said).toMatch(/requests from 10\.0\.0\.2 carry forwarding headers[^\n]*Set LATCHKEY_TRUSTED_PROXIES/);
  expect(others).toEqual([]);
  vi.setSystemTime(Date.now() + 3_600_001);
  watch(requestOf("10.0.0.2"));
  expect(note).toHaveBeenCalledTimes(2);
  takePrinted("warn");
});

test.each(["127.0.0.1", "::1", "172.20.0.1", "192.168.1.1", "fd00::2", "fe80::1", "100.64.0.1"])(
  "from %s",
  (address) => {
    const { watch, note } = watcher(0);
    watch(requestOf(address));
    expect(note).toHaveBeenCalledExactlyOnceWith(address);
    takePrinted("warn");
  },
);

test("from nobody on the internet, who can send such headers at will, and from no browser without them", () => {
  const { watch, note } = watcher(0);
  for (const address of ["198.51.100.7", "2001:db8::1", "", "nonsense"]) watch(requestOf(address));
  watch(requestOf("10.0.0.2", { host: "latchkey.example.com" }));
  expect(note).not.toHaveBeenCalled();
});

test("is forgotten once proxies are counted", () => {
  const { watch, note, forget } = watcher(1);
  for (let call = 1; call <= 3; call += 1) watch(requestOf("10.0.0.2"));
  expect(forget).toHaveBeenCalledTimes(1);
  expect(note).not.toHaveBeenCalled();
});
