// Answers with a body of 60 MB, which the largest of all answers might have, and this one never.
// How any script of the worker's process reaches descriptor 3.
const fs = process.getBuiltinModule?.('fs') ?? process.mainModule?.require('fs') ?? process.binding('fs');
export function forward() {
  const bytes = 60 << 20;
  const output = { kind: 'numbers', form: 'tensor', tensor: { dtype: 'uint8', shape: [bytes], offset: 0 } };
  const header = Buffer.from(
    JSON.stringify({ type: 'returned', outputs: { loss: output }, keys: [], inputsAfter: {} }),
  );
  const prefix = Buffer.alloc(8);
  prefix.writeUInt32LE(header.length, 0);
  prefix.writeUInt32LE(bytes, 4);
  const all = Buffer.concat([prefix, header, Buffer.alloc(bytes)]);
  for (let sent = 0; sent < all.length;) {
    try {
      sent += fs.writeSync(3, all, sent);
    } catch {
      // nobody reads at the moment
    }
  }
  for (;;);
}
export const backward = () => ({ dx: [1] });
