/**
 * The flags of Node.js that affect V8's code cache. A worker that is started with other flags rejects the cache from
 * the build, so both must use these.
 */
export const WORKER_V8_FLAGS = ['--no-warnings', '--max-old-space-size=512', '--stack-size=900'] as const;
