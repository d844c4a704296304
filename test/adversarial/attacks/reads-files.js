// Counts what it can read that is not its own. The test puts the path of a file outside in the place of CANARY.
const load = (name) => process.getBuiltinModule?.(name) ?? process.mainModule?.require(name);
export function forward() {
  const fs = load('fs');
  const paths = [
    'CANARY',
    '/etc/passwd',
    '/etc/hostname',
    '/proc/self/environ',
    '/proc/1/environ',
    '/proc/self/cmdline',
    '/sys/kernel',
    '/dev/null',
    '/tmp',
    '/home',
    '/root',
    '/work',
    '/submission/../CANARY',
    '/newroot',
    '/oldroot',
  ];
  let read = 0;
  for (const path of paths) {
    for (const attempt of [() => fs.readFileSync(path), () => fs.readdirSync(path)]) {
      try {
        attempt();
        console.log('read', path);
        read += 1;
      } catch {
        // as it should be
      }
    }
  }
  return { loss: read };
}
export const backward = () => ({ dx: [1] });
