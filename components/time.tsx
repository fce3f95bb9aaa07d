import type { ReactNode } from "react";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// Written by hand, because a list has a hundred times and Intl would take longer than the rows.
export function timeText(at: Date): string {
  const month = months[at.getUTCMonth()] ?? "";
  return `${twoDigits(at.getUTCDate())} ${month} ${at.getUTCFullYear()} ${twoDigits(at.getUTCHours())}:${twoDigits(at.getUTCMinutes())}`;
}

type TimeProps = { at: Date; zone?: boolean; seconds?: boolean };

export function Time({ at, zone = false, seconds = false }: TimeProps): ReactNode {
  const text = seconds ? `${timeText(at)}:${twoDigits(at.getUTCSeconds())}` : timeText(at);
  return <time dateTime={at.toISOString()}>{zone ? `${text} UTC` : text}</time>;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}
