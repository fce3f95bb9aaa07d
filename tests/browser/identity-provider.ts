/**
 * A real OpenID Connect provider on this machine, where anybody signs in by saying who they are, and which can be made to
 * lie, to be out of reach, and to know more of somebody than their name.
 */
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, type CryptoKey, decodeJwt } from "jose";
import type { Configuration, KoaContextWithOIDC, Provider } from "oidc-provider";

export const CLIENT = { id: "latchkey", secret: randomBytes(32).toString("base64url") };

const KEY_ID = "the one key of this provider";

type Claims = Record<string, unknown>;

/** What a test may change; every test begins with a provider that is as it should be. */
type Mood = {
  /** Hangs up on everybody, lets everybody wait, or answers a character a second. */
  down: boolean | "silent" | "dripping";
  /** In place of the ID token that was asked for. */
  forge: ((claims: JWTPayload) => Promise<string> | string) | null;
  /** What it says of itself, changed. */
  describe: (document: Claims) => Claims;
  /** More about an account than its name, told with the ID token or only to who asks. */
  claims: { idToken: Claims; userinfo: Claims };
};

function goodMood(): Mood {
  return { down: false, forge: null, describe: (document) => document, claims: { idToken: {}, userinfo: {} } };
}

export class IdentityProvider {
  mood = goodMood();
  /** The addresses that were asked, without what stands behind the question mark. */
  readonly asked: string[] = [];
  private provider: Provider | undefined;

  private constructor(
    private readonly server: Server,
    private readonly key: CryptoKey,
    readonly issuer: string,
  ) {}

  static async start(): Promise<IdentityProvider> {
    const { privateKey } = await generateKeyPair("RS256", { extractable: true });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const identityProvider = new IdentityProvider(server, privateKey, issuer);
    server.on("request", (request, response) => void identityProvider.answer(request, response));
    return identityProvider;
  }

  /** What the console has to be told of it. */
  get settings(): Record<string, string> {
    return {
      OIDC_ISSUER: this.issuer,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_NAME: "Harbour ID",
    };
  }

  /** Knows the console at this address from now on. */
  async register(url: string): Promise<void> {
    const jwk = { ...(await exportJWK(this.key)), kid: KEY_ID, alg: "RS256", use: "sig" };
    this.provider = await quietly(async () => {
      const { Provider: Made } = await import("oidc-provider");
      return new Made(this.issuer, this.configuration(url, jwk));
    });
    this.provider.use((context, next) => this.lie(context as KoaContextWithOIDC, next));
  }

  calm(): void {
    this.mood = goodMood();
    this.asked.length = 0;
  }

  /** A token as this provider signs it, about anything. */
  sign(claims: JWTPayload): Promise<string> {
    return new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: KEY_ID }).sign(this.key);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private configuration(url: string, jwk: object): Configuration {
    return {
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: [`${url}/api/auth/callback/oidc`],
          post_logout_redirect_uris: [`${url}/sign-in?signed-out`],
        },
      ],
      jwks: { keys: [jwk] },
      cookies: { keys: [randomBytes(32).toString("base64url")] },
      ttl: { Session: 3_600, Grant: 3_600, Interaction: 3_600, IdToken: 3_600, AccessToken: 3_600 },
      pkce: { required: () => true },
      claims: { openid: ["sub"], profile: ["employee"] },
      features: {
        devInteractions: { enabled: false },
        rpInitiatedLogout: {
          logoutSource: (context, form) => {
            context.body = page(
              "Sign out of Harbour ID?",
              `${form}${button("Yes, sign out", 'form="op.logoutForm" name="logout" value="yes"')}`,
            );
          },
        },
      },
      interactions: { url: (_, { uid }) => `/interaction/${uid}` },
      findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...this.mood.claims.userinfo }) }),
      loadExistingGrant: grantEverything,
      renderError: (context, out) => {
        context.type = "html";
        context.body = page("Refused", out.error);
      },
    };
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", this.issuer);
    this.asked.push(pathname);
    if (this.mood.down === "silent") return;
    if (this.mood.down === "dripping") {
      drip(request, response);
      return;
    }
    if (this.mood.down || !this.provider) request.socket.destroy();
    else if (pathname.startsWith("/interaction/")) await this.interact(request, response);
    else await this.provider.callback()(request, response);
  }

  /** A form that asks for a name, and the answer to it. */
  private async interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== "POST") {
      const name = '<label>Account <input name="account" required></label>';
      const cancel = '<button formnovalidate name="cancel" value="yes">Cancel</button>';
      const form = `<form method="post">${name} ${button("Sign in at Harbour ID")} ${cancel}</form>`;
      response.writeHead(200, { "content-type": "text/html" }).end(page("Harbour ID", form));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const result = form.has("cancel")
      ? { error: "access_denied", error_description: "The end-user cancelled the request." }
      : { login: { accountId: form.get("account") ?? "" } };
    await this.provider?.interactionFinished(request, response, result);
  }

  private async lie(context: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
    await next();
    const body = context.body as Claims | undefined;
    if (context.path === "/.well-known/openid-configuration") context.body = this.mood.describe(body ?? {});
    // The provider itself would never tell about another subject than the one of its token.
    if (context.path === "/me") context.body = { ...body, ...this.mood.claims.userinfo };
    if (context.path !== "/token" || typeof body?.["id_token"] !== "string") return;
    const { forge, claims: more } = this.mood;
    const claims = { ...decodeJwt(body["id_token"]), ...more.idToken };
    if (forge) context.body = { ...body, id_token: await forge(claims) };
    else if (Object.keys(more.idToken).length > 0) context.body = { ...body, id_token: await this.sign(claims) };
  }
}

async function grantEverything({ oidc }: KoaContextWithOIDC) {
  const clientId = oidc.client?.clientId ?? "";
  const grant = new oidc.provider.Grant({ clientId, accountId: oidc.session?.accountId ?? "" });
  grant.addOIDCScope("openid profile");
  await grant.save();
  return grant;
}

function drip(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" });
  const timer = setInterval(() => response.write(" "), 1_000);
  request.socket.once("close", () => clearInterval(timer));
}

function button(name: string, attributes = ""): string {
  return `<button ${attributes}>${name}</button>`;
}

function page(title: string, content: string): string {
  return `<!doctype html><html lang="en"><title>${title}</title><link rel="icon" href="data:,"><h1>${title}</h1>${content}</html>`;
}

/** It warns of an old Node and of settings that are for trying it out only, which is what they are for. */
async function quietly<Result>(work: () => Promise<Result>): Promise<Result> {
  const { warn, info } = console;
  console.warn = console.info = () => undefined;
  try {
    return await work();
  } finally {
    Object.assign(console, { warn, info });
  }
}
