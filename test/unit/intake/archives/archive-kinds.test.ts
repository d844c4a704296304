/** Archives by their names. */
import { expect, test } from '@jest/globals';
import { formatOf, idOf, isArchive, otherArchive } from '../../../../grader/intake/archives/archive-kinds.js';

test.each([
  ['alice.zip', 'zip', true, 'alice'],
  ['ALICE.ZIP', 'zip', true, 'ALICE'],
  ['alice.tar', 'tar', true, 'alice'],
  ['alice.tar.gz', 'tar', true, 'alice'],
  ['alice.tgz', 'tar', true, 'alice'],
  ['alice.7z', null, true, 'alice'],
  ['alice.tar.bz2', null, true, 'alice'],
  ['alice.tbz', null, true, 'alice'],
  ['alice.txt', null, false, 'alice.txt'],
  ['zip', null, false, 'zip'],
  ['alice.zip.txt', null, false, 'alice.zip.txt'],
])('%s: format %p, an archive: %p, id %s', (name, format, is, id) => {
  expect([formatOf(name), isArchive(name), idOf(name), idOf(`class/${name}/`)]).toEqual([format, is, id, id]);
});
test('another kind is the fault of the student', () => {
  expect(otherArchive('a.rar')).toMatchObject({ code: 'BAD_ARCHIVE', fault: 'student' });
});
