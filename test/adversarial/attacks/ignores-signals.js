// Takes every signal that can be taken for its own, and goes on.
export function forward() {
  for (const signal of ['SIGXCPU', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1', 'SIGXFSZ']) {
    try {
      process.on(signal, () => undefined);
    } catch {
      // not on this system
    }
  }
  for (;;);
}
export const backward = () => ({ dx: [1] });
