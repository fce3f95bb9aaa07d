/** What the gate is measured against: a server that answers every request with the same headers and does nothing else. */
import { createServer } from "node:http";
import { z } from "zod";

const headers = z.record(z.string(), z.string());

process.once("message", (message) => {
  const raw = Object.entries(headers.parse(message)).flat();
  const server = createServer((_, response) => response.writeHead(200, raw).end());
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    process.send?.({ port: typeof address === "object" && address ? address.port : 0 });
  });
});
process.on("disconnect", () => process.exit(0));
