// Returns what it was asked for, a hundred million times over.
export const forward = () => ({ loss: new Float32Array(1e8 / 4) });
export const backward = () => ({ dx: [1] });
