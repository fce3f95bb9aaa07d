/** Those who use the product while things break: ada's browser without scripts, the platform, and gateways with keys. */
import { setTimeout as delay } from "node:timers/promises";
import { en } from "@/text/en";
import type { Program, Status, Subject } from "./program";

/** 0: no answer came. */
export type Answer = { readonly status: number; readonly body: string; readonly location: string; readonly ms: number };

const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
/** Nothing takes as long by intention; whoever waits so long has waited in vain. */
const PATIENCE_MS = 60_000;

export async function call(address: string, options: RequestInit = {}): Promise<Answer> {
  const began = performance.now();
  try {
    const response = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS), ...options });
    const body = await response.text();
    const location = response.headers.get("location") ?? "";
    return { status: response.status, body, location, ms: performance.now() - began };
  } catch {
    return { status: 0, body: "", location: "", ms: performance.now() - began };
  }
}

/** ada's browser. The address is asked for each time: a console that is started again may have another. */
export class Browser {
  constructor(
    private readonly url: () => string,
    private readonly token: string,
  ) {}

  get headers(): Record<string, string> {
    return { cookie: `latchkey-session=${this.token}`, accept: "text/html" };
  }

  get(path: string): Promise<Answer> {
    return call(this.url() + path, { headers: this.headers });
  }

  /** Sends the form of a page as a browser without scripts does. */
  async submit(path: string, hidden: string, values: Record<string, string> = {}): Promise<Answer> {
    const page = await this.get(path);
    if (page.status !== 200) return page;
    const form = formWith(page.body, hidden);
    if (!form) return { ...page, status: 204 };
    const body = new FormData();
    for (const [name, value] of form) body.append(name, value);
    for (const [name, value] of Object.entries(values)) body.set(name, value);
    return call(this.url() + path, { method: "POST", headers: { ...this.headers, origin: this.url() }, body });
  }
}

/** The fields of the form that has such a field, as the page gives them. */
function formWith(html: string, field: string): [string, string][] | undefined {
  for (const [, form = ""] of html.matchAll(/<form\b[^>]*>([^]*?)<\/form>/g)) {
    const inputs = [...form.matchAll(/<(?:input|textarea)\b([^>]*)>/g)].map(([, text = ""]) => text);
    const fields = inputs.map((text): [string, string] => [attribute(text, "name"), attribute(text, "value")]);
    if (fields.some(([name]) => name === field)) return fields.filter(([name]) => name !== "");
  }
  return undefined;
}

function attribute(text: string, name: string): string {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? "";
  const entities: Record<string, string> = { "&quot;": '"', "&#x27;": "'", "&lt;": "<", "&gt;": ">", "&amp;": "&" };
  return value.replaceAll(/&(?:quot|#x27|lt|gt|amp);/g, (entity) => entities[entity] ?? entity);
}

export function platformCall(
  url: string,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/scim+json" };
  return call(`${url}/scim/v2${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
}

/** Asks a gate as a gateway does: "allowed", another reason, or a bare status. */
export async function decision(gateUrl: string, key: string): Promise<{ status: number; ms: number }> {
  return call(`${gateUrl}/authorize`, { headers: { "x-api-key": key } });
}

type Places = { readonly url: () => string; readonly program: Program };

/**
 * Disables and enables users, and keeps what was confirmed to whoever did it: by the redirect of the form, or by the
 * answer to the platform. An attempt without an answer leaves in doubt what it did.
 */
export class Changes {
  readonly confirmed = new Map<string, { readonly status: Status; readonly times: number }>();
  readonly inDoubt = new Set<string>();
  count = 0;
  failed = 0;
  /** Answers that neither confirm nor say that something is wrong. */
  readonly odd: string[] = [];
  readonly #browser: Browser;

  constructor(private readonly places: Places) {
    this.#browser = new Browser(places.url, places.program.token);
  }

  /** One change; true when it was confirmed. */
  async change(subject: Subject, to: Status): Promise<boolean> {
    const verdict = subject.isLocal ? await this.#byPage(subject, to) : await this.#byPlatform(subject, to);
    if (verdict === "confirmed") {
      const times = (this.confirmed.get(subject.username)?.times ?? 0) + 1;
      this.confirmed.set(subject.username, { status: to, times });
      this.inDoubt.delete(subject.username);
      this.count += 1;
      return true;
    }
    this.failed += 1;
    this.inDoubt.add(subject.username);
    return false;
  }

  async #byPage({ username }: Subject, to: Status): Promise<"confirmed" | "failed"> {
    const path = `/manage/users/${username}/status?to=${to}`;
    const answer = await this.#browser.submit(path, "seen");
    if (answer.status === 303) return "confirmed";
    // The page has no form: an attempt that was in doubt has done it.
    if (answer.status === 204 && answer.body.includes("already")) return "confirmed";
    // An attempt in doubt may come through between the page and its form.
    const isFaster = answer.body.includes(en.words.refusals.changed_meanwhile);
    if (answer.status !== 0 && answer.status < 500 && !isFaster) this.odd.push(`${answer.status} for ${path}`);
    return "failed";
  }

  async #byPlatform({ id }: Subject, to: Status): Promise<"confirmed" | "failed"> {
    const { url, program } = this.places;
    const operations = [{ op: "replace", path: "active", value: to === "ENABLED" }];
    const body = { schemas: [PATCH], Operations: operations };
    const answer = await platformCall(url(), program.platformToken, "PATCH", `/Users/${id}`, body);
    if (answer.status === 200) return "confirmed";
    if (answer.status !== 0 && answer.status < 500) this.odd.push(`${answer.status} for PATCH: ${answer.body}`);
    return "failed";
  }

  /** For the table: how many were made, and how many were tried in vain. */
  get told(): string {
    return `${this.count} changes confirmed, ${this.failed} ${this.failed === 1 ? "attempt" : "attempts"} failed`;
  }

  /** So many at a time, each with users of its own, until it is told to stop or so many were confirmed. */
  async run(until: () => boolean, atOnce = 4): Promise<void> {
    const { subjects } = this.places.program;
    const lane = async (number: number): Promise<void> => {
      const own = subjects.filter((_, index) => index % atOnce === number);
      for (let turn = 0; !until(); turn += 1) {
        const subject = own[turn % own.length];
        if (!subject) return;
        const to = this.confirmed.get(subject.username)?.status === "DISABLED" ? "ENABLED" : "DISABLED";
        // Whoever gets no answer tries again, as people do.
        while (!until() && !(await this.change(subject, to))) await delay(100);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, (_, number) => lane(number)));
  }

  /**
   * What was confirmed and is not so. Each change is tried until it is confirmed, and the next one is its opposite: so the
   * audit tells of as many as were confirmed, in turn, and of one more at most where the last attempt is in doubt.
   */
  lost(actual: ReadonlyMap<string, string>, told: ReadonlyMap<string, readonly string[]>): string[] {
    return [...this.confirmed].flatMap(([name, { status, times }]) => {
      const doubts = this.inDoubt.has(name) ? 1 : 0;
      const entries = told.get(name) ?? [];
      const inTurn = entries.every((entry, index) => entry === (index % 2 === 0 ? "DISABLED" : "ENABLED"));
      const isTold = inTurn && entries.length >= times && entries.length <= times + doubts;
      const isSo = doubts === 1 || actual.get(name) === status;
      return isTold && isSo
        ? []
        : [`${name}: ${status} after ${times} changes, but ${actual.get(name)}: ${entries.join(", ")}`];
    });
  }
}
