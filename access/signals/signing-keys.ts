/**
 * The keys that sign security events. Guarantees that a private half is stored sealed and never leaves this product, that
 * instances which need a key at the same moment make one between them, and that every key which ever signed stays listed
 * with its public half. Looked up anew each time, so that a database that was restored is signed for by its own keys.
 */
import {
  type CryptoKey,
  type JWK,
  calculateJwkThumbprint,
  exportJWK,
  exportPKCS8,
  generateKeyPair,
  importPKCS8,
} from "jose";
import { type Tx, rows, transaction } from "@/access/database";
import { seal, unseal } from "@/access/sealed";

/** What the CAEP interoperability profile asks for, with keys of 2048 bits at least. */
export const SIGNING_ALGORITHM = "RS256";
const MODULUS_LENGTH = 2048;

export type SigningKey = { readonly kid: string; readonly privateKey: CryptoKey };

let making: Promise<SigningKey> | undefined;
/** The key that was imported last, which takes longer than all the rest, and what it was made of. */
let imported: { readonly pem: string; readonly key: SigningKey } | undefined;

/** The latest key that can be unsealed. It is made at the first need, and again once NEXTAUTH_SECRET was changed. */
export async function signingKey(): Promise<SigningKey> {
  const present = await latestKey(rows);
  if (present) return present;
  making ??= makeKey().finally(() => (making = undefined));
  return making;
}

/** The public halves, latest first; at least one, so that a receiver can be set up before the first event. */
export async function listPublicKeys(): Promise<JWK[]> {
  await signingKey();
  const keys = await rows<{ jwk: JWK }>`SELECT public_jwk AS jwk FROM signing_keys ORDER BY created_at DESC, id`;
  return keys.map(({ jwk }) => jwk);
}

async function latestKey(select: Tx["rows"]): Promise<SigningKey | null> {
  const keys = await select<{ kid: string; sealed: Buffer }>`
    SELECT id AS kid, sealed_private AS sealed FROM signing_keys ORDER BY created_at DESC, id`;
  for (const { kid, sealed } of keys) {
    const pem = unseal(sealed);
    if (pem !== null) return importOnce(kid, pem);
  }
  return null;
}

async function importOnce(kid: string, pem: string): Promise<SigningKey> {
  if (imported?.key.kid === kid && imported.pem === pem) return imported.key;
  const key = { kid, privateKey: await importPKCS8(pem, SIGNING_ALGORITHM) };
  imported = { pem, key };
  return key;
}

async function makeKey(): Promise<SigningKey> {
  const pair = await generateKeyPair(SIGNING_ALGORITHM, { modulusLength: MODULUS_LENGTH, extractable: true });
  const bare = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(bare);
  const jwk = { ...bare, kid, alg: SIGNING_ALGORITHM, use: "sig" };
  const sealed = seal(await exportPKCS8(pair.privateKey));
  return transaction(async (tx) => {
    await tx.rows`SELECT pg_advisory_xact_lock(hashtextextended('latchkey: signing keys', 0))`;
    // Another instance may have made one while this one was being made.
    const present = await latestKey(tx.rows);
    if (present) return present;
    await tx.rows`
      INSERT INTO signing_keys (id, public_jwk, sealed_private) VALUES (${kid}, ${JSON.stringify(jwk)}::jsonb, ${sealed})`;
    return { kid, privateKey: pair.privateKey };
  });
}
