/**
 * What the OpenID Connect provider tells about itself (OpenID Connect Discovery 1.0). Guarantees that it is the issuer
 * that the operator named, that no secret, code or user is sent to where others could listen, and that the provider is
 * asked about once a minute, however many people come.
 */
import { z } from "zod";
import { logFailure } from "@/access/operation/log";
import {
  type SingleSignOn,
  discoveryAddress,
  isPrivateAddress,
  isSameIssuer,
} from "@/access/platform/platform-settings";

const PATIENCE_MS = 5_000;
const KEPT_MS = 60_000;
/** Long enough that a crowd of strangers makes one request of it, short enough that nobody waits for the mended provider. */
const FAILURE_KEPT_MS = 1_000;

const endpoint = z.string("is missing").refine(isPrivateAddress, "is no https address");

const documentSchema = z
  .object({
    issuer: z.string("is missing"),
    authorization_endpoint: endpoint,
    token_endpoint: endpoint,
    jwks_uri: endpoint,
    userinfo_endpoint: endpoint.optional(),
    end_session_endpoint: endpoint.optional(),
    token_endpoint_auth_methods_supported: z.array(z.string()).default(["client_secret_basic"]),
    authorization_response_iss_parameter_supported: z.boolean().default(false),
  })
  .transform((told) => ({
    /** As it spells itself in its tokens. */
    issuer: told.issuer,
    authorization: told.authorization_endpoint,
    token: told.token_endpoint,
    keys: told.jwks_uri,
    userinfo: told.userinfo_endpoint ?? null,
    endSession: told.end_session_endpoint ?? null,
    takesSecretInHeader: told.token_endpoint_auth_methods_supported.includes("client_secret_basic"),
    namesItselfInAnswers: told.authorization_response_iss_parameter_supported,
  }));

export type Provider = z.infer<typeof documentSchema>;

type Asked = { readonly issuer: string; readonly answer: Promise<Provider | null>; until: number };

let asked: Asked | null = null;

/** The provider as it was a minute ago at most, or null where it can't be used; the log tells why. */
export function findProvider({ issuer }: SingleSignOn): Promise<Provider | null> {
  if (asked?.issuer !== issuer || performance.now() >= asked.until) asked = ask(issuer);
  return asked.answer;
}

/** Everybody who comes in the meantime waits for the same answer. */
function ask(issuer: string): Asked {
  const answer = discover(issuer);
  const asking: Asked = { issuer, answer, until: Infinity };
  void answer.then((provider) => {
    asking.until = performance.now() + (provider === null ? FAILURE_KEPT_MS : KEPT_MS);
  });
  return asking;
}

async function discover(issuer: string): Promise<Provider | null> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(discoveryAddress(issuer), { redirect: "error", signal, cache: "no-store" });
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    return readDocument(await answer.json(), issuer);
  } catch (error) {
    logFailure("The provider can't be used", error);
    return null;
  }
}

function readDocument(told: unknown, issuer: string): Provider {
  const { data, error } = documentSchema.safeParse(told);
  if (data === undefined) {
    const [issue] = error.issues;
    throw new Error(`${issue?.path.join(".") || "what it tells about itself"} ${issue?.message ?? "can't be read"}`);
  }
  if (!isSameIssuer(data.issuer, issuer)) throw new Error(`the issuer is ${data.issuer}, not OIDC_ISSUER`);
  return data;
}
