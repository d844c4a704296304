// Waits at the top of the file for what never comes.
await new Promise(() => undefined);
export const forward = () => ({ loss: 0 });
export const backward = () => ({ dx: [1] });
