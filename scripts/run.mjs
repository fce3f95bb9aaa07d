// Every npm script of this project starts here: `node scripts/run.mjs start` runs scripts/start.ts in this very process,
// so that a signal sent by npm, a shell or a service manager reaches the one process that can act on it.
// The check comes first and is written so that an old Node can still read it: hence neither a static import of a
// package nor `await` at the top.
var name = process.argv[2];
var version = process.versions.node.split(".").map(Number);

if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  console.error("Latchkey needs Node 20.19 or newer; this is Node " + process.versions.node + ".");
  process.exit(1);
}

process.env.NEXT_TELEMETRY_DISABLED = "1";

import("tsx/esm/api")
  .then(function (tsx) {
    tsx.register({ tsconfig: new URL("../tsconfig.json", import.meta.url).pathname });
    return import("./" + name + ".ts");
  })
  .catch(function (error) {
    console.error(error);
    process.exit(1);
  });
