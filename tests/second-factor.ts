/** People with a second factor, and the codes that their apps would show. */
import { TOTP } from "otpauth";
import { database } from "@/access/database";
import { seal } from "@/access/sealed";
import { makeSecret } from "@/access/sign-in/one-time-codes";
import { hashRandomCode, makeRandomCode } from "@/access/sign-in/random-codes";

export type GivenFactor = {
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
};

/** Turns it on as a confirmed set-up does. */
export async function givenSecondFactor({ id }: { readonly id: string }): Promise<GivenFactor> {
  const [secret, recoveryCodes] = [makeSecret(), Array.from({ length: 10 }, makeRandomCode)];
  const hashes = recoveryCodes.map((code) => ({ hash: hashRandomCode(code) ?? new Uint8Array() }));
  await database().secondFactor.create({
    data: {
      userId: id,
      sealedSecret: seal(secret),
      confirmedAt: new Date(),
      recoveryCodes: { create: hashes },
    },
  });
  return { secret, recoveryCodes };
}

/** What the app shows, so many steps of time from now. */
export function codeOf(secret: string, steps = 0): string {
  return new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 });
}

/** A code that is none of those that count now. */
export function wrongCode(secret: string): string {
  const right = [-2, -1, 0, 1, 2].map((steps) => codeOf(secret, steps));
  return ["000000", "111111", "222222", "333333", "444444", "555555"].find((code) => !right.includes(code)) ?? "";
}
