// A promise that never settles: the worker waits for it.
export const forward = () => new Promise(() => {});
export const backward = () => ({ dx: [1] });
