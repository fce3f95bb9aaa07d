/** A process that carries out jobs, and nothing else: to be killed in the middle (worker.test.ts). */
import { startJobs } from "@/jobs/worker";

startJobs({
  databaseUrl: process.env["DATABASE_URL"] ?? "",
  report: (sentence) => console.error(sentence),
});
console.log("working");
