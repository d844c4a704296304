// Promises that are rejected when nobody looks.
export function forward() {
  for (let i = 0; i < 1000; i += 1) Promise.reject(new Error('unheard'));
  setTimeout(() => {
    throw new Error('later');
  }, 1);
  return { loss: 1 };
}
export const backward = () => ({ dx: [1] });
