/** How `train.ts` is started: the options after `npm run train --`, and what is said when something is wrong. */

/** Something that you can put right: the sentence is printed without the place in the code. */
export class Wrong extends Error {}

function stepsOr(usual: number): number {
  const at = process.argv.indexOf('--steps');
  if (at < 0) return usual;
  const given = process.argv[at + 1] ?? 'missing';
  const steps = Number(given);
  if (Number.isInteger(steps) && steps >= 1) return steps;
  throw new Wrong(`--steps is ${given}, expected a whole number from 1, e.g. npm run train -- --steps 200`);
}

/** Whether `error` says that a part of the starter is not written yet. */
export function isNotWritten(error: unknown): error is Error {
  return error instanceof Error && error.message.endsWith('is not written yet');
}

/** Runs the program to its end, with the number of steps after `--steps`, or `usualSteps` without it. */
export async function run(usualSteps: number, main: (steps: number) => Promise<void> | void): Promise<void> {
  try {
    await main(stepsOr(usualSteps));
  } catch (error) {
    console.error(error instanceof Wrong ? error.message : error);
    process.exitCode = 1;
  }
}
