/** The list of docs/models.md lists what the code translates, and every layer that the reader admits is in it. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { FORMULAS } from '../../../grader/onnx/activations/formulas.js';
import { CELLS, LAYER_RULES } from '../../../grader/onnx/layers/index.js';
import { OPERATION_RULES } from '../../../grader/onnx/operations/index.js';
import { camelCase } from '../../../grader/models/spelling.js';
import { ACTIVATIONS, knownActivation, knownClass, LAYERS } from '../../../grader/models/vocabulary.js';

const page = readFileSync('docs/models.md', 'utf8');

/** The names in an entry of the list, which may be several lines long. */
function row(title: string): string[] {
  const [, after = ''] = page.split(`- **${title}**: `);
  const [entry = ''] = after.split(/\n(?:- |\n)/);
  return Array.from(entry.matchAll(/`([^`]+)`/g), ([, name = '']) => name);
}

const sorted = (names: Iterable<string>) => [...new Set(names)].sort();
const isTranslated = (name: string) => name === 'InputLayer' || LAYER_RULES.has(name) || CELLS.has(name);

test('layers', () => {
  expect(row('Layers, translated')).toEqual(sorted([...LAYERS].filter(isTranslated).map(knownClass)));
  expect(row('Layers, not translated')).toEqual(
    sorted([...LAYERS].filter((name) => !isTranslated(name)).map(knownClass)),
  );
  // a rule for a layer that is never admitted would be dead
  expect([...LAYER_RULES.keys()].filter((name) => !LAYERS.has(name))).toEqual([]);
});

test('activations and operations', () => {
  const translated = [...ACTIVATIONS].filter((name) => FORMULAS.has(camelCase(name)));
  expect(row('Activations, translated')).toEqual(sorted(translated.map(knownActivation)));
  expect(row('Operations of graphs, translated')).toEqual(sorted(OPERATION_RULES.keys()));
});
