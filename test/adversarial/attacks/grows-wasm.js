// Lets WebAssembly memories grow to their limit, and touches them.
export function forward() {
  const all = [];
  for (;;) {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 16384 });
    memory.grow(4096);
    all.push(new Uint8Array(memory.buffer).fill(1));
  }
}
export const backward = () => ({ dx: [1] });
