/** Which files are handed in: those that the rubric names and those that they need, and nothing else. */
import { expect, test } from '@jest/globals';
import { parseRubric } from '../../../../grader/rubric/parse.js';
import { chooseContents, missingFrom, namedBy } from '../../../../grader/workspace/packing/contents.js';
import { SMALL_RUBRIC } from '../../../support/rubric-text.js';

const parsed = parseRubric('small.yaml', SMALL_RUBRIC);
if (!parsed.ok) throw new Error('the rubric is right');
const { rubric } = parsed;
const named = namedBy(rubric);

test('what the rubric names: answers, a log, code with any ending, a model in either form', () => {
  expect([...named.files].sort()).toEqual([
    ...['answers.json', 'code.cjs', 'code.js', 'code.mjs', 'code.ts', 'model/model.json', 'model/model.onnx'],
    'notes/loss.csv',
  ]);
  expect([...named.code].sort()).toEqual(['code.cjs', 'code.js', 'code.mjs', 'code.ts']);
  expect([...named.models]).toEqual(['model/model.json']);
});

test('named and needed files are packed in the order of their bytes, all others are left', () => {
  const paths = ['notes.md', 'model/weights.bin', 'model/old.bin', 'code.ts', 'model/model.json', 'helper.ts'];
  expect(chooseContents(paths, named, new Set(['model/weights.bin', 'helper.ts']))).toEqual({
    packed: ['code.ts', 'helper.ts', 'model/model.json', 'model/weights.bin'],
    left: ['model/old.bin', 'notes.md'],
  });
});

test('of a folder that the rubric names, everything is packed, of one with a longer name nothing', () => {
  const images = { ...named, folders: ['data/'] };
  const paths = ['data/a.png', 'data/train/labels.csv', 'data2/a.png', 'data'];
  expect(chooseContents(paths, images, new Set()).packed).toEqual(['data/a.png', 'data/train/labels.csv']);
});

test('what is missing is named once, with what is there instead', () => {
  expect(missingFrom(['code.js', 'answers.json', 'model/model.onnx', 'notes/loss.csv'], rubric)).toEqual([]);
  expect(missingFrom(['Answers.json', 'code.py', 'notes/loss.csv'], rubric)).toEqual([
    'answers.json is missing; Answers.json is there: names are case-sensitive; call it answers.json',
    'code.ts (or .js) is missing; code.py is there, but this homework wants TypeScript or JavaScript: hand in code.ts',
    'model/model.json or model/model.onnx was not handed in: export the model with model.save or with torch.onnx.export into model/',
  ]);
});
