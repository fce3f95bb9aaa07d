import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeGateway } from "./contract";
import { documented, type Ports } from "./gateway";

describeGateway({
  program: "nginx",
  configure,
  whenGateIsDown: 503,
  whenGateIsSlow: 503,
  passesBodies: false,
  takesAnyYes: true,
  removesByBeginning: false,
});

/** What Debian's nginx.conf does with files of conf.d, with everything that it writes in the folder. */
function configure(folder: string, { gateway, gate, api }: Ports): string[] {
  writeFileSync(
    join(folder, "latchkey.conf"),
    documented("nginx.conf", {
      "listen 8080": `listen 127.0.0.1:${gateway}`,
      "127.0.0.1:3001": `127.0.0.1:${gate}`,
      "127.0.0.1:8000": `127.0.0.1:${api}`,
    }),
  );
  const kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  for (const kind of kinds) mkdirSync(join(folder, kind));
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off; worker_processes 2; pid ${folder}/pid; error_log stderr;
    events {}
    http { access_log off; ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(" ")} include latchkey.conf; }`,
  );
  return ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"];
}
