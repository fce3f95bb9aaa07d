/** What next-auth answers, and what of it reaches the browser: the cookies, each decoded once, and the name of an error. */
import { cookies } from "next/headers";
import { CALLBACK_COOKIE, COOKIE_OPTIONS, siteUrl } from "@/access/browser";

/** The error that next-auth sends a browser on with, or null. */
export function errorIn(answer: Response): string | null {
  return new URL(answer.headers.get("location") ?? "/", siteUrl()).searchParams.get("error");
}

export function setsCookie(answer: Response, name: string): boolean {
  return cookiesOf(answer).some((cookie) => cookie.name === name);
}

/** Hands the cookies of next-auth's answer to the browser, with the answer that is under way. */
export async function keepCookies(answer: Response): Promise<void> {
  const jar = await cookies();
  for (const cookie of cookiesOf(answer)) if (cookie.name !== CALLBACK_COOKIE) jar.set(cookie);
}

type SetCookie = { readonly name: string; readonly value: string; readonly maxAge?: number; readonly expires?: Date };

/** The cookies of an answer, each decoded once. All have the same options but for how long they stay. */
function cookiesOf(answer: Response): SetCookie[] {
  return answer.headers.getSetCookie().map((header) => {
    const maxAge = /; Max-Age=(\d+)/i.exec(header)?.[1];
    const expires = /; Expires=([^;]+)/i.exec(header)?.[1];
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
    return {
      ...{ name, value: decodeURIComponent(value), ...COOKIE_OPTIONS },
      ...(maxAge !== undefined && { maxAge: Number(maxAge) }),
      ...(expires !== undefined && { expires: new Date(expires) }),
    };
  });
}
