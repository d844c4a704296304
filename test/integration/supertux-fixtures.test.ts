/** The SuperTux sample in the repository agrees with its manifest, README and labels. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { splitOf } from '../../grader/supertux/build.js';

const FOLDER = 'fixtures/supertux';
const PER_CLASS = { train: 500, valid: 100, heldout: 200 } as const;

const manifest = JSON.parse(readFileSync(join(FOLDER, 'MANIFEST.json'), 'utf8')) as { sha256: Record<string, string> };

test('every file has the digest of the manifest, and there are no others', () => {
  const files = Object.keys(PER_CLASS).flatMap((split) =>
    readdirSync(join(FOLDER, split)).map((name) => `${split}/${name}`),
  );
  expect(files.sort()).toEqual(Object.keys(manifest.sha256).sort());
  const wrong = files.filter((file) => {
    const digest = createHash('sha256')
      .update(readFileSync(join(FOLDER, file)))
      .digest('hex');
    return digest !== manifest.sha256[file];
  });
  expect(wrong).toEqual([]);
});

test.each(Object.entries(PER_CLASS))(
  '%s has %i of each class, from levels that no other split has',
  (split, perClass) => {
    const rows: string[][] = parse(readFileSync(join(FOLDER, split, 'labels.csv')), { fromLine: 2 });
    const classes = ['object', 'tile', 'tux', 'badguy', 'bonus', 'projectile'];
    expect(classes.map((name) => rows.filter(([, label]) => label === name).length)).toEqual(
      classes.map(() => perClass),
    );
    expect(new Set(rows.map(([, , level = '']) => splitOf(level)))).toEqual(new Set([split]));
  },
);
