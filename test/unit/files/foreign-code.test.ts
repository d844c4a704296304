/** Lines at which a bundler stops on Python or a notebook, and those of TypeScript that must not be taken for them. */
import { expect, test } from '@jest/globals';
import { adviseOnLanguage } from '../../../grader/files/foreign-code.js';
import { isOtherCode } from '../../../grader/files/other-kinds.js';

test.each([
  'def forward(p, x, y):',
  '    async def load(path):',
  'class Net(nn.Module):',
  'class Net:',
  'from torch import nn',
  'import torch',
  'import numpy as np',
  'if __name__ == "__main__":',
  'for i in range(10):  # all',
  '    else:',
  '# a comment',
  '"""A docstring."""',
])('%s is Python', (line) => {
  expect(adviseOnLanguage(line)).toBe(
    '; this looks like Python: this homework wants TypeScript or JavaScript, whatever the file is called',
  );
});

test.each(['{"cells": [], "metadata": {}}', ' "cells": [', '  "nbformat": 4,', '   "cell_type": "code",'])(
  '%s is of a notebook',
  (line) => {
    expect(adviseOnLanguage(line)).toContain('; this looks like a notebook: this homework wants TypeScript');
  },
);

test.each([
  '',
  'export function forward( {',
  "import * as tf from '@tensorflow/tfjs'",
  'class Net extends Base {',
  'if (x > 0) {',
  'for (const row of rows) sum += row;',
  'default: return 0;',
  '#!/usr/bin/env node',
  '  x: number,',
  'const cells = { "cells": [] };',
  '} else {',
])('%j is not', (line) => {
  expect(adviseOnLanguage(line)).toBe('');
});

test('files of other languages are known by their endings', () => {
  expect(['hw.py', 'HW.IPYNB', 'a/b.java'].map(isOtherCode)).toEqual([true, true, true]);
  expect(['hw.ts', 'hw.js', 'py', 'answers.json', 'loss.csv'].map(isOtherCode)).toEqual(new Array(5).fill(false));
});
