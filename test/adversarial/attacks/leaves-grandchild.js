// A child that starts a child of its own and leaves: it would stay when everything else is gone.
const load = (name) => process.getBuiltinModule?.(name) ?? process.mainModule?.require(name);
export function forward() {
  let started = 0;
  const { spawn, spawnSync, fork, execFileSync } = load('child_process');
  const options = { detached: true, stdio: 'ignore' };
  for (const attempt of [
    () => spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], options).pid,
    () => spawnSync('/bin/sh', ['-c', 'sleep 600 & exit 0']).pid,
    () => execFileSync('/bin/sh', ['-c', 'setsid sleep 600 &']),
    () => fork('/submission/backprop.js', options).pid,
  ]) {
    try {
      if (attempt() > 0) started += 1;
    } catch {
      // as it should be
    }
  }
  return { loss: started };
}
export const backward = () => ({ dx: [1] });
