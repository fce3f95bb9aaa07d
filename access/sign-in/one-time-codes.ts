/**
 * The codes of an authenticator app (TOTP, RFC 6238): six digits that change every thirty seconds. Guarantees that a code
 * is compared in constant time, and that it counts for its own step of time and the ones right before and after it, since
 * clocks differ and people take a moment to type.
 */
import { Secret, TOTP } from "otpauth";

/** Steps before and after the present one that count as well. */
const DRIFT = 1;

/** A new secret of 160 bits (RFC 4226, section 4), as people type it into an app. */
export function makeSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What the app reads from the picture: whose code it is, and at which console. */
export function keyUri(secret: string, username: string, host: string): string {
  return totp(secret, { issuer: `Latchkey ${host}`, label: username }).toString();
}

/** The step of time that a code belongs to; null for a code that is wrong or of another time. */
export function stepOf(secret: string, code: string): number | null {
  const token = withoutSpaces(code);
  if (!/^\d{6}$/.test(token)) return null;
  const timestamp = Date.now();
  const delta = totp(secret).validate({ token, timestamp, window: DRIFT });
  return delta === null ? null : TOTP.counter({ timestamp }) + delta;
}

/** Whether a text can only be meant as such a code. */
export function isOneTimeCode(text: string): boolean {
  return /^\d{1,8}$/.test(withoutSpaces(text));
}

// Apps show "123 456", and some keyboards write wide digits.
function withoutSpaces(code: string): string {
  return code.normalize("NFKC").replaceAll(/\s/g, "");
}

function totp(secret: string, whose: { issuer?: string; label?: string } = {}): TOTP {
  return new TOTP({ secret, ...whose });
}
