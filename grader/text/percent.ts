/** Shares in the sentences of a report. */

/** Must not round up to a share that was not reached. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
