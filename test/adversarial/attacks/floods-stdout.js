// Prints until it is stopped.
export function forward() {
  for (;;) console.log('x'.repeat(10000));
}
export const backward = () => ({ dx: [1] });
