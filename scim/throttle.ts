/** How many calls a token may make in a minute, counted in this process: a platform run wild leaves room for people. */
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { platformSettings } from "@/access/platform/platform-settings";

const WINDOW_SECONDS = 60;

export type Throttled = {
  /** Whole seconds, one at least: Okta understands nothing else. */
  readonly seconds: number;
  /** Whether this is the first call too many of its minute. */
  readonly isFirst: boolean;
};

let limiter: RateLimiterMemory | undefined;

/** Counts a call of a token; answers how long to wait where there were too many. */
export async function throttle(tokenId: string): Promise<Throttled | null> {
  const points = platformSettings().callsPerMinute;
  if (limiter?.points !== points) limiter = new RateLimiterMemory({ points, duration: WINDOW_SECONDS });
  try {
    await limiter.consume(tokenId);
    return null;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1_000));
    return { seconds, isFirst: error.consumedPoints === points + 1 };
  }
}
