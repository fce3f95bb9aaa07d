import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeGateway } from "./contract";
import { documented, type Ports } from "./gateway";

describeGateway({
  program: "caddy",
  configure,
  whenGateIsDown: 502,
  whenGateIsSlow: 504,
  passesBodies: true,
  takesAnyYes: false,
  removesByBeginning: true,
});

/** Without the address for administration, which all Caddys of a machine would share. */
function configure(folder: string, { gateway, gate, api }: Ports): string[] {
  writeFileSync(
    join(folder, "site"),
    documented("Caddyfile", {
      "\n:8080 {": `\n:${gateway} {\n\tbind 127.0.0.1`,
      "127.0.0.1:3001": `127.0.0.1:${gate}`,
      "127.0.0.1:8000": `127.0.0.1:${api}`,
    }),
  );
  const path = join(folder, "Caddyfile");
  writeFileSync(path, `{\n\tadmin off\n}\nimport ${folder}/site\n`);
  return ["run", "--config", path, "--adapter", "caddyfile"];
}
