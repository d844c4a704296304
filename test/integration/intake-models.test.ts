import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { admitModels, remarksOnModels } from '../../grader/intake/models/admit.js';
import { openSubmission } from '../../grader/intake/open.js';
import type { ModelAdmission } from '../../grader/stages/submission.js';
import { exportModel, modelFiles, smallModel, tf } from '../support/exported-model.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { startReader } from '../support/reader.js';
import { honestZip } from '../support/raw-zip.js';

afterAll(removeFolders);

const PATH = 'deep/model.json';
const EXPECTS = { limits: { submissionBytes: 2 ** 30, files: 50 }, expects: [PATH] };

async function admit(path: string): Promise<ModelAdmission> {
  const snapshot = await openSubmission(path, { ...EXPECTS, workDir: makeFolder(), startReader });
  const admission = (await admitModels(snapshot, [{ path: PATH, forms: ['tfjs', 'onnx'] }], startReader)).get(PATH);
  if (admission === undefined) throw new Error('no admission');
  return admission;
}

test('a folder and its archive give the same facts', async () => {
  const files = { ...modelFiles(await exportModel(smallModel())), 'loss.csv': 'step,loss' };
  const folder = await admit(writeFiles(makeFolder(), files));
  const zip = join(makeFolder(), 'ann.zip');
  writeFileSync(zip, await honestZip(files));
  expect(folder).toMatchObject({ status: 'admitted', facts: { parameters: 13, inputShape: [2] } });
  expect(await admit(zip)).toEqual(folder);
});

test('weights in several files are one sequence, also where a number is cut in two', async () => {
  const model = await exportModel(smallModel());
  new DataView(model.weights.buffer).setFloat32(20, NaN, true);
  model.json.weightsManifest[0]?.paths.splice(0, 1, 'a.bin', 'b.bin');
  const root = writeFiles(makeFolder(), {
    [PATH]: JSON.stringify(model.json),
    'deep/a.bin': model.weights.subarray(0, 22),
    'deep/b.bin': model.weights.subarray(22),
  });
  expect(await admit(root)).toMatchObject({
    status: 'rejected',
    sentence: expect.stringMatching(
      /^deep\/model\.json: weight hidden\/kernel has 1 value that is not finite:/,
    ) as unknown,
  });
});

test('bytes after the last weight are not a fault: they are not read, and reported', async () => {
  const model = await exportModel(smallModel());
  const files = modelFiles(model);
  const [weights = ''] = Object.keys(files).filter((path) => path.endsWith('.bin'));
  const exact = await admit(writeFiles(makeFolder(), files));
  const longer = await admit(
    writeFiles(makeFolder(), { ...files, [weights]: Buffer.concat([model.weights, Buffer.alloc(5)]) }),
  );
  expect(remarksOnModels(new Map([[PATH, exact]]))).toEqual([]);
  expect(longer).toMatchObject({ status: 'admitted', facts: { parameters: 13, unreadBytes: 5 } });
  expect(remarksOnModels(new Map([[PATH, longer]]))).toEqual([
    'deep/model.json: its weight files go on for 5 bytes after the last weight, which are not read; if that is not meant, export the model again',
  ]);
});

describe('refused, with what could be measured', () => {
  test('weights that are not finite', async () => {
    const model = smallModel();
    const [kernel, ...rest] = model.getWeights();
    if (kernel === undefined) throw new Error('no weights');
    model.setWeights([tf.tensor2d([[NaN, Infinity, 1], [2, -Infinity, 3]]), ...rest]); // prettier-ignore
    expect(await admit(writeFiles(makeFolder(), modelFiles(await exportModel(model))))).toMatchObject({
      status: 'rejected',
      sentence:
        'deep/model.json: weight hidden/kernel has 3 values that are not finite: the training diverged; lower the learning rate and train again',
      facts: { parameters: 13, layers: [{ className: 'Dense' }, { className: 'Dense' }] },
    });
  });

  test('no weights, as exported by tfjs with random ones left out', async () => {
    const model = await exportModel(smallModel());
    model.json.weightsManifest = [];
    const admission = await admit(writeFiles(makeFolder(), modelFiles(model)));
    expect(admission).toMatchObject({ status: 'rejected', facts: null });
    expect(admission).toHaveProperty('sentence', expect.stringContaining('lists no weights'));
  });

  test('a description of 100 MB, unread', async () => {
    const root = writeFiles(makeFolder(), { [PATH]: '' });
    truncateSync(join(root, PATH), 100 * 1024 * 1024);
    expect(await admit(root)).toEqual({
      status: 'rejected',
      sentence: 'deep/model.json has 100.0 MiB, the limit is 16.0 MiB: weights belong in .bin files beside it',
      facts: null,
    });
  });

  test('a model that is not there', async () => {
    expect(await admit(writeFiles(makeFolder(), { a: 'a' }))).toMatchObject({ status: 'missing' });
  });

  test.each(['model.json', 'weights.bin'])('a pointer of Git LFS in the place of %s', async (name) => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 52\n`;
    const files = modelFiles(await exportModel(smallModel()));
    expect(Object.keys(files)).toContain(`deep/${name}`);
    // one beside another model is none of this one's business
    const folder = writeFiles(makeFolder(), { ...files, [`deep/${name}`]: pointer, 'linear/weights.bin': pointer });
    expect(await admit(folder)).toMatchObject({
      status: 'rejected',
      sentence: `deep/${name} is a pointer of Git LFS and not the file itself: run "git lfs pull" in the repository and hand in the files that it fetches`,
    });
  });
});
