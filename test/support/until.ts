/** Waits for a condition that another process fulfils, if there is no event to await. */

/** Asks again and again, and fails with `what` when it has not come true within so many milliseconds. */
export async function until(condition: () => boolean, what: string, most = 30_000): Promise<void> {
  const ends = performance.now() + most;
  while (!condition()) {
    if (performance.now() > ends) throw new Error(`waited ${String(most)} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
