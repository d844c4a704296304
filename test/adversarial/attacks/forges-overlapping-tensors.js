// Answers with tensors that all lie over the same bytes, so that each is copied whole.
// How any script of the worker's process reaches descriptor 3.
const fs = process.getBuiltinModule?.('fs') ?? process.mainModule?.require('fs') ?? process.binding('fs');
export function forward() {
  const tensor = { dtype: 'uint8', shape: [4096], offset: 0 };
  const outputs = { loss: { kind: 'numbers', form: 'tensor', tensor } };
  const kept = (shape) => ({ kind: 'kept', tensor: { dtype: 'float32', shape, offset: 0 } });
  const header = Buffer.from(
    JSON.stringify({ type: 'returned', outputs, keys: [], inputsAfter: { W: kept([2, 2]), x: kept([1, 2]) } }),
  );
  const prefix = Buffer.alloc(8);
  prefix.writeUInt32LE(header.length, 0);
  prefix.writeUInt32LE(4096, 4);
  fs.writeSync(3, Buffer.concat([prefix, header, Buffer.alloc(4096)]));
  for (;;);
}
export const backward = () => ({ dx: [1] });
