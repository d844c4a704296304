/** Inputs that a worker is shown as files: all of one, or some of its rows, and nothing that is not there. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SHOWN_FLAG, type ShownTensor } from '../../../grader/protocol/worker.js';
import { predictRequest } from '../../../grader/sandbox/asking/requests.js';
import { shownInputs } from '../../../grader/sandbox/asking/shown-inputs.js';
import type { PredictProbe } from '../../../grader/stages/plan.js';
import { argumentsBefore, readShown } from '../../../grader/worker/shown.js';
import { makeFolder, removeFolders } from '../../support/folders.js';

const given = process.argv;
beforeAll(() => {
  const file = join(makeFolder(), 'input-0');
  writeFileSync(file, Uint8Array.of(1, 2, 3, 4, 5, 6));
  process.argv = ['node', 'boot.cjs', '/submission', SHOWN_FLAG, file];
});
afterAll(() => {
  process.argv = given;
  removeFolders();
});

test('all of a file', () => {
  const input = { dtype: 'uint8' as const, shape: [3, 2], file: 'input-0' };
  expect(readShown(input)).toEqual({ dtype: 'uint8', shape: [3, 2], values: Uint8Array.of(1, 2, 3, 4, 5, 6) });
});

test('some rows, in the order in which they are wanted', () => {
  const input = { dtype: 'uint8' as const, shape: [2, 2], file: 'input-0', rows: [2, 0] };
  expect(readShown(input)).toEqual({ dtype: 'uint8', shape: [2, 2], values: Uint8Array.of(5, 6, 1, 2) });
});

test.each([
  ['a shape that does not fit', { shape: [4, 2] }, 'input-0 is not of shape [4, 2]'],
  ['rows of a shape that does not fit', { shape: [1, 4], rows: [0] }, 'input-0 is not of shape [1, 4]'],
  ['a row that is not there', { shape: [1, 2], rows: [3] }, 'input-0 has no such rows'],
  ['more rows than are named', { shape: [2, 2], rows: [0] }, 'input-0 has no such rows'],
  ['another file', { shape: [3, 2], file: 'input-1' }, 'input-1 is not shown to this worker'],
])('%s is refused', (_what, odd, message) => {
  const input: ShownTensor = { ...{ dtype: 'uint8', shape: [3, 2], file: 'input-0' }, ...odd };
  expect(() => readShown(input)).toThrow(message);
});

test('what comes before the files', () => {
  expect(argumentsBefore(process.argv)).toEqual(['node', 'boot.cjs', '/submission']);
});

test('a request for some rows of a large input names them, and sends no bytes', () => {
  const values = new Uint8Array(1 << 20);
  const input = { dtype: 'uint8' as const, shape: [4, 1 << 18], values };
  const probe: PredictProbe = {
    ...{ kind: 'predict', id: 'p', target: 't', input, divisor: 1, batchSize: 4, mostValues: 9, examined: true },
  };
  const subject = { kind: 'model' as const, path: 'a/model.json', example: [1 << 18], format: 'layers-model' as const };
  const shown = shownInputs([{ subject, probes: [probe] }]);
  const [some, elsewhere] = [predictRequest(probe, { shown, rows: [3, 1] }), predictRequest(probe, { rows: [3, 1] })];
  expect(some.request).toMatchObject({ tensors: { input: { shape: [2, 1 << 18], rows: [3, 1] } } });
  expect(some.body).toHaveLength(0);
  expect(elsewhere.request).toMatchObject({ tensors: { input: { shape: [2, 1 << 18], offset: 0 } } });
  expect(elsewhere.body).toHaveLength(1 << 19);
});
