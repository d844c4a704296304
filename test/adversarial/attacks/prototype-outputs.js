// Output names that are special to JavaScript.
export const forward = () => ({ ['__proto__']: { loss: 1 }, constructor: 1, toString: 1, loss: 2 });
export const backward = () => ({ dx: [1] });
