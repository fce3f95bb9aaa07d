/** What load.ts is told and what it answers. */
import { z } from "zod";

export const loadOrder = z.object({
  port: z.number(),
  /** One for each request, in turn: the value of X-API-Key. */
  keys: z.array(z.string()),
  connections: z.number(),
  requests: z.number(),
  /** How long each connection rests between an answer and the next request, in milliseconds. */
  rest: z.number().default(0),
});

export type LoadOrder = z.input<typeof loadOrder>;

export const loadResult = z.object({
  perSecond: z.number(),
  p50: z.number(),
  p99: z.number(),
  /** How often each status was answered. */
  statuses: z.record(z.string(), z.number()),
});

export type LoadResult = z.infer<typeof loadResult>;
