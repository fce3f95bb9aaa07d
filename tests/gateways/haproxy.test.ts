import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeGateway } from "./contract";
import { documented, type Ports } from "./gateway";

describeGateway({
  program: "haproxy",
  configure,
  whenGateIsDown: 503,
  whenGateIsSlow: 503,
  passesBodies: true,
  takesAnyYes: false,
  removesByBeginning: true,
});

function configure(folder: string, { gateway, gate, api }: Ports): string[] {
  writeFileSync(join(folder, "authorize.lua"), documented("authorize.lua", {}));
  const path = join(folder, "haproxy.cfg");
  writeFileSync(
    path,
    documented("haproxy.cfg", {
      "bind :8080": `bind 127.0.0.1:${gateway}`,
      "127.0.0.1:3001": `127.0.0.1:${gate}`,
      "127.0.0.1:8000": `127.0.0.1:${api}`,
      "abns@latchkey-gate": `abns@latchkey-gate-${gateway}`,
      "/etc/haproxy": folder,
    }),
  );
  return ["-db", "-f", path];
}
