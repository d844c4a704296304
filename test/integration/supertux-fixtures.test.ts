/** The SuperTux samples in the repository agree with their manifests, READMEs and labels. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { loadSegmentation } from '../../grader/images/load-masks.js';
import { splitOf } from '../../grader/supertux/build.js';
import { SEGMENT_CLASSES } from '../../grader/supertux/crops.js';

const FOLDER = 'fixtures/supertux';
const SAMPLES: [string, Readonly<Record<string, number>>][] = [
  [FOLDER, { train: 500, valid: 100, heldout: 200 }],
  [join(FOLDER, 'segmentation'), { train: 7, valid: 7, heldout: 7 }],
];

function filesIn(folder: string, split: string): string[] {
  const entries = readdirSync(join(folder, split), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}

describe.each(SAMPLES)('%s', (folder, perClass) => {
  test('every file has the digest of the manifest, and there are no others', () => {
    const manifest = JSON.parse(readFileSync(join(folder, 'MANIFEST.json'), 'utf8')) as {
      sha256: Record<string, string>;
    };
    const files = Object.keys(perClass).flatMap((split) => filesIn(folder, split));
    expect(files.sort()).toEqual(Object.keys(manifest.sha256).sort());
    const wrong = files.filter((file) => {
      const digest = createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex');
      return digest !== manifest.sha256[file];
    });
    expect(wrong).toEqual([]);
  });

  test.each(Object.entries(perClass))(
    '%s has %i of each class, from levels that no other split has',
    (split, count) => {
      const rows: string[][] = parse(readFileSync(join(folder, split, 'labels.csv')), { fromLine: 2 });
      const classes = ['object', 'tile', 'tux', 'badguy', 'bonus', 'projectile'];
      expect(classes.map((name) => rows.filter(([, label]) => label === name).length)).toEqual(
        classes.map(() => count),
      );
      expect(new Set(rows.map(([, , level = '']) => splitOf(level)))).toEqual(new Set([split]));
    },
  );
});

test('the shares of classes are those of the README', async () => {
  const folder = join(FOLDER, 'segmentation');
  const { maps } = await loadSegmentation(join(folder, 'heldout'), { classes: SEGMENT_CLASSES, side: 64 });
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  for (const [label, name] of SEGMENT_CLASSES.entries()) {
    const share = (100 * maps.filter((value) => value === label).length) / maps.length;
    expect(readme).toContain(`| ${String(label)} | ${name} | ${share.toFixed(1)} % |`);
  }
});
