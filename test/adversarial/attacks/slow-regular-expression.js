// Backtracks for longer than the universe has.
export const forward = () => ({ loss: /^(a+)+$/.test('a'.repeat(60) + 'b') ? 1 : 0 });
export const backward = () => ({ dx: [1] });
