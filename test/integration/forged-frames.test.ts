/** The message about student code that writes to the grader's channel does not depend on when its bytes arrive. */
import { afterAll, expect, test } from '@jest/globals';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import { removeFolders } from '../support/folders.js';
import { forwardAndBackward, planOf, snapshotOf } from '../support/snapshots.js';

afterAll(removeFolders);

/** Two frames of a record that is not a reply; `between` is what happens after the first. */
const forging = (between: string) => `
  const fs = process.getBuiltinModule('fs');
  const text = Buffer.from('{"type":"returned"}');
  const frame = Buffer.concat([Buffer.from([text.length, 0, 0, 0, 0, 0, 0, 0]), text]);
  export const forward = () => { ${between} return { loss: 1 }; };
  export const backward = () => ({ dx: [1] });
`;
const TOGETHER = 'fs.writeSync(3, Buffer.concat([frame, frame]));';
const APART = `
  fs.writeSync(3, frame);
  for (const end = Date.now() + 100; Date.now() < end; );
  fs.writeSync(3, frame);`;

test('frames that arrive together or separately give the same outcomes', async () => {
  const driver = await chooseDriver();
  const outcomesOf = async (between: string) => {
    const seen = await observe(snapshotOf({ 'backprop.js': forging(between) }), planOf(forwardAndBackward()), {
      driver,
    });
    return [...seen.outcomes.values()];
  };
  const together = await outcomesOf(TOGETHER);
  expect(together[0]).toMatchObject({ status: 'failed', error: { code: 'PROTOCOL_VIOLATION' } });
  expect(await outcomesOf(APART)).toEqual(together);
}, 60_000);
