// Keys that would change prototypes in a careless parent.
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
  const header =
    '{"type":"returned","__proto__":{"score":100},"outputs":{"__proto__":{"kind":"unusable","found":"x"},' +
    '"constructor":{"kind":"unusable","found":"x"}},"keys":["__proto__"],"inputsAfter":{}}';
  fs.writeSync(3, frame(header));
  for (;;);
}
export const backward = () => ({ dx: [1] });
