// Fills V8's heap: objects that stay reachable.
export function forward() {
  const all = [];
  for (;;) all.push(new Array(1e5).fill({}));
}
export const backward = () => ({ dx: [1] });
