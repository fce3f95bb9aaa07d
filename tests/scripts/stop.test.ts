/** How an installation ends, in order and not, and what the next start finds. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addressName } from "@/scripts/postgres/postgres";
import { freePorts } from "@/tests/server";
import { givenInstallation, sentence } from "./installation";
import { command, databaseProcesses, gatesOf, isRunning, processesOf, start, until } from "./processes";

const { home, settings, given, query } = givenInstallation();

describe("npm start", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "stops everything within five seconds on %s, with exit code 0",
    async (signal) => {
      const { process: child, ended } = await given();
      const { server, guard } = databaseProcesses(home);
      const [gate = 0] = gatesOf(child);
      for (const pid of [server, guard, gate]) expect(pid).toBeGreaterThan(0);
      const before = Date.now();
      child.kill(signal);
      expect(await ended).toMatchObject({ code: 0 });
      expect(processesOf(home)).toEqual([]);
      expect(isRunning(gate)).toBe(false);
      expect(Date.now() - before).toBeLessThan(5_000);
      expect(existsSync(join(home, addressName))).toBe(false);
    },
  );

  it("stops everything also when a service manager tells npm alone", async () => {
    const { process: npm, ended, gateUrl } = await start(settings, "npm");
    expect(databaseProcesses(home).server).toBeGreaterThan(0);
    npm.kill("SIGTERM");
    await ended;
    await until(() => processesOf(home).length === 0, "nothing is left over");
    await expect(fetch(gateUrl)).rejects.toThrow("fetch failed");
  });

  it("is refused a second time on the same data, which the first goes on serving", async () => {
    const { url } = await given();
    const second = await command("start", { ...settings, ...(await freePorts()) }).ended;
    expect(second.code).toBe(1);
    expect(second.output).toMatch(sentence);
    expect(second.output).toContain(`already running on ${home}`);
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
  });

  it("takes its database and its gate along when it is killed", async () => {
    const { process: child } = await given();
    const [gate = 0] = gatesOf(child);
    child.kill("SIGKILL");
    await until(() => !isRunning(gate), "the gate has ended");
    await until(() => processesOf(home).length === 0, "the guard has stopped the database and gone");
    expect(readFileSync(join(home, "postgres.log"), "utf8")).toContain("database system is shut down");
  });

  it("recovers with every confirmed change after all of its processes were killed", async () => {
    const { process: child } = await given();
    await query("UPDATE users SET company = 'Confirmed' WHERE username = 'ada'");
    const { server, guard } = databaseProcesses(home);
    for (const pid of [guard, server, child.pid]) process.kill(pid ?? 0, "SIGKILL");
    await until(() => processesOf(home).length === 0, "all are dead");
    await given();
    expect(await query("SELECT company FROM users WHERE username = 'ada'")).toEqual([{ company: "Confirmed" }]);
  });

  it("replaces a database server that a killed start left behind", async () => {
    const { process: child, ended } = await given();
    const { server, guard } = databaseProcesses(home);
    for (const pid of [guard, child.pid]) process.kill(pid ?? 0, "SIGKILL");
    await ended;
    expect(databaseProcesses(home)).toEqual({ server, guard: undefined });
    await given();
    expect(databaseProcesses(home).server).not.toBe(server);
    expect(processesOf(home).filter((pid) => pid === server)).toEqual([]);
  });

  it("is not misled by the note of a dead server whose number another process has now", async () => {
    const note = [process.pid, join(home, "postgres"), 0, 5432, "", "127.0.0.1", "", "ready"].join("\n");
    writeFileSync(join(home, "postgres", "postmaster.pid"), note);
    const { url } = await given();
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
  });
});
