/** What code finds around it, on each driver: versions and packages of tf.js, its own place, memory. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver, DriverName } from '../../grader/sandbox/drivers/driver.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import { removeFolders } from '../support/folders.js';
import { callOf, planOf, snapshotOf } from '../support/snapshots.js';

afterAll(removeFolders);

describe.each<DriverName>(['bubblewrap', 'process'])('under %s', (name) => {
  let driver: Driver;
  beforeAll(async () => {
    driver = await chooseDriver(name);
  });

  /** What `loss` is where these lines are in the file and this is in the function, or the sentence about the error. */
  const lossOf = async (lines: string, loss: string) => {
    const code = `${lines}\nexport const forward = () => ({ loss: ${loss} });\n`;
    const seen = await observe(snapshotOf({ 'backprop.js': code }), planOf([callOf('forward', ['loss'])]), { driver });
    const [outcome] = [...seen.outcomes.values()];
    if (outcome?.status !== 'returned') return outcome?.status === 'failed' ? outcome.error.message : 'nothing';
    const output = outcome.returned.outputs['loss'];
    return output?.kind === 'numbers' ? output.data.values[0] : output?.found;
  };

  test('versions of tf.js, however it is imported', async () => {
    const lines = `import * as tf from '@tensorflow/tfjs';\nimport own from '@tensorflow/tfjs-node';\nconsole.log(tf.version.tfjs);`;
    expect(
      await lossOf(lines, "Number(tf.version.tfjs === '4.22.0' && own.version['tfjs-core'] === tf.version_core)"),
    ).toBe(1);
  });
  test('files within its packages, which are there already', async () => {
    const lines = `import * as tf from '@tensorflow/tfjs-core';
      import '@tensorflow/tfjs-backend-cpu';
      import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
      import '@tensorflow/tfjs-core/dist/register_all_gradients.js';`;
    expect(await lossOf(lines, 'tf.tensor1d([1, 2]).add(1).sum()')).toBe(5);
    expect(await lossOf(`import '@tensorflow/tfjs-vis/dist/index';`, '1')).toContain('cannot be imported here');
  });
  test('what is not here says so when it is used, and only then', async () => {
    const lines = `import * as tf from '@tensorflow/tfjs';\nconst { data, node } = tf;\nconsole.log(data, node);`;
    expect(await lossOf(lines, 'Number(tf.node !== undefined)')).toBe(1);
    expect(await lossOf(lines, 'tf.data.array([1])')).toBe(
      'forward threw: tf.data.array is not available where this is graded: make tensors of your values',
    );
  });
  test('its own place', async () => {
    expect(await lossOf('', 'Number(__filename.startsWith(`${__dirname}/`))')).toBe(1);
    // as modules make them
    expect(await lossOf("const __dirname = '.';", 'Number(__dirname === ".")')).toBe(1);
  });
  test('how much memory there is', async () => {
    const asked = 'Number(Object.values(process.memoryUsage()).every(Number.isFinite))';
    expect(await lossOf('', `${asked} * Math.sign(process.memoryUsage().rss * process.memoryUsage.rss())`)).toBe(1);
  });
});
