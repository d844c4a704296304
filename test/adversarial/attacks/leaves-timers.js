// Works on after its answer, in timers and immediates.
export function forward() {
  const again = () => {
    setImmediate(again);
  };
  again();
  setInterval(() => console.log('still here'), 1);
  return { loss: 1 };
}
export const backward = () => ({ dx: [1] });
