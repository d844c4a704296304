/** Images of the usual kind are read without loading sharp, whose native library takes longer than reading them. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import sharp from 'sharp';
import { makeFolder, removeFolders } from '../support/folders.js';

afterAll(removeFolders);

/** Whether a process that loads this data set has loaded libvips, of which sharp consists. */
async function loadsSharp(folder: string): Promise<boolean> {
  const script = `
    import { loadImages } from ${JSON.stringify(resolve('dist/images/load-images.js'))};
    import { NO_CACHE } from ${JSON.stringify(resolve('dist/cache/blobs.js'))};
    await loadImages(${JSON.stringify(folder)}, { classes: ['tux', 'bonus'], side: 8 }, NO_CACHE);
    console.log(process.report.getReport().sharedObjects.some((path) => path.includes('vips')));`;
  const { stdout } = await execa('node', ['--input-type=module', '-e', script]);
  return JSON.parse(stdout) as boolean;
}

test.each([
  ['a PNG of the usual kind', false],
  ['a PNG with a colour profile', true],
])('%s: sharp is loaded: %s', async (_kind, expected) => {
  const folder = makeFolder();
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: '#406080' } });
  writeFileSync(join(folder, 'a.png'), await (expected ? picture.withIccProfile('srgb') : picture).png().toBuffer());
  writeFileSync(join(folder, 'labels.csv'), 'file,label\na.png,tux\n');
  expect(await loadsSharp(folder)).toBe(expected);
});
