/** Pictures in a report of the decoder, which hostile images may have taken over. */
import { expect, test } from '@jest/globals';
import { readClaim } from '../../../../grader/sandbox/reading/claimed-report.js';
import type { ClaimedReport } from '../../../../grader/protocol/data-set.js';

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const task = {
  splits: [{ name: '', folder: 'data', files: ['a.png', 'b.png'], hasLabels: true }],
  rules: { classes: ['cat', 'dog'], side: 64, minImagesPerClass: 1, maxImbalance: 3, labelNoise: false },
};
const good: ClaimedReport = {
  splits: [{ name: '', images: 2, perClass: [1, 1] }],
  groups: [{ code: 'duplicate', count: 1, findings: [{ code: 'duplicate', file: 'b.png', row: 3, found: 'a copy' }] }],
};
const [group] = good.groups;
const withPictures = (pictures: unknown, twin: unknown = 'b.png') => ({
  ...good,
  groups: [{ ...group, findings: [{ ...group?.findings[0], twin, pictures }] }],
});
const picture = { width: 2, height: 1, pixels: Buffer.from([1, 2, 3, 4, 5, 6]).toString('base64') };
test('pictures and twins are taken over, and nothing else that stands beside them', () => {
  const told = readClaim(bytesOf(withPictures([{ ...picture, png: 'x', onload: 'y' }, picture])), task);
  expect(told?.groups[0]?.findings[0]).toMatchObject({ twin: 'b.png', pictures: [picture, picture] });
  expect(JSON.stringify(told)).not.toContain('onload');
  expect(readClaim(bytesOf(withPictures(undefined, { toString: 1 })), task)).toEqual(good);
});
test('the place of a twin is taken over if it can be one', () => {
  const placed = (twinAt: unknown) => ({
    ...good,
    groups: [{ ...group, findings: [{ ...group?.findings[0], twinAt }] }],
  });
  const placeIn = (twinAt: unknown) => readClaim(bytesOf(placed(twinAt)), task)?.groups[0]?.findings[0]?.twinAt;
  expect([0, 7].map(placeIn)).toEqual([0, 7]);
  expect([-1, 0.5, '3', null, 1e12].map(placeIn)).toEqual(Array(5).fill(undefined));
});
test('pictures of later findings are not read at all', () => {
  const [finding] = group?.findings ?? [];
  const many = { ...group, count: 9, findings: Array(9).fill({ ...finding, pictures: [picture] }) };
  const told = readClaim(bytesOf({ ...good, groups: [many] }), task);
  expect(told?.groups[0]?.findings.map((one) => one.pictures !== undefined)).toEqual(
    Array.from({ length: 9 }, (_, at) => at < 3),
  );
});

test.each<[string, unknown]>([
  ['three pictures', withPictures([picture, picture, picture])],
  ['a picture that is a word', withPictures(['x'])],
  ['pictures that are a word', withPictures('x')],
  ['a larger picture', withPictures([{ width: 33, height: 1, pixels: Buffer.alloc(99).toString('base64') }])],
  ['fewer pixels than sides', withPictures([{ ...picture, height: 2 }])],
  ['no pixels', withPictures([{ width: 0, height: 0, pixels: '' }])],
  ['sides that are not numbers', withPictures([{ ...picture, width: '2' }])],
  ['markup for pixels', withPictures([{ ...picture, pixels: '"><script>' }])],
])('%s: the report is refused', (_name, value) => {
  expect(readClaim(bytesOf(value), task)).toBeNull();
});
