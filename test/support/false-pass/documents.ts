/** False passes for files that are parsed or only counted: loss logs and required files. */
import { makeRng } from '../../../grader/numerics/rng.js';
import { shippedRubric, textDocument, type FalsePass, type HandIn, type HandIns } from './false-pass.js';

const ROWS = 60;

const log = (train: (row: number) => number | string, step: (row: number) => number = (row) => row): HandIn => ({
  document: textDocument(
    ['step,train', ...Array.from({ length: ROWS }, (_, row) => `${String(step(row))},${String(train(row))}`)].join(
      '\n',
    ),
  ),
});

/** A loss as a training gives it: down to a plateau, with the noise of its batches. */
function trained(): HandIn {
  const rng = makeRng(5);
  return log((row) => 0.3 + 1.5 * Math.exp(-row / 8) + 0.02 * rng.nextUniform());
}

function wrongLogs(): HandIns {
  const rng = makeRng(6);
  return {
    'no file': {},
    'an empty file': { document: textDocument('') },
    'a header alone': { document: textDocument('step,train\n') },
    'one row': { document: textDocument('step,train\n0,1\n') },
    zeros: log(() => 0),
    ones: log(() => 1),
    constant: log(() => 1.79),
    'one row repeated': log(
      () => 0.7,
      () => 3,
    ),
    'zeros in other words': log((row) => ['0', '0.0', '-0', '0e3'][row % 4] ?? '0'),
    NaN: log(() => 'nan'),
    infinity: log(() => '1e999'),
    empty: log(() => ''),
    random: log(() => rng.nextUniform()),
    'the steps': log((row) => row),
    'a fall at the first row': log((row) => (row === 0 ? 2 : 1)),
    'a fall at once in the middle': log((row) => (row < ROWS / 2 ? 2 : 1)),
    'a straight line': log((row) => 2 - row / ROWS),
  };
}

export const LOSS_LOG: FalsePass<'loss-log'> = {
  rubric: () => shippedRubric('hw3-supertux'),
  right: trained,
  wrong: wrongLogs,
  // half is for a log that can be read, half for a loss that goes down: numbers made up to fall cannot be distinguished
  // from a
  // training's
  chance: { log: { random: 2.5, 'the steps': 2.5, 'a straight line': 5 } },
};

const sha256 = '0'.repeat(64);

export const FILES: FalsePass<'files'> = {
  rubric: () => shippedRubric('hw2-circle'),
  right: ({ files }) => ({ files: files.map(({ path }) => ({ path, bytes: 100, sha256 })) }),
  wrong: ({ files }) => {
    const having = (change: (path: string) => string, bytes = 100): HandIn => ({
      files: files.map(({ path }) => ({ path: change(path), bytes, sha256 })),
    });
    return {
      nothing: {},
      'an empty file': having((path) => path, 0),
      'too large': having((path) => path, 2 ** 30),
      'a folder of that name': having((path) => `${path}/x`),
      'in a folder': having((path) => `x/${path}`),
      'in other letters': having((path) => path.toUpperCase()),
      'with another ending': having((path) => `${path}.txt`),
    };
  },
};
