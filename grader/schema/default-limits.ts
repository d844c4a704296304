/** The default limits of rubrics. Separate from the schema, so that reading them does not load the schema library. */

/** Used where a rubric does not set a limit; in the units of its keys. */
export const DEFAULT_LIMITS = {
  // with 20 s of waiting, no submission takes more than a minute
  totalSeconds: 30,
  callSeconds: 8,
  modelSeconds: 30,
  memoryMiB: 1024,
  outputKiB: 1024,
  submissionMiB: 100,
  files: 2000,
} as const;
