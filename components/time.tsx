import type { ReactNode } from "react";
import { browserTexts } from "@/text/browser-texts";

export function timeText(at: Date): string {
  const day = browserTexts().day(twoDigits(at.getUTCDate()), at.getUTCMonth(), at.getUTCFullYear());
  return `${day} ${twoDigits(at.getUTCHours())}:${twoDigits(at.getUTCMinutes())}`;
}

type TimeProps = { at: Date; zone?: boolean; seconds?: boolean };

export function Time({ at, zone = false, seconds = false }: TimeProps): ReactNode {
  const text = seconds ? `${timeText(at)}:${twoDigits(at.getUTCSeconds())}` : timeText(at);
  return <time dateTime={at.toISOString()}>{zone ? `${text} UTC` : text}</time>;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}
