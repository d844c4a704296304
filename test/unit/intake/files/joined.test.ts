/** Several sources as the files of one submission. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { joinSources } from '../../../../grader/intake/files/joined.js';
import type { Source } from '../../../../grader/intake/files/source.js';
import { sourceOf, textsOf } from '../../../support/class-levels.js';

const part = (label: string, files: Readonly<Record<string, string>>, wrapper?: string) => ({
  source: sourceOf(files),
  label,
  ...(wrapper === undefined ? {} : { wrapper }),
});

describe('joined sources', () => {
  test('have the files of all', async () => {
    const joined = joinSources([part('one', { a: '1', b: '22' }), part('two', { c: '333' })]);
    expect(joined.files.map(({ path, bytes }) => [path, bytes])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]);
    expect(new Set(joined.files.map(({ key }) => key)).size).toBe(3);
    expect(await textsOf(joined)).toEqual({ a: '1', b: '22', c: '333' });
  });
  test('have the first of two files of a name, and the student is told', async () => {
    const joined = joinSources([part('one', { a: 'first' }), part('two', { a: 'second', b: 'other' })]);
    expect(await textsOf(joined)).toEqual({ a: 'first', b: 'other' });
    expect(joined.remarks).toEqual(['a was handed in twice: the one of two was left out']);
  });
  test('have no file with the name of a folder', async () => {
    const joined = joinSources([part('one', { 'a/b': '1', c: '2' }), part('two', { a: '3', 'c/d': '4', e: '5' })]);
    expect(await textsOf(joined)).toEqual({ 'a/b': '1', c: '2', e: '5' });
    expect(joined.remarks).toHaveLength(2);
  });
  test('lose the folder around a source', async () => {
    expect(await textsOf(joinSources([part('one', { 'hw/a': '1', 'hw/b/c': '2' }, 'hw/')]))).toEqual({
      a: '1',
      'b/c': '2',
    });
  });
  test('have given remarks first, then those of each source', () => {
    const sources = ['one', 'two'].map((label) => ({ source: sourceOf({}, undefined, [`of ${label}`]), label }));
    expect(joinSources(sources, ['given']).remarks).toEqual(['given', 'of one', 'of two']);
  });
  test('read what is left out to its end: an archive continues only then', async () => {
    const read: string[] = [];
    const noted = (name: string, source: Source): Source => ({
      ...source,
      contents: () =>
        [
          ...(source.contents() as Iterable<{ key: number; read: (remarks: string[]) => AsyncIterable<Uint8Array> }>),
        ].map(({ key, read: readOne }) => ({
          key,
          read: async function* (remarks: string[]) {
            yield* readOne(remarks);
            read.push(`${name} ${String(key)}`);
          },
        })),
    });
    const one = { source: noted('one', sourceOf({ a: '1' })), label: 'one' };
    const two = { source: noted('two', sourceOf({ a: '2', b: '3' })), label: 'two' };
    expect(await textsOf(joinSources([one, two]))).toEqual({ a: '1', b: '3' });
    expect(read).toEqual(['one 0', 'two 0', 'two 1']);
  });
  test('close all', async () => {
    const closed: string[] = [];
    const of = (name: string) => ({ source: sourceOf({}, () => closed.push(name)), label: name });
    await joinSources([of('one'), of('two')]).close();
    expect(closed).toEqual(['one', 'two']);
  });
});

test('each file of the first that has it, whatever the sources', async () => {
  const files = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.string({ maxLength: 4 }));
  const law = fc.asyncProperty(fc.array(files, { maxLength: 4 }), async (all) => {
    const joined = joinSources(all.map((one, at) => part(String(at), one)));
    const expected: Record<string, string> = {};
    for (const one of all) for (const [path, text] of Object.entries(one)) expected[path] ??= text;
    expect(await textsOf(joined)).toEqual(
      Object.fromEntries(Object.entries(expected).map(([path, text]) => [path, Buffer.from(text).toString()])),
    );
    const twice = all.reduce((sum, one) => sum + Object.keys(one).length, 0) - Object.keys(expected).length;
    expect(joined.remarks).toHaveLength(twice);
  });
  await fc.assert(law);
});
