// Looks like a kill for want of memory, to whoever believes exit codes.
export function forward() {
  console.error('FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory');
  process.reallyExit(137);
}
export const backward = () => ({ dx: [1] });
