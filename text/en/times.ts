/** Lengths and points of time as English writes them. */
import { browser } from "./browser";

/** "12 ms", "1.2 s", "40 s", "3 min": as exact as anybody reads it. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.max(1, Math.round(ms))} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}

/** "02 Nov 2026 10:00 UTC", as everywhere on the pages. */
export function minute(at: Date): string {
  return `${day(at)} ${at.toISOString().slice(11, 16)} UTC`;
}

/** "02 Nov 2026 10:00:07 UTC". */
export function second(at: Date): string {
  return `${day(at)} ${at.toISOString().slice(11, 19)} UTC`;
}

function day(at: Date): string {
  return browser.day(at.toISOString().slice(8, 10), at.getUTCMonth(), at.getUTCFullYear());
}
