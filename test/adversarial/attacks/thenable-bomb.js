// Each `then` resolves with another thenable: awaiting it never ends.
const bomb = () => ({ then: (resolve) => resolve(bomb()) });
export const forward = () => bomb();
export const backward = () => ({ dx: [1] });
