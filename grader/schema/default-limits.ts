/** The limits of a rubric that states none. Apart from the schema, so that reading them loads no schema library. */

/** What holds where a rubric says nothing; in the units of its keys. */
export const DEFAULT_LIMITS = {
  // with 20 s of waiting, a submission is over within a minute, whatever it does
  totalSeconds: 30,
  callSeconds: 8,
  modelSeconds: 30,
  memoryMiB: 1024,
  outputKiB: 1024,
  submissionMiB: 100,
  files: 2000,
} as const;
