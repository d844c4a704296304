/**
 * How student code is bundled, wherever that is done. The platform is neutral, so that Node's own modules are refused like
 * any other package; the student's tsconfig.json has no effect. `import()` becomes `require`, since what is bundled runs
 * where nothing can be loaded later. All files that are imported run, as in Node.js, whatever package.json says of their
 * side effects.
 */
export const BUNDLING = {
  format: 'cjs',
  platform: 'neutral',
  target: 'node20',
  external: '@tensorflow/*',
  tsconfigRaw: '{}',
  supported: { 'dynamic-import': false },
  ignoreAnnotations: true,
} as const;
