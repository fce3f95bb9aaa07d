/**
 * A page of one message, which needs neither the database nor scripts: that of a failure, which the build made, with other
 * words in it.
 */
import { browserTextsIn } from "@/text/browser-texts";
import type { Language } from "@/text/language";
import { textsIn } from "@/text/texts";

export type Message = {
  readonly title: string;
  readonly advice: string;
  readonly link: { readonly label: string; readonly href: string };
};

/** `failure` is the page of a failure in that language. */
export function messagePage(failure: string, spoken: Language, { title, advice, link }: Message): Buffer {
  const { failure: words } = browserTextsIn(spoken);
  const { failureAdvice, startPage } = textsIn(spoken).shell;
  const [head = "", after = ""] = failure.split(`${failureAdvice}</p>`);
  // What follows is the reference of a failure.
  const [button = "", foot = ""] = after.slice(after.indexOf("</div>")).split(`>${startPage}<`);
  const linked = button.replaceAll('href="/"', () => `href="${escaped(link.href)}"`);
  const page = `${head}${escaped(advice)}</p>${linked}>${escaped(link.label)}<${foot}`;
  return Buffer.from(page.replaceAll(words.title, () => escaped(title)));
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
