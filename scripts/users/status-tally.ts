/** What became of users of whom a command changes the status, told one by one and in the end of all of them. */
import type { JobRefusal } from "@/access/jobs/jobs";
import type { SettableStatus } from "@/access/rules";
import { browserTexts } from "@/text/browser-texts";
import { printObject } from "./arguments";
import { number, people, whyNot } from "./status-words";

/** What became of a user, or would; the numbers are those of a change that was made. */
export type Became = {
  readonly username: string;
  readonly refusal: JobRefusal | null;
  readonly sessionsEnded?: number;
  readonly keysConcerned?: number;
};

type Told = { readonly target: SettableStatus; readonly trial: boolean; readonly json: boolean };

export class Tally {
  readonly #told: Told;
  #changed = 0;
  #already = 0;
  #sessions = 0;
  #keys = 0;
  refused = 0;

  constructor(told: Told) {
    this.#told = told;
  }

  add(users: readonly Became[]): void {
    for (const user of users) {
      this.#count(user);
      if (this.#told.json) this.#printObject(user);
      else if (user.refusal !== null && user.refusal !== "already_so") {
        console.error(`✗ ${user.username}: ${whyNot(user.refusal)}`);
      }
    }
  }

  #count({ refusal, sessionsEnded = 0, keysConcerned = 0 }: Became): void {
    if (refusal === null) this.#changed += 1;
    else if (refusal === "already_so") this.#already += 1;
    else this.refused += 1;
    this.#sessions += sessionsEnded;
    this.#keys += keysConcerned;
  }

  #printObject({ username, refusal, sessionsEnded, keysConcerned }: Became): void {
    const { target, trial: dryRun } = this.#told;
    if (refusal === null)
      printObject({ username, outcome: "changed", status: target, sessionsEnded, keysConcerned, dryRun });
    else if (refusal === "already_so") printObject({ username, outcome: "already", status: target, dryRun });
    else printObject({ username, outcome: "refused", refusal, why: whyNot(refusal), dryRun });
  }

  conclude(): void {
    if (this.#told.json) return;
    const { target, trial: isTrial } = this.#told;
    const word = browserTexts().statuses[target];
    if (isTrial) {
      console.log(`Nothing was changed. ${people(this.#changed)} would become ${word}.`);
    } else {
      const keys = target === "DISABLED" ? "stopped" : "working again";
      const effects = `sessions ended: ${number(this.#sessions)}, package keys ${keys}: ${number(this.#keys)}`;
      console.log(`${this.#changed > 0 ? "✓ " : ""}${people(this.#changed)} became ${word}; ${effects}.`);
    }
    if (this.#already > 0) console.log(`${word} already: ${number(this.#already)}.`);
    if (this.refused > 0) console.log(`Refused: ${number(this.refused)}.`);
  }
}
