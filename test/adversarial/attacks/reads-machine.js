// Counts what tells which machine this is: its name, and ids of processes.
const load = (name) => process.getBuiltinModule?.(name) ?? process.mainModule?.require(name);
export function forward() {
  let told = 0;
  for (const attempt of [
    () => load('os').hostname() !== 'sandbox',
    () => process.pid !== 1,
    () => process.ppid !== 0,
  ]) {
    try {
      told += attempt() ? 1 : 0;
    } catch {
      // as it should be
    }
  }
  return { loss: told };
}
export const backward = () => ({ dx: [1] });
