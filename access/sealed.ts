/**
 * Secrets that must be read again, such as what a receiver of events wants to be told, sealed with a key made of
 * NEXTAUTH_SECRET: a copy of the database opens none of them. AES-256-GCM; HKDF (RFC 5869) makes the key.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

function sealingKey(): Buffer {
  return deriveKey("sealed");
}

/** A key of NEXTAUTH_SECRET for one purpose, of 32 bytes. */
export function deriveKey(purpose: string): Buffer {
  const secret = process.env["NEXTAUTH_SECRET"];
  if (secret === undefined || secret === "") throw new Error("NEXTAUTH_SECRET is unset.");
  return Buffer.from(hkdfSync("sha256", secret, "", `latchkey: ${purpose}`, 32));
}

/** The nonce, the tag and the sealed text. */
export function seal(text: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_LENGTH);
  const cipher = createCipheriv("aes-256-gcm", sealingKey(), nonce);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), sealed]));
}

/** The text; null where it was sealed with another secret or was changed since. */
export function unseal(sealed: Uint8Array): string | null {
  const key = sealingKey();
  const [nonce, tag] = [sealed.subarray(0, NONCE_LENGTH), sealed.subarray(NONCE_LENGTH, NONCE_LENGTH + TAG_LENGTH)];
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_LENGTH });
    decipher.setAuthTag(tag);
    const text = decipher.update(sealed.subarray(NONCE_LENGTH + TAG_LENGTH));
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}
