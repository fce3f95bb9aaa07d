/** Decides about one call. What is remembered is answered at once; everything else waits for the database. */
import { hash } from "node:crypto";
import { type IncomingMessage, type ServerResponse } from "node:http";
import { isPackageKey } from "@/access/keys/package-key-format";
import { allowedHeaders, type Decision, REFUSALS } from "./answers";
import { readCredential } from "./credentials";
import { type KnownKey, type KnownKeys } from "./known-keys";
import { type LookedUp, type LookUps } from "./look-ups";
import { type Metrics } from "./metrics";
import { send } from "./server";
import { type Uses } from "./uses";

export type KeyCheckOptions = {
  readonly keys: KnownKeys;
  readonly lookUps: LookUps;
  readonly uses: Uses;
  readonly metrics: Metrics;
  /** Whether what is remembered may be answered at this moment, by performance.now(). */
  readonly isFollowing: (now: number) => boolean;
};

export class KeyCheck {
  readonly #options: KeyCheckOptions;

  constructor(options: KeyCheckOptions) {
    this.#options = options;
  }

  authorize(request: IncomingMessage, response: ServerResponse): void {
    const begun = performance.now();
    const { keys, lookUps, metrics, isFollowing } = this.#options;
    const credential = readCredential(request.rawHeaders);
    if (credential.kind === "none") {
      this.#refuse(response, "no_key", begun);
    } else if (credential.kind === "ambiguous" || !isPackageKey(credential.text)) {
      this.#refuse(response, "unknown_key", begun);
    } else {
      const key = keyHash(credential.text);
      const remembered = isFollowing(begun) ? keys.find(key, begun) : undefined;
      if (remembered !== undefined) {
        metrics.tally.hits += 1;
        this.#answer(response, remembered, begun);
      } else {
        metrics.tally.misses += 1;
        void lookUps.lookUp(key).then((found) => this.#answer(response, found, begun));
      }
    }
  }

  #answer(response: ServerResponse, found: LookedUp, begun: number): void {
    if (typeof found === "string") this.#refuse(response, found, begun);
    else if (found.decision === "allowed") this.#allow(response, found, begun);
    else this.#refuse(response, found.decision, begun);
  }

  #allow(response: ServerResponse, known: KnownKey, begun: number): void {
    response.writeHead(200, allowedHeaders(known));
    response.end();
    this.#options.uses.note(known, begun);
    this.#count("allowed", begun);
  }

  #refuse(response: ServerResponse, decision: Exclude<Decision, "allowed">, begun: number): void {
    send(response, REFUSALS[decision]);
    this.#count(decision, begun);
  }

  #count(decision: Decision, begun: number): void {
    const { tally, observeDecision } = this.#options.metrics;
    tally.decisions[decision] += 1;
    observeDecision((performance.now() - begun) / 1_000);
  }
}

/** The same 32 bytes as the database keeps of the key. As a text they are made in an eighth of the time of a buffer. */
function keyHash(key: string): string {
  return hash("sha256", key, "base64");
}
