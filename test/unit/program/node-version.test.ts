import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { whyNotOn } from '../../../grader/program/node-version.js';

test.each(['20.19.0', '20.20.2', '22.12.0', '22.23.3', '23.0.0', '24.21.0', '100.0.0'])('%s can', (version) => {
  expect(whyNotOn(version)).toBeNull();
});

test.each(['14.18.0', '18.20.8', '20.18.3', '21.7.3', '22.11.0'])('%s cannot, which is told', (version) => {
  expect(whyNotOn(version)).toBe(
    `tuxgrade needs Node.js 23 or newer, 22 from 22.12 or 20 from 20.19, and this is ${version}.\nInstall the version named LTS at https://nodejs.org, and try again.\n`,
  );
});

test('npm is told the same', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
  expect(engines.node).toBe('^20.19.0 || ^22.12.0 || >=23');
});
