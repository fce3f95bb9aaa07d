/**
 * `npm run screenshots`: takes a picture of each main page at three widths, in light and in dark, of a console with sample
 * people. Those that the docs show go to docs/images/, all of them to screenshots/, which is not kept.
 */
import { buildPages } from "./build";
import { runCommand } from "./terminal/command";
import { runStep } from "./testing/test-steps";

await runCommand(async () => {
  const { failed } = await runStep({
    name: "screenshots",
    commands: [() => buildPages(), ["playwright", "test", "--config", "tests/pictures/playwright.config.ts"]],
  });
  if (failed > 0) process.exitCode = 1;
});
