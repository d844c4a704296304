/**
 * The flags of Node.js that affect V8's code cache. A program that is started with other flags rejects the cache from
 * the build, so both must use these.
 */

/**
 * Code is optimized after six times as much work as usual. Most of our processes end before optimized code has paid for
 * its making: a fifth of a `grade` whose models are known went into it. Later versions of Node.js do not start with this
 * flag, and have another compiler before that one.
 */
export const LATER_OPTIMIZATION: readonly string[] = process.version.startsWith('v20.')
  ? ['--interrupt-budget=400000']
  : [];

export const WORKER_V8_FLAGS: readonly string[] = [
  ...['--no-warnings', '--max-old-space-size=512', '--stack-size=900'],
  ...LATER_OPTIMIZATION,
];
