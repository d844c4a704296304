import { describe, expect, test } from '@jest/globals';
import { resolveModule } from '../../../../grader/sandbox/observing/resolve.js';

const filesOf = (...paths: string[]) => ({ files: paths.map((path) => ({ path, bytes: 1, sha256: '' })) });

describe('the file that a target means', () => {
  test.each(['backprop.ts', 'backprop.js', 'backprop.mjs', 'backprop.cjs'])('is %s', (path) => {
    expect(resolveModule('backprop', filesOf('notes.md', path))).toEqual({ ok: true, path });
  });

  test('may be in a folder', () => {
    expect(resolveModule('code/net', filesOf('code/net.ts', 'net.ts'))).toEqual({ ok: true, path: 'code/net.ts' });
  });

  test('is ambiguous when there are two', () => {
    const resolved = resolveModule('backprop', filesOf('backprop.js', 'backprop.ts'));
    expect(resolved).toEqual({
      ok: false,
      error: {
        code: 'LOAD_FAILED',
        message:
          'both backprop.ts and backprop.js are there: hand in one of them, so that it is clear which one counts',
      },
    });
  });

  test.each([
    ['nothing like it', ['notes.md'], 'backprop.ts (or .js, .mjs, .cjs) is missing'],
    ['no file at all', [], 'backprop.ts (or .js, .mjs, .cjs) is missing'],
    ['other letters', ['Backprop.ts'], '; Backprop.ts is there: names are case-sensitive; call it backprop.ts'],
    ['another folder', ['src/backprop.ts'], '; src/backprop.ts is there: put it at backprop.ts'],
    [
      'another ending',
      ['backprop.ts.txt'],
      '; backprop.ts.txt is there: its name has a second ending, .txt; call it backprop.ts',
    ],
    ['Python', ['backprop.py'], '; backprop.py is there, but this homework wants TypeScript or JavaScript'],
    ['a dash', ['back-prop.ts'], '; back-prop.ts is there: rename it to exactly backprop.ts'],
  ])('is missing, with %s', (_, paths, sentence) => {
    const resolved = resolveModule('backprop', filesOf(...paths));
    expect(resolved).toMatchObject({ ok: false, error: { code: 'MISSING_FILE' } });
    expect(resolved.ok ? '' : resolved.error.message).toContain(sentence);
  });

  test('is not read where it is a pointer of Git LFS', () => {
    const files = [{ path: 'backprop.ts', bytes: 130, sha256: '', isPointer: true }];
    const resolved = resolveModule('backprop', { files });
    expect(resolved).toMatchObject({ ok: false, error: { code: 'LOAD_FAILED' } });
    expect(resolved.ok ? '' : resolved.error.message).toMatch(/^backprop\.ts is a pointer of Git LFS.*git lfs pull/);
  });

  test('a near name is shown short and without control characters', () => {
    const resolved = resolveModule('backprop', filesOf(`${'x'.repeat(300)}/Backprop\u001b[31m\n.ts`));
    const message = resolved.ok ? '' : resolved.error.message;
    expect(message.length).toBeLessThan(250);
    expect(message).not.toMatch(/\n/);
    expect(message).not.toContain('\u001b');
  });
});
