/**
 * How many changes of one person are under way at the same moment. Guarantees that a few are, however many are sent and in
 * however many sessions: the others are refused before a page sees them, so nobody has to wait for what they would hold.
 */
import type { IncomingMessage } from "node:http";
import { texts } from "@/text/texts";
import type { Refusal } from "./refusals";

/** Several open pages and a double click, and no more. */
const MOST = 6;
const RETRY_SECONDS = 1;

/** Who sends a change, by the id of the user; null for everybody who is not signed in. */
export type FindSender = (request: IncomingMessage) => Promise<string | null>;

export class ChangesUnderWay {
  readonly #bySender = new Map<string, number>();

  constructor(private readonly findSender: FindSender) {}

  /** Does the work of a request, also where its sender hung up, unless too much of the same person's is under way. */
  async admit(request: IncomingMessage, work: () => Promise<Refusal | undefined>): Promise<Refusal | undefined> {
    const sender = READING.has(request.method ?? "GET") ? null : await this.findSender(request);
    if (sender === null) return work();
    const count = this.#bySender.get(sender) ?? 0;
    if (count >= MOST) return TOO_MANY;
    this.#bySender.set(sender, count + 1);
    try {
      return await work();
    } finally {
      this.#leave(sender);
    }
  }

  #leave(sender: string): void {
    const left = (this.#bySender.get(sender) ?? 0) - 1;
    if (left > 0) this.#bySender.set(sender, left);
    else this.#bySender.delete(sender);
  }
}

const READING = new Set(["GET", "HEAD", "OPTIONS"]);

const TOO_MANY: Refusal = {
  status: 429,
  sentence: "Other changes of yours are still being made. Nothing was changed. Try again in a second.",
  headers: { "Retry-After": String(RETRY_SECONDS) },
  page: ({ url = "/" }) => {
    const { link, ...words } = texts().refusals.tooManyChanges;
    return { ...words, link: { label: link, href: url } };
  },
};
