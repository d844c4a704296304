/**
 * The second part of without-twin.ts: grader/onnx, of which one test loads tf.js once for a family of layers, and files that
 * were added later.
 */
import type { WithoutTwin } from './without-twin.js';

export const WITHOUT_TWIN_MORE: readonly WithoutTwin[] = [
  {
    files: ['protocol/bundling.ts'],
    test: 'e2e/pack',
    because: 'the sandbox and the archive bundle with it: an archive that earns what its folder earns shows both',
  },
  {
    files: [
      ...[
        'batch/batch.ts',
        'batch/finish.ts',
        'batch/lock.ts',
        'batch/outside.ts',
        'grading/admit.ts',
        'grading/observe.ts',
        'grading/report.ts',
        'grading/rooms.ts',
        'grading/take-in.ts',
        'plan/expects.ts',
        'collected/observe.ts',
        'intake/fingerprint.ts',
      ],
      ...['grading/judge.ts', 'grading/see.ts'],
    ],
    test: 'integration/batch',
    because: 'it puts stages together that are tested by themselves; a class that is graded shows the whole',
  },
  {
    files: [...['batch/earlier.ts', 'batch/keeper.ts', 'grading/again.ts'], ...['kept/requests.ts', 'kept/store.ts']],
    test: 'integration/rejudge',
    because: 'classes that are judged again show it, and grading them anew is the second opinion',
  },
  {
    files: ['report/writers/files.ts', 'report/writers/pages.ts'],
    test: 'integration/remake-pages',
    because: 'it reads and writes the folder of a run',
  },
  {
    files: ['kinds/metric/reach.ts'],
    test: 'integration/references-in-reach',
    because: 'that test refuses all that float32 does not reach, by the files of rubrics',
  },
  {
    files: ['dense', 'embedding', 'call'].map((name) => `onnx/layers/${name}.ts`),
    test: 'unit/onnx/layers/shapes',
    because: 'a layer is right if its translation computes what tf.js does, which that test compares',
  },
  {
    files: ['attention', 'dot', 'einsum-dense'].map((name) => `onnx/layers/${name}.ts`),
    test: 'unit/onnx/layers/merging',
    because: 'the same, of layers with several inputs and of products',
  },
  {
    files: ['onnx/layers/batch-normalization.ts'],
    test: 'unit/onnx/layers/normalization',
    because: 'the same, of all normalisations together',
  },
  {
    files: ['onnx/layers/sliding.ts'],
    test: 'unit/onnx/layers/pooling',
    because: 'it reads the options of pooling and convolutions, which are compared with tf.js there',
  },
  {
    files: ['onnx/activations/activate.ts'],
    test: 'unit/onnx/layers/elementwise',
    because: 'every activation is compared with tf.js there, by name and as a layer',
  },
  {
    files: ['convolutional', 'native', 'wrappers'].map((name) => `onnx/layers/recurrent/${name}.ts`),
    test: 'unit/onnx/layers/recurrent/recurrent',
    because: 'a recurrent layer is right if its translation computes what tf.js does, which that test compares',
  },
  {
    files: ['item', 'operand'].map((name) => `onnx/layers/keras-operation/${name}.ts`),
    test: 'unit/onnx/layers/keras-operation/operation',
    because: 'the same, of operations between layers',
  },
  {
    files: [
      ...['arithmetic', 'call', 'convolutions', 'fused', 'known', 'products', 'shaping', 'slicing', 'space', 'windows'],
    ].map((name) => `onnx/operations/${name}.ts`),
    test: 'unit/onnx/operations/operations',
    because: 'each operation of a graph is compared with tf.js there',
  },
  {
    files: ['read-attribute', 'read-graph', 'read-tensor', 'read-value', 'wire'].map(
      (name) => `onnx/format/${name}.ts`,
    ),
    test: 'unit/onnx/format/read',
    because: 'they are parts of one reader, which is tested by whole files',
  },
  {
    files: ['onnx/format/constants.ts'],
    test: 'unit/reader/models/onnx/examine',
    because: 'it reads the numbers of a constant for those who examine a model',
  },
  {
    files: ['collected/lint.ts'],
    ...{ test: 'e2e/data-lint', because: 'it decodes images in the sandbox', isBuilt: true },
  },
  {
    files: ['batch/before.ts'],
    ...{ test: 'e2e/repairs', because: 'it reads the reports of two runs on the disk', isBuilt: true },
  },
  {
    files: ['gradescope/archive/packages.ts', 'gradescope/archive/pack.ts'],
    test: 'e2e/gradescope',
    because: 'an archive that sets itself up and grades where there is nothing else shows that all of it is there',
    isBuilt: true,
  },
];
