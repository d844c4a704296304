import { describe, expect, test } from '@jest/globals';
import { copiesOf, meantBy, originalOf } from '../../../grader/files/copy-names.js';
import { elsewhere } from '../../../grader/files/elsewhere.js';
import { measureProcessor } from '../../support/processor-time.js';

const CODE = ['backprop.ts', 'backprop.js', 'backprop.mjs', 'backprop.cjs'];

describe('a file in another place', () => {
  test.each<[string, readonly string[], readonly string[], string]>([
    ['nowhere', ['answers.json'], ['notes.md', 'other.json'], ''],
    [
      'in other letters',
      ['answers.json'],
      ['Answers.JSON'],
      '; Answers.JSON is there: names are case-sensitive; call it answers.json',
    ],
    [
      'in another folder',
      ['answers.json'],
      ['a', 'quiz/answers.json'],
      '; quiz/answers.json is there: put it at answers.json',
    ],
    [
      'in a folder of another case',
      ['deep/model.json'],
      ['Deep/model.json'],
      '; Deep/model.json is there: names are case-sensitive; call it deep/model.json',
    ],
    [
      'in two folders',
      ['answers.json'],
      ['old/answers.json', 'new/answers.json'],
      '; old/answers.json and new/answers.json are there: put the right one at answers.json',
    ],
    [
      'in many folders',
      ['answers.json'],
      ['a/answers.json', 'b/answers.json', 'c/answers.json', 'd/answers.json'],
      '; a/answers.json, b/answers.json, c/answers.json and more are there: put the right one at answers.json',
    ],
    [
      'with a second ending',
      CODE,
      ['backprop.ts.txt'],
      '; backprop.ts.txt is there: its name has a second ending, .txt; call it backprop.ts',
    ],
    [
      'in another language with a second ending',
      CODE,
      ['backprop.ts.py'],
      '; backprop.ts.py is there, but this homework wants TypeScript or JavaScript: hand in backprop.ts',
    ],
    [
      'as a notebook with a second ending',
      ['answers.json'],
      ['answers.json.ipynb'],
      '; answers.json.ipynb is there, but this homework wants a text file in JSON: hand in answers.json',
    ],
    [
      'in another language, several',
      CODE,
      ['hw2.py', 'src/hw2.ipynb'],
      '; hw2.py and src/hw2.ipynb are there, but this homework wants TypeScript or JavaScript: hand in backprop.ts',
    ],
    [
      'in another language that is wanted, elsewhere',
      ['train.py'],
      ['src/train.py'],
      '; src/train.py is there: put it at train.py',
    ],
    [
      'under the ending that is read',
      CODE,
      ['Backprop.js'],
      '; Backprop.js is there: names are case-sensitive; call it backprop.js',
    ],
    ['without its ending', ['loss.csv'], ['loss'], '; loss is there: its name has no ending; call it loss.csv'],
    ['as a copy', CODE, ['backprop (2).ts'], '; backprop (2).ts is there, the name of a copy; call it backprop.ts'],
    [
      'as several copies',
      ['answers.json'],
      ['answers (1).json', 'answers (2).json'],
      '; answers (1).json and answers (2).json are there: put the right one at answers.json',
    ],
    [
      'as a copy elsewhere',
      ['answers.json'],
      ['x/answers - Copy.json'],
      '; x/answers - Copy.json is there, the name of a copy; put it at answers.json',
    ],
    ['nearly', CODE, ['back-prop.ts'], '; back-prop.ts is there: rename it to exactly backprop.ts'],
    [
      'decomposed, as the rubric composes it',
      ['r\u00e9sum\u00e9.csv'],
      ['R\u00e9sum\u00e9.csv'],
      '; R\u00e9sum\u00e9.csv is there: names are case-sensitive; call it r\u00e9sum\u00e9.csv',
    ],
    [
      'within a longer name',
      ['answers.json'],
      ['doe_jane_17_answers-2.json'],
      '; doe_jane_17_answers-2.json is there: if it is the right file, call it answers.json',
    ],
    [
      'in Python',
      CODE,
      ['backprop.py'],
      '; backprop.py is there, but this homework wants TypeScript or JavaScript: hand in backprop.ts',
    ],
    [
      'as a notebook',
      CODE,
      ['hw2.ipynb'],
      '; hw2.ipynb is there, but this homework wants TypeScript or JavaScript: hand in backprop.ts',
    ],
    [
      'as TSX',
      CODE,
      ['backprop.tsx'],
      '; backprop.tsx is there, but code is read only with the endings .ts, .js, .mjs and .cjs: hand in backprop.ts',
    ],
    [
      'as a PDF',
      ['answers.json'],
      ['answers.pdf'],
      '; answers.pdf is there, but this homework wants a text file in JSON: hand in answers.json',
    ],
    [
      'as a document',
      ['answers.json'],
      ['sub/Answers.docx'],
      '; sub/Answers.docx is there, but this homework wants a text file in JSON: hand in answers.json',
    ],
    [
      'as a table',
      ['log.json'],
      ['log.csv'],
      '; log.csv is there, but this homework wants a text file in JSON: hand in log.json',
    ],
    [
      'as JSON',
      ['loss.csv'],
      ['loss.json'],
      '; loss.json is there, but this homework wants a text file in CSV, with commas between the numbers: hand in loss.csv',
    ],
  ])('%s', (_, wanted, files, sentence) => {
    expect(elsewhere(wanted, files)).toBe(sentence);
  });

  test.each([
    ['a minus sign', 'back-prop.ts', 'back\u2212prop.ts', 'U+2212'],
    ['an en dash', 'back-prop.ts', 'back\u2013prop.ts', 'U+2013'],
    ['a curly quote', "l'loss.csv", 'l\u2019loss.csv', 'U+2019'],
    ['a no-break space', 'my loss.csv', 'my\u00a0loss.csv', 'U+00A0'],
    ['a narrow no-break space', 'my loss.csv', 'my\u202floss.csv', 'U+202F'],
    ['full-width letters', 'loss.csv', '\uff4c\uff4f\uff53\uff53.csv', 'U+FF4C'],
  ])('%s is named', (_, wanted, found, code) => {
    const sentence = elsewhere([wanted], [found]);
    expect(sentence).toContain('looks alike');
    expect(sentence).toContain(code);
    expect(sentence).toMatch(new RegExp(`call it ${wanted}$`));
  });

  test('the nearest comes first, in any order', () => {
    const files = ['answers.pdf', 'x/answers.json', 'Answers.json', 'answers (1).json'];
    for (const order of [files, [...files].reverse()]) {
      expect(elsewhere(['answers.json'], order)).toContain('; Answers.json is there:');
    }
  });

  test('a name is shown short, on one line and as it is', () => {
    const sentence = elsewhere(['answers.json'], [`${'x'.repeat(300)}\n\u202e/answers.json`, 'x\u0007/answers.json']);
    expect(sentence.length).toBeLessThan(250);
    expect(sentence).not.toMatch(/[\n\u0007\u202e]/);
    expect(elsewhere(['answers.json'], ['x\u202e/answers.json'])).toContain('x\\u{202e}/answers.json is there');
  });

  test('20,000 hostile names are processed quickly', () => {
    const files = Array.from(
      { length: 20_000 },
      (_, index) => `${' (1)'.repeat(50)}${'copy '.repeat(10)}${String(index)}`,
    );
    const spent = measureProcessor();
    elsewhere(CODE, files);
    expect(spent()).toBeLessThan(4000);
  });
});

