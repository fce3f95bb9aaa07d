/** `npm run build`: the pages, where `npm start` shall find them built because it may not write there itself. */
import { buildPages } from "./build";
import { runCommand } from "./terminal/command";
import { step } from "./terminal/progress";

await runCommand(() =>
  step(
    "Building the pages",
    () => buildPages(),
    ({ built }) => (built ? "Pages built" : "The pages are built already"),
  ).then(() => undefined),
);
