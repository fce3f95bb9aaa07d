/**
 * Opens connections to a gate, has one call answered on each, and keeps them open. A process of its own, since the number
 * of files that a process may open is bounded.
 */
import { connect } from "node:net";

const [port = 0, count = 0] = process.argv.slice(2).map(Number);
// So many at a time, as a server accepts them one after the other.
const WIDTH = 200;

let open = 0;

function idle(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("GET /authorize HTTP/1.1\r\nHost: gate\r\n\r\n"));
    socket.once("data", () => {
      open += 1;
      resolve();
    });
    socket.once("close", () => (open -= 1));
    socket.once("error", reject);
  });
}

async function idleInTurn(): Promise<void> {
  for (let made = 0; made < count / WIDTH; made += 1) await idle();
}

await Promise.all(Array.from({ length: WIDTH }, idleInTurn));
process.send?.({ answered: open });
process.on("message", () => process.send?.({ open }));
