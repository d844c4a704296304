// Native code would not be bound by anything but the sandbox.
const load = (name) => process.getBuiltinModule?.(name) ?? process.mainModule?.require(name);
export function forward() {
  let done = 0;
  for (const attempt of [
    () => process.dlopen({ exports: {} }, `${process.cwd()}/addon.node`),
    () => load('module').createRequire(`${process.cwd()}/`)('./addon.node'),
  ]) {
    try {
      attempt();
      done += 1;
    } catch {
      // as it should be
    }
  }
  return { loss: done };
}
export const backward = () => ({ dx: [1] });
