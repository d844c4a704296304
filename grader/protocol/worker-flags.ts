/**
 * The flags of Node.js that affect V8's code cache. A program that is started with other flags rejects the cache from
 * the build, so both must use these.
 */

/**
 * Code is optimized after six times as much work as usual. Most of our processes end before optimized code has paid for
 * its making: a fifth of a `grade` whose models are known went into it. Later versions of V8 have another compiler
 * before that one, and no such flag.
 */
export const LATER_OPTIMIZATION: readonly string[] = process.versions.v8.startsWith('11.')
  ? ['--interrupt-budget=400000']
  : [];

export const WORKER_V8_FLAGS: readonly string[] = [
  ...['--no-warnings', '--max-old-space-size=512', '--stack-size=900'],
  ...LATER_OPTIMIZATION,
];
