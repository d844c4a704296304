import { expect, test } from '@jest/globals';
import { wordsOf } from '../../../grader/files/bundler-words.js';

const FILES = ['backprop.js', 'layers.js', 'lib/Relu.ts', 'lib/index.ts', 'lib/old.mjs', 'src/a/b.js'];
const CASE = ': upper and lower case matter, even if your own disk ignores it';

test.each<[string, string, string]>([
  ['Could not resolve "./x"', 'backprop.js', ''],
  ['Could not resolve "./lib/relu"', 'backprop.js', `, but lib/Relu.ts is${CASE}`],
  ['Could not resolve "./Lib/Relu.js"', 'backprop.js', `, but lib/Relu.ts is${CASE}`],
  ['Could not resolve "../../Layers"', 'src/a/b.js', `, but layers.js is${CASE}`],
  ['Could not resolve "./old.js"', 'lib/index.ts', ', but lib/old.mjs is'],
  ['Could not resolve "../x.js"', 'backprop.js', ': it lies outside of what was handed in'],
  ['Could not resolve ".\\\\lib\\\\old.mjs"', 'backprop.js', ': write "/" between folders and names'],
  ['Could not resolve import("./nix/**/*")', 'backprop.js', ''],
  ['Cannot read file: Layers.js', 'backprop.js', `, but layers.js is${CASE}`],
])('%s in %s', (message, file, why) => {
  const words = wordsOf(message, file, FILES);
  expect(words).toMatchObject({ kind: 'unresolved', why });
});

test.each<[string, string, string]>([
  ['Could not resolve "lodash"', 'backprop.js', ''],
  ['Could not resolve "layers.js"', 'backprop.js', ': your own layers.js is imported as "./layers.js"'],
  ['Could not resolve "old"', 'lib/Relu.ts', ': your own lib/old.mjs is imported as "./old.mjs"'],
  ['Could not resolve "@/layers"', 'src/a/b.js', ': your own layers.js is imported as "../../layers.js"'],
])('%s in %s', (message, file, why) => {
  expect(wordsOf(message, file, FILES)).toMatchObject({ kind: 'package', why });
});

test.each<[string, string, string]>([
  ['Expected ";" but found "x"', 'a.js', 'Expected ";" but found "x"'],
  [
    String.raw`Unexpected "\xff"`,
    'a.js',
    'this is not text in UTF-8, but perhaps in UTF-16: save the file with the encoding UTF-8',
  ],
  [
    'No loader is configured for ".png" files: a.png',
    'a.js',
    'a file with the ending .png cannot be imported: only code, JSON and text can',
  ],
  [
    'Top-level await is currently not supported with the "cjs" output format',
    'a.js',
    'await outside of functions is not possible here: write it into an async function',
  ],
  [
    'The JSX syntax extension is not currently enabled',
    'a.js',
    'tags as in HTML (JSX) cannot be read here: write plain TypeScript or JavaScript',
  ],
  [
    'JSON does not support comments',
    'lib/package.json',
    'lib/package.json is not JSON, and Node.js refuses the code beside it as well: correct it or leave it out (JSON does not support comments)',
  ],
  ['JSON does not support comments', 'data.json', 'JSON does not support comments'],
])('%s in %s', (message, file, sentence) => {
  expect(wordsOf(message, file, FILES)).toEqual({ kind: 'other', sentence });
});
