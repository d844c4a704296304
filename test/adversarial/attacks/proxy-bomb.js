// An array-like of endless length and depth.
const bomb = () =>
  new Proxy([], { get: (_, key) => (key === 'length' ? 2 ** 31 : key === Symbol.toPrimitive ? undefined : bomb()) });
export const forward = () => ({ loss: bomb() });
export const backward = () => ({ dx: [1] });
