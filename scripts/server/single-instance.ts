/**
 * One process at a time works on a data folder. The claim is a listening socket, which the system takes away with its
 * process however that ends; a lock file would outlive a kill -9, and a process id in it may belong to somebody else.
 */
import { createHash } from "node:crypto";
import { realpathSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorCode } from "@/scripts/terminal/command";

/** A function that gives the folder free again; undefined while another process holds it. */
export async function claimFolder(folder: string): Promise<(() => Promise<void>) | undefined> {
  const path = socketPath(folder);
  const first = await listen(path);
  if (first) return () => release(first);
  if (await answers(path)) return undefined;
  rmSync(path, { force: true });
  const second = await listen(path);
  return second && (() => release(second));
}

/** A socket's path may have about a hundred characters, so it can't be inside a folder of any depth. */
function socketPath(folder: string): string {
  const digest = createHash("sha256").update(realpathSync(folder)).digest("hex").slice(0, 32);
  return join(tmpdir(), `latchkey-${digest}.sock`);
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error) => {
      if (errorCode(error) === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen(path, () => {
      server.unref();
      resolve(server);
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

function release(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
