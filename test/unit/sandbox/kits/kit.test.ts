/** The paths of shared libraries, as ldd prints them. */
import { expect, test } from '@jest/globals';
import { librariesIn } from '../../../../grader/sandbox/kits/kit.js';

test('ldd: libraries by name, by path, and without a file', () => {
  const printed = [
    '\tlinux-vdso.so.1 (0x00007feca24a6000)',
    '\tlibm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x00007fec9f720000)',
    '\tlibmissing.so.1 => not found',
    '\t/lib64/ld-linux-x86-64.so.2 (0x00007feca24a8000)',
  ];
  expect(librariesIn(`${printed.join('\n')}\n`)).toEqual([
    '/lib/x86_64-linux-gnu/libm.so.6',
    '/lib64/ld-linux-x86-64.so.2',
  ]);
});

test.each(['/home/a b/lib.so', '/home/a => b/lib.so', '/home/lib (0x1)/lib.so'])('ldd: %s is one path', (path) => {
  expect(librariesIn(`\tlib.so => ${path} (0x00007feca2413000)\n\t${path} (0x00007feca2418000)\n`)).toEqual([
    path,
    path,
  ]);
});

test('ldd: a program without libraries has none', () => {
  expect(librariesIn('\tnot a dynamic executable\n')).toEqual([]);
});