describe('a copy', () => {
  test.each([
    ['model (1).json', 'model.json'],
    ['deep/model.weights (1).bin', 'deep/model.weights.bin'],
    ['group1-shard1of1 (2).bin', 'group1-shard1of1.bin'],
    ['group1-shard1of1 (2)', 'group1-shard1of1'],
    ['model(1).json', 'model.json'],
    ['backprop (2).ts', 'backprop.ts'],
    ['answers - Copy.json', 'answers.json'],
    ['answers - Copy (2).json', 'answers.json'],
    ['answers - Kopie.json', 'answers.json'],
    ['answers copy.json', 'answers.json'],
    ['answers copy 2.json', 'answers.json'],
    ['answers (copy).json', 'answers.json'],
    ['answers (3rd copy).json', 'answers.json'],
    ['Copy of answers.json', 'answers.json'],
    ['answers (1) (1).json', 'answers.json'],
    ['answers.json (1)', 'answers.json'],
    ['answers\u00a0(1).json', 'answers.json'],
  ])('%s is one of %s', (copy, original) => {
    expect(originalOf(copy)).toBe(original);
  });

  test.each([
    'answers.json',
    'model-2.json',
    'photocopy.json',
    'copy.json',
    '(1).json',
    'f(x).ts',
    'a(1)b.ts',
    'x (1)/a.ts',
  ])('%s is none', (path) => {
    expect(originalOf(path)).toBeNull();
  });

  test('is meant only where it is the one that there is', () => {
    const files = (...paths: string[]) => new Set(paths);
    expect(meantBy('w.bin', files('w.bin', 'w (1).bin'))).toBe('w.bin');
    expect(meantBy('w.bin', files('w (1).bin', 'x.bin'))).toBe('w (1).bin');
    expect(meantBy('w.bin', files('w (1).bin', 'w (2).bin'))).toBeNull();
    expect(meantBy('w (1).bin', files('w (1).bin'))).toBe('w (1).bin');
    expect(meantBy('a/w.bin', files('b/w (1).bin'))).toBeNull();
    expect(copiesOf('w.bin', ['w (1).bin', 'w.bin', 'w copy.bin'])).toEqual(['w (1).bin', 'w copy.bin']);
  });
});
