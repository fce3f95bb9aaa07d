/** A console to be measured, in a process of its own: tells its address, and its memory whenever it is asked. */
import { z } from "zod";
import { startJobs } from "@/jobs/worker";
import { startConsole } from "@/scripts/server/console";

const { url } = await startConsole({ port: 0, host: "127.0.0.1" });
startJobs({ databaseUrl: process.env["DATABASE_URL"] ?? "", report: console.error });

process.on("message", () => {
  // Collected twice, since what a finalizer frees is freed by the second time.
  global.gc?.();
  global.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  process.send?.({ heapUsed, rss });
});
// Without whoever measures there is nothing to serve.
process.on("disconnect", () => process.exit(0));
process.send?.({ port: z.coerce.number().parse(new URL(url).port) });
