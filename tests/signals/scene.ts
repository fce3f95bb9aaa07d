/** Real receivers of security events, who verify by the public keys what comes, and the loop that sends to them. */
import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { text } from "node:stream/consumers";
import { createRemoteJWKSet, type JWTHeaderParameters, type JWTPayload, jwtVerify } from "jose";
import { afterEach, expect, vi } from "vitest";
import type { Actor } from "@/access/actor";
import { database } from "@/access/database";
import { createSignalReceiver } from "@/access/signals/signal-receivers";
import { changeAccountStatus } from "@/access/status/access-settings";
import { GET as getPublicKeys } from "@/app/.well-known/jwks.json/route";
import type { SignalEvent } from "@/generated/prisma/client";
import { type DeliveryOptions, startDelivery } from "@/signals/delivery";

export const URL_OF_CONSOLE = "https://latchkey.example.com";

const endings = new Set<() => Promise<void>>();

afterEach(async () => {
  for (const end of [...endings].reverse()) await end();
  endings.clear();
});

/** Answers on 127.0.0.1 until the test ends. */
export async function givenServer(
  listener: RequestListener,
  connected: (socket: Socket) => void = () => undefined,
): Promise<string> {
  const server = createServer(listener).on("connection", connected);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  endings.add(() => close(server));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  if (server.listening) server.close();
  await Promise.resolve();
}

/** What a receiver read and found to be signed by the console. */
export type Received = { headers: IncomingHttpHeaders; header: JWTHeaderParameters; claims: JWTPayload };

type Answer = (response: ServerResponse, claims: JWTPayload) => void;

export type TestReceiver = {
  readonly id: string;
  readonly label: string;
  readonly endpoint: string;
  /** Those that were accepted or refused in the end, in the order of their arrival. */
  readonly received: Received[];
  /** How it answers from now on. */
  answer: Answer;
};

export const accept: Answer = (response) => void response.writeHead(202).end();
export const fail: Answer = (response) => void response.writeHead(503).end();
export const hang: Answer = () => undefined;

/** A receiver that an administrator added, which accepts everything that is verified. */
export async function givenReceiver(
  actor: Actor,
  label = "Portal",
  { authorization = "" }: { authorization?: string } = {},
): Promise<TestReceiver> {
  const audience = `urn:example:${label}`;
  const received: Received[] = [];
  const receiver = { label, received, answer: accept };
  const keys = createRemoteJWKSet(new URL(await givenPublicKeys()), { cooldownDuration: 0, timeoutDuration: 30_000 });
  const origin = await givenServer((request, response) => {
    void text(request).then(async (token) => {
      const expected = { issuer: URL_OF_CONSOLE, audience, typ: "secevent+jwt", algorithms: ["RS256"] };
      const { payload, protectedHeader } = await jwtVerify(token, keys, expected);
      received.push({ headers: request.headers, header: protectedHeader, claims: payload });
      receiver.answer(response, payload);
    });
  });
  const endpoint = `${origin}/events`;
  const made = await createSignalReceiver(actor, { label, endpoint, audience, authorization });
  if (!made.ok) throw new Error(made.refusal);
  return Object.assign(receiver, { id: made.id, endpoint });
}

/** The address of the public keys, as the console serves them. */
function givenPublicKeys(): Promise<string> {
  return givenServer((_, response) => {
    void getPublicKeys().then(async (answer) => {
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
    });
  });
}

export type Delivery = {
  /** What the operator was told. */
  readonly reports: string[];
  readonly stop: () => Promise<void>;
};

/** The loop, which looks often and waits for nothing, until the test ends. */
export function givenDelivery(options: Partial<DeliveryOptions> = {}): Delivery {
  const reports: string[] = [];
  const report = (sentence: string): void => void reports.push(sentence);
  const { stop } = startDelivery({ url: URL_OF_CONSOLE, report, everyMs: 10, backOff: () => 0, ...options });
  endings.add(stop);
  return { reports, stop };
}

export async function changeStatus(actor: Actor, username: string, status: "ENABLED" | "DISABLED"): Promise<void> {
  const seen = { status: status === "ENABLED" ? "DISABLED" : "ENABLED" } as const;
  const outcome = await changeAccountStatus(actor, { username, seen, status });
  if (!outcome.ok) throw new Error(outcome.refusal);
}

/** The rows of the outbox, oldest first. */
export function outbox(): Promise<SignalEvent[]> {
  return database().signalEvent.findMany({ orderBy: { id: "asc" } });
}

/** "account-disabled", "session-revoked": what an event tells, by the last word of its type. */
export function kindOf({ claims }: Pick<Received, "claims">): string {
  const types = Object.keys(claims["events"] as object);
  expect(types).toHaveLength(1);
  return (types[0] ?? "").replace(/^.*\//, "");
}

/** "linus account-disabled": whom an event is about and what it says, for people given by name. */
export function storyOf(people: Record<string, { id: string }>, received: readonly Received[]): string[] {
  return received.map((event) => {
    const { sub } = event.claims["sub_id"] as { sub?: string };
    const [name] = Object.entries(people).find(([, { id }]) => id === sub) ?? ["nobody"];
    return `${name} ${kindOf(event)}`;
  });
}

/** What such a story says of one of them. */
export function linesOf(name: string, story: readonly string[]): string[] {
  return story.filter((line) => line.startsWith(name)).map((line) => line.slice(name.length + 1));
}

export async function untilSettled(status: "DELIVERED" | "EXPIRED" = "DELIVERED"): Promise<void> {
  await vi.waitFor(async () => {
    const rows = await outbox();
    expect(rows.map((row) => row.status)).toEqual(rows.map(() => status));
  }, WAITING);
}

/** For what takes other processes, the database or the network. */
export const WAITING = { timeout: 30_000, interval: 10 };
