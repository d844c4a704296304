// Counts processes other than its own that it could signal.
export function forward() {
  let reached = 0;
  for (let pid = -1; pid < 100_000; pid += 1) {
    // in a namespace of its own, low numbers are its own threads
    if (pid === process.pid || (pid >= 0 && pid < 100 && pid !== process.ppid) || pid === 0) continue;
    try {
      // signal 0 only asks
      process.kill(pid, 0);
      reached += 1;
    } catch {
      // not allowed, or nobody there
    }
  }
  return { loss: reached };
}
export const backward = () => ({ dx: [1] });
