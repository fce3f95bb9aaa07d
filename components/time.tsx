import type { ReactNode } from "react";
import { browserTexts } from "@/text/browser-texts";

export function timeText(at: Date): string {
  return `${dayText(at)} ${hourText(at)}`;
}

function dayText(at: Date): string {
  return browserTexts().day(twoDigits(at.getUTCDate()), at.getUTCMonth(), at.getUTCFullYear());
}

function hourText(at: Date): string {
  return `${twoDigits(at.getUTCHours())}:${twoDigits(at.getUTCMinutes())}`;
}

type TimeProps = { at: Date; zone?: boolean; seconds?: boolean };

export function Time({ at, zone = false, seconds = false }: TimeProps): ReactNode {
  const hour = seconds ? `${hourText(at)}:${twoDigits(at.getUTCSeconds())}` : hourText(at);
  // The day is one word: where there is little room, the hour goes below the whole of it.
  const text = `${dayText(at).replaceAll(" ", "\u00A0")} ${hour}`;
  return <time dateTime={at.toISOString()}>{zone ? `${text} UTC` : text}</time>;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}
