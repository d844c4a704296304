import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OutputLog, stripControls } from '../../../../grader/sandbox/process/text.js';

describe('text of students', () => {
  test.each([
    ['colours', '\u001b[31mred\u001b[0m', 'red'],
    ['clear screen', 'a\u001b[2J\u001b[Hb', 'ab'],
    ['a window title', 'a\u001b]0;title\u0007b', 'ab'],
    ['a link', '\u001b]8;;http://x\u0007text\u001b]8;;\u0007', 'text'],
    ['carriage returns', 'score 0\rscore 100', 'score 0score 100'],
    ['direction overrides', 'a\u202eb\u2066c', 'abc'],
    ['eight-bit escapes', 'a\u009b31mb', 'a31mb'],
    ['tabs and newlines, which stay', 'a\tb\nc', 'a\tb\nc'],
    ['ordinary text of any script', 'Größe ∂ℓ/∂W 学习 🐧', 'Größe ∂ℓ/∂W 学习 🐧'],
  ])('loses %s', (_, before, after) => {
    expect(stripControls(before)).toBe(after);
  });

  test('never keeps an escape', () => {
    const law = fc.property(
      fc.string({ unit: fc.constantFrom('\u001b', '[', ']', '0', 'm', '\u0007', 'x') }),
      (text) => {
        expect(stripControls(text)).not.toContain('\u001b');
      },
    );
    fc.assert(law, { numRuns: 500 });
  });
});

describe('printed output', () => {
  test('is kept up to 64 KiB a stream', () => {
    const log = new OutputLog();
    for (let i = 0; i < 100; i += 1) log.add('stdout', Buffer.alloc(1000, 'x'));
    log.add('stderr', Buffer.from('one'));
    expect(log.text('stdout')).toHaveLength(64 * 1024);
    expect(log.text('stderr')).toBe('one');
  });

  test('does not depend on where the pipe cut it', () => {
    const bytes = Buffer.from('∂ℓ'.repeat(20));
    const law = fc.property(fc.nat(bytes.length), (cut) => {
      const log = new OutputLog();
      log.add('stdout', bytes.subarray(0, cut));
      log.add('stdout', bytes.subarray(cut));
      expect(log.text('stdout')).toBe('∂ℓ'.repeat(20));
    });
    fc.assert(law);
  });
});
