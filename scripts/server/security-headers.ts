/**
 * The headers that every answer of the console carries, whatever it is about: a page, a part of one, a redirect, a file,
 * a refusal or a failure. The gate has its own: nothing that it answers is for a browser.
 */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

const everywhere = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  // Not no-referrer: with it browsers send a form with the Origin null, which is refused.
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
} as const;

export function setSecurityHeaders(request: IncomingMessage, response: ServerResponse, url: string): void {
  const policy = contentSecurityPolicy(randomBytes(16).toString("base64"));
  for (const [name, value] of Object.entries(everywhere)) response.setHeader(name, value);
  response.setHeader("Content-Security-Policy", policy);
  // Here Next reads which nonce the scripts of the page are to carry, whatever a client sent in its place.
  request.headers["content-security-policy"] = policy;
  if (url.startsWith("https:")) response.setHeader("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  keepNowhere(response);
}

/** Scripts run by the nonce of this one answer, and what they load; nothing else is taken from anywhere but here. */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join("; ");
}

/** No answer is kept anywhere, unless it says itself for how long: those about people never do. */
function keepNowhere(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response);
  response.writeHead = (...head: unknown[]) => {
    if (!response.hasHeader("Cache-Control")) response.setHeader("Cache-Control", "no-store");
    Reflect.apply(writeHead, response, head);
    return response;
  };
}
