// Worker threads would outlive a call and share its memory.
const load = (name) => process.getBuiltinModule?.(name) ?? process.mainModule?.require(name);
export function forward() {
  const { Worker } = load('worker_threads');
  for (let i = 0; i < 100; i += 1) new Worker('for(;;);', { eval: true });
  return { loss: 1 };
}
export const backward = () => ({ dx: [1] });
