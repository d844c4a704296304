// Counts the ways to another user.
export function forward() {
  let changed = 0;
  for (const attempt of [
    () => process.setuid(0),
    () => process.seteuid(0),
    () => process.setgid(0),
    () => process.setegid(0),
    () => process.setgroups([0]),
    () => process.initgroups(0, 0),
    () => process.setuid('root'),
  ]) {
    try {
      attempt();
      changed += 1;
    } catch {
      // as it should be
    }
  }
  return { loss: changed + (process.getuid() === 0 ? 1 : 0) };
}
export const backward = () => ({ dx: [1] });
