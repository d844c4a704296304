/**
 * How student code is bundled, wherever that is done. The platform is neutral, so that Node's own modules are refused like
 * any other package; the student's tsconfig.json has no effect.
 */
export const BUNDLING = {
  format: 'cjs',
  platform: 'neutral',
  target: 'node20',
  external: '@tensorflow/*',
  tsconfigRaw: '{}',
} as const;
