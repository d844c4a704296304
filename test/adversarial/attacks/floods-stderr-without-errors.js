// Prints on after the pipe has gone.
process.on('uncaughtException', () => {});
export function forward() {
  for (;;) {
    try {
      process._rawDebug('x'.repeat(10000));
      console.error('x'.repeat(10000));
    } catch {
      // never mind
    }
  }
}
export const backward = () => ({ dx: [1] });
