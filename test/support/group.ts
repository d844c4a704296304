/**
 * Many unit test files as one for jest, in `npm test`: modules are loaded, compiled and optimized once for all of them, which
 * saves a quarter of their time. Each file is a `describe` with its path, so that its hooks are its own; alone, it runs as
 * before. Relies on test files not to leave anything behind that another one would see, such as a variable of the environment.
 */
import { readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals';
import { noteSeconds, processorSeconds } from './processor-seconds.cjs';

const [GROUPS, UNIT] = [join(process.cwd(), 'test/groups'), join(process.cwd(), 'test/unit')];

/** Called by each file in test/groups: describes its share of the unit tests, neighbours together. */
export function describeGroup(): void {
  const groups = readdirSync(GROUPS).sort();
  const own = groups.indexOf(basename(expect.getState().testPath ?? ''));
  const files = readdirSync(UNIT, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.test.ts'));
  const share = files.sort().filter((_path, index) => Math.floor((index * groups.length) / files.length) === own);
  for (const path of share.map((file) => join(UNIT, file))) describeFile(path);
}

declare const notedOfFiles: { seconds: number };

function describeFile(path: string): void {
  describe(relative(process.cwd(), path), () => {
    let before: number | null = null;
    beforeAll(() => {
      before = processorSeconds();
    });
    afterAll(() => {
      const now = processorSeconds();
      if (before === null || now === null) return;
      noteSeconds(path, now - before);
      notedOfFiles.seconds += now - before;
    });
    jest.requireActual(path);
  });
}
