/**
 * Where the log of a process goes. As JSON every line of the standard output is one event: also what libraries print,
 * and why the process ends where that is a fault of its own.
 */
import { formatWithOptions, stripVTControlCharacters } from "node:util";
import pino from "pino";
import { errorFields, type Level, type Log, logEvent, logFailure, openLog, tell } from "@/access/operation/log";
import { logLine } from "@/access/operation/log-line";
import { readLogFormat } from "@/access/operation/log-settings";
import { MOST_READ } from "@/access/operation/secrets";

/** Throws what is wrong with the setting. */
export function openProcessLog(name: "console" | "gate"): void {
  const format = readLogFormat(process.env, process.stdout.isTTY);
  // For the gate that this process may start.
  process.env["LOG_FORMAT"] = format;
  if (format === "text") return;
  openLog({ format, write: writer(name) });
  captureConsole();
  process.removeAllListeners("warning");
  process.on("warning", (warning) => logFailure("A warning", warning, "warn"));
  process.on("uncaughtException", (error) => {
    logFailure("This process ends by a fault of its own", error);
    process.exit(1);
  });
}

function writer(name: string): Log["write"] {
  const options = {
    base: { process: name, pid: process.pid },
    messageKey: "message",
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  // At once, so that the last line of a process that ends is there, too.
  const logger = pino(options, pino.destination({ dest: 1, sync: true }));
  return (level, fields) => logger[level](fields);
}

const LEVELS = { debug: "info", log: "info", info: "info", warn: "warn", error: "error" } as const;

function captureConsole(): void {
  for (const method of ["debug", "log", "info", "warn", "error"] as const) {
    console[method] = (...values: unknown[]) => capture(LEVELS[method], values);
  }
}

function capture(level: Level, values: unknown[]): void {
  const error = values.find((value) => value instanceof Error);
  const texts = values.filter((value) => value !== error);
  const printed = formatWithOptions({ colors: false, depth: 2 }, ...texts).slice(0, MOST_READ);
  const words = stripVTControlCharacters(printed).trim();
  if (error !== undefined) {
    const what = words.replace(/^[⨯✗] ?/, "") || "A failure";
    logEvent(level, { event: "failure", message: logLine(what, error), ...errorFields(error) });
  } else if (/^[✗✓] /.test(words)) tell(words);
  else if (words !== "") logEvent(level, { event: "told", message: words });
}
