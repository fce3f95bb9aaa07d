/**
 * The way to one receiver. Guarantees that a receiver which takes nothing is asked with one event at a time and with
 * growing pauses, so that it holds up neither other receivers nor the database, and that the operator is told once that it
 * fails and once that it is well again. Verifications, for which somebody waits, go first and wait for no pause.
 */
import { logLine } from "@/access/operation/log-line";
import {
  type ClaimedSignal,
  claimSignals,
  giveUpOld,
  hasFailing,
  returnSignal,
  settleDelivered,
  settleFailed,
} from "@/access/signals/signal-deliveries";
import { LEASE_SECONDS } from "@/access/signals/signals";
import { type SigningKey, signingKey } from "@/access/signals/signing-keys";
import { type Pushed, push } from "./push";
import { claimsOf, signToken } from "./security-event-token";

export type LaneOptions = {
  /** The public address of the console: who the events are from. */
  readonly url: string;
  /** Takes sentences for the operator. */
  readonly report: (sentence: string) => void;
  /** How long to wait after so many failures, in milliseconds. */
  readonly backOff: (failures: number) => number;
  /** Once aborted, nothing more is claimed. */
  readonly ending: AbortSignal;
  /** Once aborted, what is being sent is broken off. */
  readonly interruption: AbortSignal;
};

/** So many events are on their way to one receiver at once. */
const WIDTH = 8;
/** What was claimed longer ago is not sent any more: its lease could end, and another console send it, in the middle. */
const CLAIMED_FOR_MS = (LEASE_SECONDS * 1_000) / 2;
/** A receiver that is back is noticed within this time, however long it was away. */
const LONGEST_PAUSE_MS = 60_000;

const UNREADABLE =
  "What to send as Authorization can't be read since NEXTAUTH_SECRET was changed: remove the receiver and add it again.";

export class Lane {
  readonly #receiverId: string;
  readonly #options: LaneOptions;
  #isBusy = false;
  #isFailing = false;
  /** Batches in a row in which the receiver could not be reached. */
  #failures = 0;
  #pausedUntil = -Infinity;
  #isTroubled = false;

  constructor(receiverId: string, options: LaneOptions) {
    this.#receiverId = receiverId;
    this.#options = options;
  }

  /** Sends what is due until nothing is, unless that is under way already; only what was asked for while it has to wait. */
  async run(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      while (!this.#options.ending.aborted && (await this.#sendSome()));
      this.#isTroubled = false;
    } catch (error) {
      // Most likely the database. What was claimed comes back by itself.
      this.#pause();
      this.#tell(error);
    }
    this.#isBusy = false;
  }

  #tell(error: unknown): void {
    if (!this.#isTroubled) this.#options.report(`✗ ${logLine("Security events can't be sent", error)}`);
    this.#isTroubled = true;
  }

  #pause(): void {
    this.#failures += 1;
    this.#pausedUntil = performance.now() + Math.min(this.#options.backOff(this.#failures), LONGEST_PAUSE_MS);
  }

  /** Whether there may be more to send at once. */
  async #sendSome(): Promise<boolean> {
    // Before anything is claimed, since making one takes its time.
    const key = await signingKey();
    const begin = performance.now();
    const signals = await this.#claim(begin);
    const [first] = signals;
    if (!first) return false;
    const answers = await allOf(signals.map((signal) => this.#send(signal, key, begin + CLAIMED_FOR_MS)));
    await this.#tellOfChange(first.receiver.label, answers);
    const unreachable = answers.find(({ outcome }) => outcome === "unreachable");
    if (unreachable && "error" in unreachable) {
      this.#pause();
      while (!this.#options.ending.aborted && (await giveUpOld(this.#receiverId, unreachable.error)));
      return false;
    }
    if (answers.some(({ outcome }) => outcome !== "interrupted")) {
      this.#failures = 0;
      this.#pausedUntil = -Infinity;
    }
    return true;
  }

  async #claim(now: number): Promise<ClaimedSignal[]> {
    const isFailing = this.#failures > 0;
    const width = isFailing ? 1 : WIDTH;
    const asked = await claimSignals(this.#receiverId, width, "asked");
    if (asked.length > 0 || now < this.#pausedUntil) return asked;
    return claimSignals(this.#receiverId, width, isFailing ? "fairly" : "in turn");
  }

  async #send(signal: ClaimedSignal, key: SigningKey, deadline: number): Promise<Pushed> {
    const pushed = await this.#push(signal, key, deadline);
    if ("error" in pushed) await settleFailed(signal, pushed.error, this.#options.backOff(signal.attempts));
    else if (pushed.outcome === "interrupted") await returnSignal(signal);
    else await settleDelivered(signal);
    return pushed;
  }

  async #push(signal: ClaimedSignal, key: SigningKey, deadline: number): Promise<Pushed> {
    const { endpoint, authorization } = signal.receiver;
    if (authorization === "unreadable") return { outcome: "unreachable", error: UNREADABLE };
    const token = await signToken(claimsOf(signal, this.#options.url), key);
    if (performance.now() > deadline) return { outcome: "interrupted" };
    const value = authorization === "none" ? null : authorization.value;
    return push({ endpoint, authorization: value, token }, this.#options.interruption);
  }

  /** It is well again once everything that failed has arrived, or was given up: not as soon as something else arrives. */
  async #tellOfChange(label: string, answers: readonly Pushed[]): Promise<void> {
    const failed = answers.find((answer) => "error" in answer);
    if (failed && !this.#isFailing) {
      this.#isFailing = true;
      this.#options.report(`✗ Security events don't arrive at ${label} and are sent again: ${failed.error}`);
    }
    if (failed || !this.#isFailing || !answers.some(({ outcome }) => outcome === "delivered")) return;
    this.#isFailing = await hasFailing(this.#receiverId);
    if (!this.#isFailing) this.#options.report(`✓ Security events arrive at ${label} again.`);
  }
}

/** What all came to, once none is under way any more; throws what one of them threw. */
async function allOf<T>(sent: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(sent);
  return Promise.all(sent);
}
