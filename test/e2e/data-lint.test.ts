/** `tuxgrade data lint` as a student types it. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { makeFolder, removeFolders } from '../support/folders.js';
import { picture, plainPng } from '../support/raw-png.js';
import { runCommand } from '../support/run-command.js';

afterAll(removeFolders);

const lint = (...args: string[]) => runCommand(['data', 'lint', ...args]);

interface FindingsJson {
  readonly splits: readonly { name: string; images: number }[];
  readonly findings: readonly { code: string; file: string; row: number | null }[];
  readonly remarks: readonly string[];
}

describe('exit codes and messages', () => {
  test('a clean data set', async () => {
    const { exitCode, stdout, stderr } = await lint('fixtures/supertux/valid');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      'images: 600\n  object 100, tile 100, tux 100, badguy 100, bonus 100, projectile 100\n\nNothing wrong was found.',
    );
  });
  test("copies of the course's images", async () => {
    const { exitCode, stdout } = await lint('fixtures/supertux/valid', '--against', 'fixtures/supertux/valid');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/Copies of the course's own images: 600/);
  });
  test('as JSON: findings with file and row, and nothing else', async () => {
    const { exitCode, stdout } = await lint('submissions/hw3-supertux/overfitted/data', '--json');
    const { findings } = JSON.parse(stdout) as FindingsJson;
    expect(exitCode).toBe(1);
    expect(findings).toContainEqual(expect.objectContaining({ code: 'not-png', file: 'photo.png', row: 248 }));
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'file-unlisted', file: 'forgotten.png', row: null }),
    );
  });
  test.each([
    [['nowhere'], 'nowhere does not exist'],
    [['package.json'], 'package.json is a file'],
    [['fixtures/supertux/valid', '--classes', 'cat'], '--classes is "cat", expected at least two different names'],
    [['fixtures/supertux/valid', '--side', '0'], '--side is 0, expected a whole number from 1 to 512'],
    [['fixtures/supertux/valid', '--agianst', 'x'], 'there is no option --agianst. Did you mean --against?'],
  ])('%j ends with 2', async (args, sentence) => {
    const { exitCode, stdout, stderr } = await lint(...args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe('images of other sizes', () => {
  const grey = (width: number, height: number, seed: number) => {
    const raw = { width, height, channels: 1 as const };
    const value = (at: number) =>
      128 + 100 * Math.sin((at % width) / (3 + seed)) * Math.cos(Math.floor(at / width) / 7);
    const pixels = Uint8Array.from({ length: width * height }, (_, at) => value(at));
    return sharp(pixels, { raw }).toColourspace('b-w').png().toBuffer();
  };
  const SIZE = ['--classes', 'cat,dog', '--width', '40', '--height', '24', '--channels', '1'];

  test('grey and not square: sizes, colours, copies and mirror images are found as in others', async () => {
    const folder = makeFolder();
    const names = ['a', 'b', 'c', 'turned', 'mirror', 'colours'];
    for (const [seed, name] of names.slice(0, 3).entries()) {
      writeFileSync(join(folder, `${name}.png`), await grey(40, 24, seed));
    }
    writeFileSync(join(folder, 'turned.png'), await grey(24, 40, 5));
    const image = await grey(40, 24, 0);
    writeFileSync(join(folder, 'mirror.png'), await sharp(image).flop().toColourspace('b-w').png().toBuffer());
    const raw = { width: 40, height: 24, channels: 3 as const };
    const colours = Uint8Array.from({ length: 40 * 24 * 3 }, (_, at) => 90 + 60 * Math.sin(at / 40));
    writeFileSync(join(folder, 'colours.png'), await sharp(colours, { raw }).png().toBuffer());
    writeFileSync(join(folder, 'labels.csv'), `file,label\n${names.map((name) => `${name}.png,cat`).join('\n')}\n`);
    const out = join(makeFolder(), 'out');
    const { exitCode, stdout } = await lint(folder, ...SIZE, '--json', '--out', out);
    const { findings, splits } = JSON.parse(stdout) as { findings: Record<string, string>[]; splits: unknown[] };
    expect(exitCode).toBe(1);
    expect(splits).toMatchObject([{ images: 5 }]);
    const told = findings.filter(({ code }) => !code?.startsWith('class-'));
    expect(told.map(({ code, file, found }) => [code, file, found])).toEqual([
      ['wrong-size', 'turned.png', '24 x 40, expected 40 x 24'],
      ['wrong-mode', 'colours.png', 'in colours, expected grey'],
      ['mirrored', 'mirror.png', 'mirror image of a.png'],
    ]);
    expect(existsSync(join(out, 'contact-sheet.png'))).toBe(true);
  });

  test('half a size is refused', async () => {
    for (const args of [
      ['--width', '40'],
      ['--side', '24', '--width', '40', '--height', '24'],
    ]) {
      const { exitCode, stderr } = await lint('fixtures/supertux/valid', ...args);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('give --side, or --width and --height')]);
    }
  });
});

describe('hostile folders', () => {
  const folderOf = (labels: string) => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'labels.csv'), labels);
    writeFileSync(join(folder, 'a.png'), plainPng());
    writeFileSync(join(folder, 'b.png'), plainPng(picture(2)));
    return folder;
  };
  test('links, also circular ones, are left out and reported', async () => {
    const folder = folderOf('file,label\na.png,tux\nb.png,0\npasswd.png,1\n');
    symlinkSync('/etc/passwd', join(folder, 'passwd.png'));
    symlinkSync('.', join(folder, 'again'));
    const { exitCode, stdout } = await lint(folder, '--json');
    const { findings, remarks } = JSON.parse(stdout) as FindingsJson;
    expect(exitCode).toBe(1);
    expect(findings).toContainEqual(expect.objectContaining({ code: 'file-missing', file: 'passwd.png', row: 4 }));
    expect(remarks.join('\n')).toMatch(/passwd\.png.*link/);
    expect(remarks.join('\n')).toMatch(/again.*link/);
  });
  test('a million rows', async () => {
    const folder = folderOf(`file,label\n${'a.png,tux\n'.repeat(1_000_000)}`);
    const { exitCode, stdout } = await lint(folder);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('labels.csv: 10000011 bytes, at most 4194304');
  });
  test('labels.csv that is a folder', async () => {
    const folder = makeFolder();
    mkdirSync(join(folder, 'labels.csv'));
    writeFileSync(join(folder, 'labels.csv', 'a.png'), plainPng());
    const { exitCode, stdout } = await lint(folder);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('No labels.csv');
  });
  test('names that would be markup or escapes', async () => {
    const name = '<img src=x onerror=alert(1)>.png';
    const folder = folderOf(`file,label\na.png,tux\nb.png,0\n"${name}",1\n\u001b[31mred.png,2\n`);
    writeFileSync(join(folder, name), plainPng());
    const out = join(makeFolder(), 'lint');
    const { stdout } = await lint(folder, '--out', out);
    expect(stdout).not.toContain('\u001b');
    const page = readFileSync(join(out, 'contact-sheet.html'), 'utf8');
    expect(page).not.toContain('<img src=x');
    expect(page).toContain('&lt;img src=x');
    expect(page).toMatch(/the same pixels as a\.png/);
  });
});

test('--out writes findings and a contact sheet, and changes nothing else', async () => {
  const folder = makeFolder();
  cpSync('submissions/hw3-supertux/mlp/data', join(folder, 'data'), { recursive: true });
  const out = join(folder, 'lint');
  const { stdout } = await lint(join(folder, 'data'), '--out', out);
  expect(stdout).toContain(join(out, 'contact-sheet.html'));
  const png = readFileSync(join(out, 'contact-sheet.png'));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(readFileSync(join(out, 'contact-sheet.html'), 'utf8').match(/<figure>/g)).toHaveLength(48);
  expect(existsSync(join(folder, 'data', 'lint'))).toBe(false);
});
