/** The weights that a model.json names, which is a student's claim. */
import { expect, test } from '@jest/globals';
import { weightsNamed } from '../../../../grader/workspace/packing/weights.js';

const described = (manifest: unknown) => new TextEncoder().encode(JSON.stringify({ weightsManifest: manifest }));

test('all shards of all groups, beside the description', () => {
  const manifest = [{ paths: ['a.bin', 'b.bin'] }, { paths: ['a.bin', 'sub/c.bin'] }];
  expect(weightsNamed('deep/model.json', described(manifest))).toEqual({
    ok: true,
    paths: ['deep/a.bin', 'deep/b.bin', 'deep/sub/c.bin'],
  });
  expect(weightsNamed('model.json', described([{ paths: ['./a.bin'] }]))).toEqual({ ok: true, paths: ['a.bin'] });
});

test.each([
  ['nothing outside of the folder', [{ paths: ['../../secret', '../../../etc/passwd'] }]],
  ['no list', 'weights'],
  ['groups that are none', [null, 5, { paths: 'a.bin' }]],
  ['names that are none', [{ paths: [5, null, {}] }]],
])('%s', (_name, manifest) => {
  expect(weightsNamed('deep/model.json', described(manifest))).toEqual({ ok: true, paths: [] });
});

test.each([
  ['text that is not JSON', ','.repeat(1000), 'is not JSON'],
  ['nesting without end', '['.repeat(100_000), 'is nested too deeply'],
  ['something huge', ' '.repeat(16 * 1024 * 1024 + 1), 'is too large'],
])('%s is told', (_name, text, why) => {
  expect(weightsNamed('model.json', new TextEncoder().encode(text))).toEqual({
    ok: false,
    why: expect.stringContaining(why) as unknown,
  });
});
