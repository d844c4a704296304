/** What is handed in with an attack besides its code. */
import { readFileSync } from 'node:fs';

/** Native code that any Node.js on Linux loads; a library of ours has some for this machine. */
const ADD_ON = `node_modules/@msgpackr-extract/msgpackr-extract-${process.platform}-${process.arch}/node.napi.glibc.node`;

export function besideOf(attacks: readonly string[]): Readonly<Record<string, Uint8Array>> {
  return attacks.includes('loads-addon.js') ? { 'addon.node': readFileSync(ADD_ON) } : {};
}
