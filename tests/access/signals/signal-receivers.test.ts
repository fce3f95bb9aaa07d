/** Receivers of security events on a real database: administrators add and remove them; what they tell us stays sealed. */
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { Actor } from "@/access/actor";
import { database, rows } from "@/access/database";
import { makePackageKey } from "@/access/keys/package-key-format";
import { createPlatformToken } from "@/access/platform/platform-tokens";
import { unseal } from "@/access/sealed";
import { signalReceiverFields } from "@/access/signals/signal-fields";
import {
  createSignalReceiver,
  deleteSignalReceiver,
  findSignalReceiver,
  listSignalDeliveries,
  listSignalReceivers,
  sendVerificationEvent,
} from "@/access/signals/signal-receivers";
import { entriesAbout, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";
import { changeStatus, outbox } from "@/tests/signals/scene";

const NOBODYS_ID = "00000000-0000-4000-8000-000000000000";
const NO_IDS = [NOBODYS_ID, "", "1", "\0", "\ud800", "x".repeat(10_000), "' OR 1=1 --"];
const SECRET = "Bearer h480djs93hd8-not-for-anybody";
const PORTAL = {
  label: "Portal",
  endpoint: "https://portal.example.com/events",
  audience: "urn:example:portal",
  authorization: SECRET,
};

beforeAll(freshDatabase);
beforeEach(async () => {
  vi.stubEnv("NEXTAUTH_SECRET", "the-secret-of-this-installation-1");
  await emptyDatabase();
});
afterEach(() => vi.unstubAllEnvs());

async function adaSignsIn(): Promise<Actor> {
  return signedIn((await givenPeople("ada", "linus")).ada);
}

async function given(actor: Actor, receiver = PORTAL): Promise<string> {
  const made = await createSignalReceiver(actor, receiver);
  if (!made.ok) throw new Error(made.refusal);
  return made.id;
}

/** Everything that the database keeps, but what is sealed, as text. */
async function storedText(): Promise<string> {
  const tables = ["signal_receivers", "signal_events", "audit_entries"].map((table) =>
    database().$queryRawUnsafe<object[]>(`SELECT to_jsonb(t) AS row FROM ${table} t`),
  );
  return JSON.stringify(await Promise.all(tables));
}

describe("the form", () => {
  const endpointOf = (endpoint: string): string | undefined =>
    signalReceiverFields.safeParse({ ...PORTAL, endpoint }).error?.issues[0]?.message;

  test("refuses a receiver on the machine of the console, unless the operator has allowed that", () => {
    for (const endpoint of ["http://localhost:5432/", "https://127.0.0.2/", "http://[::1]:9/", "https://0x7f.1/"]) {
      expect(endpointOf(endpoint)).toBeUndefined();
    }
    vi.stubEnv("RECEIVERS_ON_LOOPBACK", "refused");
    for (const endpoint of ["http://localhost:5432/", "https://127.0.0.2/", "http://[::1]:9/", "https://0x7f.1/"]) {
      expect(endpointOf(endpoint)).toMatch(/^This address is on the machine of the console.*RECEIVERS_ON_LOOPBACK/);
    }
    expect(endpointOf(PORTAL.endpoint)).toBeUndefined();
    expect(endpointOf("https://10.255.255.254/events")).toBeUndefined();
  });

  test("refuses what belongs to the network itself, whatever the operator allows", () => {
    for (const endpoint of ["https://169.254.169.254/latest/meta-data", "https://[fe80::1]/", "https://224.0.0.1/"]) {
      expect(endpointOf(endpoint)).toMatch(/never asked/);
    }
  });
});

describe("ada", () => {
  test("adds a receiver: what it wants to be told is sealed, and neither shown nor in the audit", async () => {
    const actor = await adaSignsIn();
    const made = await createSignalReceiver(actor, PORTAL);
    const entries = await entriesAbout();
    const { authorization: _, ...shown } = PORTAL;
    expect(made).toEqual({ ok: true, entry: entries[0]?.id, id: expect.any(String) });
    expect(await listSignalReceivers(actor)).toEqual([
      {
        ...{ ...shown, id: made.ok && made.id, hasAuthorization: true, createdAt: expect.any(Date), createdBy: "ada" },
        ...{ pending: 0, lastDeliveredAt: null, lastError: null },
      },
    ]);
    expect(entries).toMatchObject([
      {
        ...{ event: "signal-receiver.created", outcome: "DONE", subjectId: null },
        after: { receiver: "Portal", endpoint: PORTAL.endpoint, audience: PORTAL.audience },
      },
    ]);
    const [row] = await rows<{ sealed: Buffer }>`SELECT sealed_authorization AS sealed FROM signal_receivers`;
    expect(unseal(row?.sealed ?? Buffer.alloc(0))).toBe(SECRET);
    expect(await storedText()).not.toContain("h480djs93hd8");
  });

  test("adds one that wants to be told nothing", async () => {
    const actor = await adaSignsIn();
    const id = await given(actor, { ...PORTAL, authorization: "" });
    expect(await findSignalReceiver(actor, id)).toMatchObject({ hasAuthorization: false });
    expect(await database().signalReceiver.findFirst()).toMatchObject({ sealedAuthorization: null });
  });

  test("gives each receiver a label of its own", async () => {
    const actor = await adaSignsIn();
    await given(actor);
    const again = { ...PORTAL, endpoint: "https://other.example.com/" };
    expect(await createSignalReceiver(actor, again)).toEqual({ ok: false, refusal: "taken" });
    expect(await listSignalReceivers(actor)).toHaveLength(1);
    expect(await entriesAbout()).toHaveLength(1);
  });

  test("keeps what follows the path of an address out of the audit: it may well be a secret", async () => {
    const actor = await adaSignsIn();
    await given(actor, { ...PORTAL, endpoint: "https://hooks.example.com/in?token=s3cr3t-of-the-hook" });
    const entries = await entriesAbout();
    expect(entries).toMatchObject([{ after: { endpoint: "https://hooks.example.com/in" } }]);
    expect(JSON.stringify(entries.map(({ after }) => after))).not.toContain("s3cr3t-of-the-hook");
  });

  test("removes a receiver with the events that have not arrived", async () => {
    const actor = await adaSignsIn();
    const id = await given(actor);
    const other = await given(actor, { ...PORTAL, label: "Billing" });
    await changeStatus(actor, "linus", "DISABLED");
    expect(await findSignalReceiver(actor, id)).toMatchObject({ pending: 2 });
    const outcome = await deleteSignalReceiver(actor, id);
    const [entry] = (await entriesAbout()).slice(-1);
    expect(outcome).toEqual({ ok: true, entry: entry?.id });
    expect(entry).toMatchObject({
      event: "signal-receiver.deleted",
      before: { receiver: "Portal", endpoint: PORTAL.endpoint, id },
      effects: { undelivered: 2 },
    });
    expect((await outbox()).map(({ receiverId }) => receiverId)).toEqual([other, other]);
    expect(await deleteSignalReceiver(actor, id)).toEqual({ ok: false, refusal: "unknown_signal_receiver" });
    expect(await listSignalReceivers(actor)).toMatchObject([{ label: "Billing", pending: 2 }]);
  });

  test("sends a verification event to one receiver, which is about nobody", async () => {
    const actor = await adaSignsIn();
    await given(actor, { ...PORTAL, label: "Billing" });
    const id = await given(actor);
    const outcome = await sendVerificationEvent(actor, id);
    const [entry] = (await entriesAbout()).slice(-1);
    expect(outcome).toEqual({ ok: true, entry: entry?.id });
    expect(entry).toMatchObject({ event: "signal-receiver.verified", after: { receiver: "Portal" } });
    expect(await outbox()).toMatchObject([
      { receiverId: id, kind: "VERIFICATION", subjectId: null, payload: { txn: expect.any(String), about: null } },
    ]);
  });

  test("sees the latest fifty events, newest first, by the names of receiver and user", async () => {
    const actor = await adaSignsIn();
    const id = await given(actor);
    await changeStatus(actor, "linus", "DISABLED");
    await sendVerificationEvent(actor, id);
    const common = { receiver: "Portal", status: "PENDING", attempts: 0, settledAt: null, lastError: null };
    expect(await listSignalDeliveries(actor)).toMatchObject([
      { ...common, kind: "VERIFICATION", username: null, id: expect.any(BigInt) },
      { ...common, kind: "SESSION_REVOKED", username: "linus", occurredAt: expect.any(Date) },
      { ...common, kind: "ACCOUNT_DISABLED", username: "linus", nextAttemptAt: expect.any(Date) },
    ]);
    for (let sent = 0; sent < 50; sent += 1) await sendVerificationEvent(actor, id);
    const listed = await listSignalDeliveries(actor);
    expect(listed).toHaveLength(50);
    expect(new Set(listed.map(({ kind }) => kind))).toEqual(new Set(["VERIFICATION"]));
  });

  test("sees when a receiver was last told of anything, and why the latest event did not arrive", async () => {
    const actor = await adaSignsIn();
    const id = await given(actor);
    for (let sent = 0; sent < 4; sent += 1) await sendVerificationEvent(actor, id);
    const [arrived, failing, failed, lost] = await outbox();
    const settledAt = new Date("2026-11-01T12:00:00Z");
    const set = (row: typeof arrived, data: object) =>
      database().signalEvent.update({ where: { id: row?.id ?? 0n }, data });
    await set(arrived, { status: "DELIVERED", settledAt });
    await set(failed, { lastError: "Status 500." });
    await set(failing, { lastError: "Status 503." });
    expect(await findSignalReceiver(actor, id)).toMatchObject({
      pending: 3,
      lastDeliveredAt: settledAt,
      lastError: "Status 500.",
    });
    await set(failing, { status: "DELIVERED", settledAt, lastError: null });
    await set(failed, { status: "DELIVERED", settledAt, lastError: null });
    await set(lost, { status: "EXPIRED", settledAt: new Date("2026-11-02T12:00:00Z"), lastError: "Nobody there." });
    expect(await findSignalReceiver(actor, id)).toMatchObject({ pending: 0, lastError: "Nobody there." });
    await set(failing, { settledAt: new Date("2026-11-03T12:00:00Z") });
    expect(await findSignalReceiver(actor, id)).toMatchObject({ pending: 0, lastError: null });
  });

  test("finds no receiver by an id that is nobody's, or none at all", async () => {
    const actor = await adaSignsIn();
    await given(actor);
    const refused = { ok: false, refusal: "unknown_signal_receiver" };
    for (const id of NO_IDS) {
      expect(await findSignalReceiver(actor, id)).toBeNull();
      expect(await deleteSignalReceiver(actor, id)).toEqual(refused);
      expect(await sendVerificationEvent(actor, id)).toEqual(refused);
    }
    expect(await listSignalReceivers(actor)).toHaveLength(1);
    expect(await outbox()).toEqual([]);
    expect(await entriesAbout()).toHaveLength(1);
  });
});

describe("whoever is no administrator", () => {
  test.each(["cora", "percy", "sam", "linus"] as const)("%s sees and changes nothing", async (name) => {
    const { ada, ...others } = await givenPeople("ada", "cora", "percy", "sam", "linus");
    const administrator = await signedIn(ada);
    const id = await given(administrator);
    await sendVerificationEvent(administrator, id);
    const sent = await outbox();
    const actor = await signedIn(others[name]);
    const before = await database().signalReceiver.findMany();
    expect(await listSignalReceivers(actor)).toEqual([]);
    expect(await findSignalReceiver(actor, id)).toBeNull();
    expect(await listSignalDeliveries(actor)).toEqual([]);
    const refused = { ok: false, refusal: "not_permitted" };
    expect(await createSignalReceiver(actor, { ...PORTAL, label: "Mine" })).toEqual(refused);
    expect(await deleteSignalReceiver(actor, id)).toEqual(refused);
    expect(await sendVerificationEvent(actor, id)).toEqual(refused);
    expect(await database().signalReceiver.findMany()).toEqual(before);
    expect(await outbox()).toEqual(sent);
    const attempt = { outcome: "REFUSED", refusal: "not_permitted", actorUsername: name };
    // Who may not read the console learns no names by an id, also not by way of the audit.
    const named = name === "linus" ? null : { receiver: "Portal" };
    expect((await entriesAbout()).slice(2)).toMatchObject([
      { ...attempt, event: "signal-receiver.created" },
      { ...attempt, event: "signal-receiver.deleted", before: named },
      { ...attempt, event: "signal-receiver.verified", before: named },
    ]);
    expect(await storedText()).not.toContain("h480djs93hd8");
  });

  test("the platform itself neither sees nor changes who is told", async () => {
    const administrator = await adaSignsIn();
    const id = await given(administrator);
    const made = await createPlatformToken(administrator, "Okta");
    const platform = made.ok && (await Actor.ofPlatformToken(made.token, "192.0.2.9"));
    if (!platform) throw new Error("The token is not live.");
    expect(await listSignalReceivers(platform)).toEqual([]);
    expect(await deleteSignalReceiver(platform, id)).toEqual({ ok: false, refusal: "not_permitted" });
    expect(await createSignalReceiver(platform, { ...PORTAL, label: "Mine" })).toMatchObject({ ok: false });
    expect(await listSignalReceivers(administrator)).toHaveLength(1);
  });

  test("ada, who was signed out meanwhile, changes nothing", async () => {
    const { ada, grace } = await givenPeople("ada", "grace");
    const actor = await signedIn(ada);
    const id = await given(actor);
    await changeStatus(await signedIn(grace), "ada", "DISABLED");
    const refused = { ok: false, refusal: "signed_out" };
    expect(await createSignalReceiver(actor, { ...PORTAL, label: "Late" })).toEqual(refused);
    expect(await deleteSignalReceiver(actor, id)).toEqual(refused);
    expect(await sendVerificationEvent(actor, id)).toEqual(refused);
    expect(await database().signalReceiver.count()).toBe(1);
  });
});

describe("the fields of a receiver", () => {
  test("are kept as they are meant", () => {
    const typed = {
      ...PORTAL,
      label: " Portal ",
      endpoint: " https://Portal.example.com ",
      authorization: ` ${SECRET} `,
    };
    expect(signalReceiverFields.parse(typed)).toEqual({ ...PORTAL, endpoint: "https://portal.example.com/" });
    const here = { ...PORTAL, endpoint: "http://127.0.0.1:8080/events", authorization: "" };
    expect(signalReceiverFields.parse(here)).toEqual(here);
  });

  test.each([
    ["label", "empty", ""],
    ["label", "longer than 100 characters", "x".repeat(101)],
    ["label", "written in the other direction", "a\u202eb"],
    ["endpoint", "empty", ""],
    ["endpoint", "a name alone", "portal.example.com"],
    ["endpoint", "reached over a network in plain text", "http://portal.example.com/events"],
    ["endpoint", "one with a password in it", "https://user:password@portal.example.com/"],
    ["endpoint", "one of another kind", "ftp://portal.example.com/"],
    ["endpoint", "a script", "javascript:alert(1)"],
    ["endpoint", "longer than 2,000 characters", `https://portal.example.com/${"x".repeat(2_000)}`],
    ["endpoint", "one with a package key in it", `https://portal.example.com/?key=${makePackageKey("live")}`],
    ["audience", "empty", ""],
    ["audience", "what can't be stored", "a\0b"],
    ["authorization", "two lines", "Bearer x\r\nX-Other: y"],
    ["authorization", "what no header can hold", "Bearer é"],
    ["authorization", "longer than 8,000 characters", "x".repeat(8_001)],
  ])("%s can't be %s", (field, _, value) => {
    const parsed = signalReceiverFields.safeParse({ ...PORTAL, [field]: value });
    const [issue] = parsed.error?.issues ?? [];
    expect(issue?.path).toEqual([field]);
    expect(issue?.message).toMatch(/^[A-Z].*\.$/);
    expect(value === "" || !issue?.message.includes(value)).toBe(true);
  });
});
