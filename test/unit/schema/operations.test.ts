/** Every operation, and every option of a node, is explained in docs/rubrics.md. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { NetworkNode } from '../../../grader/schema/network.js';
import { OP_NAMES, OPERATIONS } from '../../../grader/schema/operations.js';

const docs = readFileSync('docs/rubrics.md', 'utf8');
const section = docs.slice(docs.indexOf('## Networks'), docs.indexOf('## Kinds of data'));

test('operations', () => {
  expect(OP_NAMES).toEqual(Object.keys(OPERATIONS));
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  const told = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect(told.sort()).toEqual([...OP_NAMES].sort());
});

test('options', () => {
  const options = Object.keys(NetworkNode.properties).filter((name) => !['name', 'op', 'of'].includes(name));
  expect(options.filter((name) => !new RegExp(`\`${name}[\`:]`).test(section))).toEqual([]);
});
