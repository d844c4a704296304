// Announces a frame of 4 GB.
// How any script of the worker's process reaches descriptor 3.
const fs = process.getBuiltinModule?.('fs') ?? process.mainModule?.require('fs') ?? process.binding('fs');
const frame = (header, body = Buffer.alloc(0), lengths) => {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const prefix = Buffer.alloc(8);
  prefix.writeUInt32LE(lengths?.[0] ?? text.length, 0);
  prefix.writeUInt32LE(lengths?.[1] ?? body.length, 4);
  return Buffer.concat([prefix, text, body]);
};
export function forward() {
  fs.writeSync(3, frame('{}', undefined, [0xffffffff, 0xffffffff]));
  for (;;) fs.writeSync(3, Buffer.alloc(1 << 16));
}
export const backward = () => ({ dx: [1] });
