/** A starter from a rubric: what is asked, in the words of the rubric, as code, templates and a README. */
import { describe, expect, test } from '@jest/globals';
import { answerTemplates, askedAnswers, givenValues } from '../../../grader/starters/from-rubric/answers.js';
import { askedFunctions } from '../../../grader/starters/from-rubric/asked.js';
import { askedModels } from '../../../grader/starters/from-rubric/models.js';
import { moduleText, tellTensor } from '../../../grader/starters/from-rubric/module-text.js';
import {
  identifierFor,
  inComment,
  keyFor,
  literal,
  Names,
  pascalCase,
} from '../../../grader/starters/from-rubric/names.js';
import { readmeText } from '../../../grader/starters/from-rubric/readme-text.js';
import { starterFrom } from '../../../grader/starters/from-rubric/starter.js';
import { networksText, trainText } from '../../../grader/starters/from-rubric/training-text.js';
import { parseRubric } from '../../../grader/rubric/parse.js';
import type { Rubric } from '../../../grader/schema/rubric.js';
import { SMALL_RUBRIC } from '../../support/rubric-text.js';

function rubricOf(text: string): Rubric {
  const parsed = parseRubric('r.yaml', text);
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  return parsed.rubric;
}

const SMALL = rubricOf(SMALL_RUBRIC);
const COMMON = new Map([
  ['package.json', '{ "scripts": { "train": "t", "types": "tsc" } }'],
  ...['tf.ts', 'run.ts', 'save-model.ts', 'log.ts', 'tsconfig.json'].map((name) => [name, name] as const),
]);

describe('names', () => {
  test.each([
    ['forward', 'forward'],
    ['my-loss', 'my_loss'],
    ['2d', '_2d'],
    ['delete', 'delete_'],
    ['tf', 'tf_'],
    ['  ', '_'],
    ['été', '_t_'],
  ])('%j is %s in code', (name, made) => {
    expect(identifierFor(name)).toBe(made);
  });
  test('keys, strings and comments cannot end where they should not', () => {
    expect([keyFor('W1'), keyFor('a b'), keyFor("it's")]).toEqual(['W1', "'a b'", '"it\'s"']);
    expect(literal('a\nb')).toBe(String.raw`"a\nb"`);
    expect(inComment('end */ of\nline')).toBe('end * / of line');
    expect(pascalCase('regress-loss 2')).toBe('RegressLoss2');
    const names = new Names();
    expect(['x', 'x', 'x2', 'x'].map((name) => names.take(name))).toEqual(['x', 'x2', 'x22', 'x3']);
  });
});

describe('functions', () => {
  test('arguments and outputs have the shapes of the network', () => {
    const [forward] = askedFunctions(SMALL);
    const tensor = (name: string, shape: readonly (number | string)[]) => ({ name, shape, classes: null });
    expect(forward).toEqual({
      ...{ file: 'code', export: 'forward' },
      arguments: [
        { kind: 'record', members: [tensor('W', [1, 'D']), tensor('b', [1])] },
        { kind: 'tensor', tensor: tensor('x', ['B', 'D']) },
        { kind: 'tensor', tensor: tensor('y', ['B', 1]) },
      ],
      result: { kind: 'record', members: [tensor('yhat', ['B', 1])] },
    });
  });
  test('labels are class numbers, and a loss is one number', () => {
    const rubric = rubricOf(`schemaVersion: 1
id: l
title: L
points: 1
networks:
  n:
    inputs: { out: [B, K] }
    labels: { label: { shape: [B], classes: K } }
    parameters: {}
    nodes: [{ name: loss, op: cross-entropy, of: [out, label] }]
sampleSets: { s: { kind: generic, network: n, sizes: { B: 3, K: 4 }, count: 1, seed: 1 } }
targets: { t: { kind: function, file: f, export: loss, arguments: [out, label], returns: value } }
checks: [{ id: c, kind: loss, title: C, points: 1, target: t, network: n, at: [s] }]
`);
    const [loss] = askedFunctions(rubric);
    expect(loss?.result).toEqual({ kind: 'value', shape: [] });
    expect(loss?.arguments[1]).toEqual({ kind: 'tensor', tensor: { name: 'label', shape: ['B'], classes: 'K' } });
    expect(tellTensor({ shape: ['B'], classes: 6 })).toBe('[B], class numbers (int32) from 0 to 5');
    expect(moduleText('L', askedFunctions(rubric))).toContain(
      '  out: tf.Tensor2D,\n  label: tf.Tensor1D,\n): tf.Tensor {',
    );
  });
  test('a stub throws until it is written', () => {
    const text = moduleText('T', askedFunctions(SMALL));
    expect(text).toContain(
      "  // your code: begin forward\n  throw new Error('forward is not written yet');\n  // your code: end\n",
    );
    expect(text).toContain('  p: { W: tf.Tensor2D; b: tf.Tensor1D },');
  });
  test.each([
    ['default', 'export { default_ as default };'],
    ['my-loss', 'export { my_loss as "my-loss" };'],
  ])('an export that cannot be the name of a function: %s', (name, line) => {
    const text = moduleText('T', askedFunctions(rubricOf(SMALL_RUBRIC.replace('export: forward', `export: ${name}`))));
    expect(text.replaceAll("'my-loss' }", '"my-loss" }').replaceAll("'", '"')).toContain(line);
  });
});

