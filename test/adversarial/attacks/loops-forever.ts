// Never returns: no event loop turn, no microtask, nothing to interrupt from inside.
export function forward() {
  for (;;);
}
export function backward() {
  return { dx: [1] };
}
