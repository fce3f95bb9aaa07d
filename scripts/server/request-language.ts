/**
 * In which language a request is answered: the one that was chosen on the account's page, or else the one that the browser
 * asks for (RFC 9110, 12.5.4). Machines are answered in English, whatever their library sends.
 */
import type { IncomingMessage } from "node:http";
import Negotiator from "negotiator";
import { LANGUAGES, LANGUAGE_COOKIE, type Language, isLanguage } from "@/text/language";

/** By their paths: what people search for may look like a file. */
const MACHINES = /^\/(?:api|scim|manage\/export)(?:\/|$)|\.(?:csv|jsonl)$/;

export function languageOf({ url = "", headers }: IncomingMessage): Language {
  const [path = ""] = url.split("?", 1);
  if (MACHINES.test(path)) return "en";
  const [, chosen] = CHOSEN.exec(headers.cookie ?? "") ?? [];
  if (isLanguage(chosen)) return chosen;
  const asked = new Negotiator({ headers }).language([...LANGUAGES]);
  return isLanguage(asked) ? asked : "en";
}

const CHOSEN = new RegExp(`(?:^|; *)(?:__Host-)?${LANGUAGE_COOKIE}=([a-z]{2})(?:;|$)`);