describe('typed answers', () => {
  test('a template with null for each, and what each is', () => {
    const answers = askedAnswers(SMALL);
    expect(answers).toContainEqual({
      ...{ file: 'answers.json', path: 'dW' },
      what: 'the gradient of the loss with respect to W, [1, D]',
    });
    expect([...answerTemplates(answers)].map(([file, text]) => [file, JSON.parse(text) as unknown])).toEqual([
      ['answers.json', { yhat: null, dW: null, J: null }],
    ]);
    expect(givenValues(SMALL)).toEqual(['x = [1,2], y = 1, W = [3,4], b = 0']);
  });
  test('groups, also where one answer has the name of a group, and words of JavaScript', () => {
    const answer = (path: string) => ({ file: 'a.json', path, what: '' });
    const paths = ['forward.z1', 'forward', 'constructor.prototype', '__proto__.x'];
    const text = answerTemplates(paths.map(answer)).get('a.json') ?? '';
    expect(text.replaceAll(/\s/g, '')).toBe(
      '{"forward":{"z1":null},"constructor":{"prototype":null},"__proto__":{"x":null}}',
    );
  });
});

describe('models', () => {
  test('what is built, where it goes, what is asked', () => {
    expect(askedModels(SMALL)).toEqual([
      {
        ...{ name: 'model', build: 'buildModel', folder: 'model', what: '[N, 2] in, [N, 1] or [N, 2] out' },
        paths: ['model/model.json', 'model/model.onnx'],
      },
    ]);
  });
  test('a model that has to be ONNX is not exported by the starter', () => {
    const [model] = askedModels(rubricOf(SMALL_RUBRIC.replace('path: model/model.json', 'path: model.onnx')));
    expect(model).toMatchObject({ folder: null, paths: ['model.onnx'] });
  });
  test('networks are null until they are written, and only those are exported', () => {
    const models = askedModels(SMALL);
    expect(networksText(models)).toContain(
      'export function buildModel(): tf.LayersModel | null {\n  // your code: begin model\n  return null;',
    );
    expect(trainText(models, 'loss.csv')).toContain(
      "await trainAndExport('model', buildModel(), 'model', steps, record);",
    );
    expect(trainText(models, 'loss.csv')).toContain("writeFileSync('loss.csv', `${text}\\n`);");
    expect(trainText(models, null)).not.toContain('writeFileSync');
  });
});

describe('the whole', () => {
  const precheck = { name: 'small' };
  test('files, and how precheck finds the rubric', () => {
    const files = starterFrom({ rubric: SMALL, common: COMMON, precheck: { text: 'public' } });
    expect([...files.keys()].sort()).toEqual(
      [
        ...[
          'README.md',
          'answers.json',
          'code.ts',
          'networks.ts',
          'package.json',
          'rubric.yaml',
          'run.ts',
          'save-model.ts',
        ],
        ...['tf.ts', 'train.ts', 'tsconfig.json', 'tuxgrade.json'],
      ].sort(),
    );
    expect(JSON.parse(String(files.get('tuxgrade.json')))).toEqual({ rubric: 'rubric.yaml', submission: '.' });
    expect(files.get('rubric.yaml')).toBe('public');
  });
  test('of a rubric of which nothing is visible, nothing can be checked', () => {
    const files = starterFrom({ rubric: SMALL, common: COMMON, precheck: null });
    expect([files.has('tuxgrade.json'), files.has('rubric.yaml')]).toEqual([false, false]);
    expect(files.get('README.md')).not.toContain('precheck');
  });
  test('without models there is nothing to train', () => {
    const { model: _model, ...targets } = SMALL.targets ?? {};
    const checks = SMALL.checks.filter(({ id }) => id !== 'accuracy');
    const files = starterFrom({ rubric: { ...SMALL, targets, checks }, common: COMMON, precheck });
    expect(files.has('train.ts')).toBe(false);
    expect(files.has('tf.ts')).toBe(false);
    expect(JSON.parse(String(files.get('package.json')))).toEqual({ scripts: { types: 'tsc' } });
  });
  test('a file that earns points by being there is a template under another name', () => {
    const rubric = rubricOf(SMALL_RUBRIC.replace('{ path: notes/loss.csv }', '{ path: answers.json }'));
    const files = starterFrom({ rubric, common: COMMON, precheck });
    expect([files.has('answers.json'), files.has('answers.json.txt')]).toEqual([false, true]);
    expect(files.get('README.md')).toContain('answers.json.txt is a template, which you copy');
  });
  test.each([
    ['file: code', 'file: Train'],
    ['file: answers.json', 'file: tuxgrade.json'],
  ])('files of the rubric that the starter has for itself, %s: %s', (place, name) => {
    const rubric = rubricOf(SMALL_RUBRIC.replaceAll(place, name));
    expect(() => starterFrom({ rubric, common: COMMON, precheck })).toThrow('which the starter has for itself');
  });
  test('words of a rubric end neither a comment nor a cell of a table', () => {
    const rubric = rubricOf(SMALL_RUBRIC.replace('title: A small homework', 'title: "a */ b | c\n```"'));
    const files = starterFrom({ rubric, common: COMMON, precheck });
    expect(String(files.get('code.ts')).split('*/')[0]).toContain('a * / b | c');
    expect(String(files.get('README.md')).split('\n')[0]).toBe('# a */ b | c ```');
  });
  test('the README names no hidden check, but what it is worth', () => {
    const rubric = rubricOf(SMALL_RUBRIC.replace('title: Accuracy', 'title: Secret\n    visibility: hidden'));
    const text = readmeText(rubric, { functions: [], answers: [], models: [], aside: new Map(), isChecked: true });
    expect(text).not.toContain('Secret');
    expect(text).toContain('| graded after you hand in | 5 |');
  });
});
