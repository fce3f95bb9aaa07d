/** Tells the operator what is being done and, when it is done, how long it took. */

const nameWidth = 56;

/** `name` says what is being done; `done` says the outcome, or nothing when it is not worth a line. */
export async function step<Outcome>(
  name: string,
  work: () => Promise<Outcome>,
  done: (outcome: Outcome) => string | undefined,
): Promise<Outcome> {
  const began = performance.now();
  const seconds = (): string => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  const live = showWhileWorking(name, seconds);
  try {
    const outcome = await work();
    live.clear();
    const sentence = done(outcome);
    if (sentence !== undefined) console.log(`✓ ${sentence.padEnd(nameWidth)} ${seconds().padStart(7)}`);
    return outcome;
  } catch (error) {
    live.clear();
    throw error;
  }
}

/** On a terminal one line that counts the seconds; elsewhere, such as in a log, a plain line if it takes a while. */
function showWhileWorking(name: string, seconds: () => string): { clear: () => void } {
  if (!process.stdout.isTTY) {
    const timer = setTimeout(() => console.log(`  ${name} …`), 1_000);
    return { clear: () => clearTimeout(timer) };
  }
  const draw = (): void => void process.stdout.write(`\r  ${`${name} …`.padEnd(nameWidth)} ${seconds().padStart(7)}`);
  draw();
  const timer = setInterval(draw, 100);
  return {
    clear: () => {
      clearInterval(timer);
      process.stdout.write("\r\u001b[K");
    },
  };
}
