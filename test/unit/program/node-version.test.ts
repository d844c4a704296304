import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { whyNotOn } from '../../../grader/program/node-version.js';

const CAN = ['20.19.0', '20.20.2', '22.12.0', '22.23.3', '23.0.0', '24.21.0', '100.0.0'];
const CANNOT = ['14.18.0', '18.20.8', '20.18.3', '21.7.3', '22.11.0'];

test.each(CAN)('%s can', (version) => {
  expect(whyNotOn(version)).toBeNull();
});

test.each(CANNOT)('%s cannot, which is told', (version) => {
  expect(whyNotOn(version)).toBe(
    `tuxgrade needs Node.js 23 or newer, 22 from 22.12 or 20 from 20.19, and this is ${version}.\nInstall the version named LTS at https://nodejs.org, and try again.\n`,
  );
});

test('npm is told the same', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
  expect(engines.node).toBe('^20.19.0 || ^22.12.0 || >=23');
});

test.each([...CAN, ...CANNOT])('setup.sh, which runs before anything is built, decides the same on %s', (node) => {
  const [, script] = /node -e '([^']+)'/.exec(readFileSync('setup.sh', 'utf8')) ?? [];
  const codes: number[] = [];
  runInNewContext(script ?? '', { process: { versions: { node }, exit: (code: number) => codes.push(code) } });
  expect(codes).toEqual([CAN.includes(node) ? 0 : 1]);
});
