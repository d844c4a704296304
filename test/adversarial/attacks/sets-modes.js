// Counts files whose mode, owner, times or length it could change, its own ones and others'.
const load = (name) => process.getBuiltinModule?.(name) ?? process.mainModule?.require(name);
export function forward() {
  const fs = load('fs');
  let changed = 0;
  for (const path of ['CANARY', 'backprop.js', '.', process.execPath, '/']) {
    for (const attempt of [
      () => fs.chmodSync(path, 0o4777),
      () => fs.chownSync(path, process.getuid(), process.getgid()),
      () => fs.utimesSync(path, 1, 1),
      () => fs.truncateSync(path, 0),
      () => fs.renameSync(path, path + '.moved'),
      () => fs.linkSync(path, 'linked'),
      () => fs.symlinkSync('/etc/passwd', 'link'),
      () => fs.rmSync(path, { recursive: true }),
    ]) {
      try {
        attempt();
        changed += 1;
        console.log(String(attempt), path);
      } catch {
        // as it should be
      }
    }
  }
  return { loss: changed };
}
export const backward = () => ({ dx: [1] });
