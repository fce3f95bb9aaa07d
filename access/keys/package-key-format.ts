/**
 * What a package key looks like: `lk_<environment>_`, 30 base62 characters from a CSPRNG, and 6 that check them (the
 * CRC-32 of those 30 in base62), so that a mistyped or made-up key is told apart without asking anybody. The scheme is
 * the one of GitHub's tokens (https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/).
 */
import { hash, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_LENGTH = 30;
const CHECK_LENGTH = 6;
const SHOWN_RANDOM = 4;
const FORMAT = /^lk_[a-z0-9]{1,12}_[0-9A-Za-z]{36}$/;

/** A new key. `environment`, such as "live", tells people where it belongs: 1 to 12 lower-case letters or digits. */
export function makePackageKey(environment: string): string {
  const random = Array.from({ length: RANDOM_LENGTH }, () => BASE62.charAt(randomInt(BASE62.length))).join("");
  return `lk_${environment}_${random}${checksum(random)}`;
}

/** Whether this could be a key: the form is right and the checksum fits. */
export function isPackageKey(text: string): boolean {
  if (!FORMAT.test(text)) return false;
  return text.endsWith(checksum(text.slice(-RANDOM_LENGTH - CHECK_LENGTH, -CHECK_LENGTH)));
}

/** Six characters, padded with "0" at the left: checksum("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ") is "0mLq17". */
export function checksum(random: string): string {
  let rest = crc32(random);
  let text = "";
  for (let place = 0; place < CHECK_LENGTH; place += 1) {
    text = BASE62.charAt(rest % BASE62.length) + text;
    rest = Math.floor(rest / BASE62.length);
  }
  return text;
}

/** SHA-256: what is stored and looked up in place of the key. A random key needs no salt and no slow hash. */
export function hashPackageKey(key: string): Buffer<ArrayBuffer> {
  return Buffer.from(hash("sha256", key, "buffer"));
}

/** The parts by which people recognize a key: the beginning, such as "lk_live_zQWB", and the last four characters. */
export function shownParts(key: string): { prefix: string; lastFour: string } {
  return { prefix: key.slice(0, -RANDOM_LENGTH - CHECK_LENGTH + SHOWN_RANDOM), lastFour: key.slice(-4) };
}

/** How a key is written wherever it is named: "lk_live_zQWB…Lq17". */
export function keyName({ prefix, lastFour }: { prefix: string; lastFour: string }): string {
  return `${prefix}…${lastFour}`;
}

const WHOLE_KEYS = /lk_[a-z0-9]{1,12}_[0-9A-Za-z]{36}/g;

/** A text that is kept or shown, with the name of each key that was pasted into it in place of the key itself. */
export function withoutKeys(text: string): string {
  return text.replace(WHOLE_KEYS, (key) => keyName(shownParts(key)));
}

const KEY_PART = /(?<![0-9A-Za-z])lk_[a-z0-9]{1,12}_[0-9A-Za-z]{5,35}/;

/**
 * The name of a key that was pasted into a text, also of a part of one; null where there is none. A whole key is found
 * whatever stands before it, such as the "D" of "api_key%3D"; a part only where a word begins.
 */
export function keyNameIn(text: string): string | null {
  const [whole] = text.match(WHOLE_KEYS) ?? [];
  if (whole !== undefined) return keyName(shownParts(whole));
  const [part] = KEY_PART.exec(text) ?? [];
  return part === undefined ? null : part.slice(0, part.lastIndexOf("_") + 1 + SHOWN_RANDOM);
}
