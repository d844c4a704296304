// Memory outside V8's heap, touched so that it counts.
export function forward() {
  const all = [];
  for (;;) all.push(new Uint8Array(16 << 20).fill(1));
}
export const backward = () => ({ dx: [1] });
