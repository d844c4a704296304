/**
 * The flags of Node.js that shape V8's code cache. The cache that the build makes is rejected by a worker that was
 * started with others, so both take them from here.
 */
export const WORKER_V8_FLAGS = ['--no-warnings', '--max-old-space-size=512', '--stack-size=900'] as const;
