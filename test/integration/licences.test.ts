/** The licences that the package brings for the code of others in it. The second list is what esbuild wrote into the bundles. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const text = readFileSync('dist/bin/THIRD-PARTY-LICENSES.txt', 'utf8');
const sections = text.split(/^-{100}$/m).slice(1);

/** The libraries that are named at the head of a section, each with its version and licence. */
const headOf = (section: string) => section.trim().split('\n\n')[0]?.split('\n') ?? [];

/** esbuild names each file in a comment or, where it was CommonJS, as the key of a function. */
const FILE = /(?:^\s*\/\/ |")((?:node_modules\/(?:@[\w.-]+\/)?[\w.-]+\/)+)/gm;

function packagesIn(bundle: string): readonly string[] {
  const folders = Array.from(readFileSync(bundle, 'utf8').matchAll(FILE), ([, folder = '']) => folder);
  return folders.map((folder) => folder.split('node_modules/').at(-1)?.slice(0, -1) ?? '');
}

test('each library in a bundle has a section with the words of its licence', () => {
  const bundles = ['dist/bin', 'dist/worker'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.cjs'))
      .map((name) => join(folder, name)),
  );
  const found = new Set(bundles.flatMap(packagesIn));
  expect(found.size).toBeGreaterThan(30);
  const told = sections.flatMap(headOf).map((line) => line.split(' ')[0]);
  expect([...found].filter((name) => !told.includes(name))).toEqual([]);
  expect(told).toEqual(
    expect.arrayContaining(['@tensorflow/tfjs-layers', '@tensorflow/tfjs-backend-wasm', 'ajv', 'execa', 'yargs']),
  );
});

test('no section is without a licence, and most have its whole text', () => {
  expect(sections.flatMap(headOf).filter((line) => !/^\S+ \d+\.\d+\.\d+\S*, [\w.() -]+$/.test(line))).toEqual([]);
  const whole = sections.filter((section) => /permission|licensed|redistribution/i.test(section));
  expect(whole.length).toBeGreaterThan(0.8 * sections.length);
});
