/**
 * Source files of pure rooms that no unit test names or imports, with a test that reaches each and the reason. The test
 * test/unit/twins.test.ts keeps this list equal to what there is.
 */
import { WITHOUT_TWIN_MORE } from './without-twin-more.js';

/** Why some files have no unit test of their own. */
export interface WithoutTwin {
  /** Below grader/; `*` is any kind; other files are named one by one. */
  readonly files: readonly string[];
  /** Below test/, without `.test.ts`. */
  readonly test: string;
  readonly because: string;
  /** The test runs what is built of the files, and does not import them. */
  readonly isBuilt?: true;
}

export const WITHOUT_TWIN: readonly WithoutTwin[] = [
  {
    files: ['checks/judging/class-order.ts', 'checks/judging/other-forms.ts'],
    test: 'unit/kinds/accuracy/judge',
    because: 'its words are tested in the remarks that use them',
  },
  {
    files: ['selftest/selftest.ts', 'selftest/build.ts'],
    test: 'e2e/rubric-selftest',
    because: 'it runs programs in the sandbox',
    isBuilt: true,
  },
  {
    files: ['starters/shipped.ts'],
    test: 'e2e/starters',
    because: 'it only reads the files that come with the package',
    isBuilt: true,
  },
  {
    files: ['report/error-of.ts'],
    test: 'unit/report/hidden-text',
    because: 'it only finds what the outputs of a report show',
  },
  {
    files: [...['accuracy', 'loss-log'].map((kind) => `kinds/${kind}/parts.ts`), 'checks/telling/comparison-parts.ts'],
    test: 'unit/report/for-students',
    because: 'what students get is searched byte by byte, with evidence of each kind',
  },
  {
    files: ['checks/telling/example-picture.ts'],
    test: 'unit/kinds/accuracy/misclassified',
    because: 'its pictures are those of the examples that are listed there',
  },
  {
    files: ['report/pages/styles.ts'],
    test: 'unit/report/pages/html',
    because: 'it is a sheet of style, which is looked at in a browser',
  },
  {
    files: ['images/class-list.ts', 'images/decode-mask.ts', 'images/load-masks.ts', 'images/mask-names.ts'],
    test: 'integration/masks',
    because: 'it reads files, of which that test makes right ones and broken ones',
  },
  {
    files: [
      ...['maps-in', 'names', 'other-ways', 'remarks'].map((name) => `kinds/segmentation/${name}.ts`),
      'tensor/class-maps.ts',
    ],
    test: 'unit/kinds/segmentation/judge',
    because: 'its sentences and readings are tested as the judge puts them together',
  },
  {
    files: ['kinds/*/index.ts', 'kinds/calling.ts'],
    test: 'unit/kinds/contracts',
    because: 'it lists the parts of a kind, and does not compile if one is missing',
  },
  {
    files: [
      'kinds/*/schema.ts',
      'kinds/schemas.ts',
      'kinds/typed.ts',
      'schema/common.ts',
      'schema/default-limits.ts',
      'schema/most-listed.ts',
    ],
    test: 'unit/rubric/parse',
    because: 'it is data for the validator, which is tested with whole rubrics',
  },
  {
    files: [
      'schema/check.ts',
      'schema/examples.ts',
      'schema/sentences.ts',
      'rubric/document.ts',
      'tensor/example-shape.ts',
    ],
    test: 'unit/rubric/parse',
    because: 'its sentences are tested with whole rubrics, as instructors write them',
  },
  {
    files: [
      'kinds/*/rules.ts',
      'checks/rules/examples.ts',
      'checks/rules/functions.ts',
      'checks/rules/one-sample.ts',
      'checks/rules/rule.ts',
      'checks/rules/targets.ts',
      ...[
        'checks',
        'data',
        'dates',
        'given-numbers',
        'hidden-data',
        'index',
        'needs',
        'node-operands',
        'node-options',
        'paths',
        'points',
      ].map((rule) => `rubric/rules/${rule}.ts`),
      'rubric/rules/sample-sets.ts',
    ],
    test: 'unit/rubric/rules',
    because: 'rules are tested with whole rubrics, as instructors write them',
  },
  {
    files: [
      ...['rubric/data.ts', 'rubric/left-out.ts', 'rubric/load.ts', 'rubric/moved-seeds.ts'],
      ...['rubric/references.ts', 'rubric/summary.ts', 'rubric/warnings.ts', 'kinds/accuracy/warnings.ts'],
      'schema/json-schemas.ts',
    ],
    test: 'integration/rubrics',
    because: 'it needs the data and modules that a rubric names, which lie on the disk',
  },
  {
    files: ['rubric/shipped-data.ts', 'images/order.ts'],
    test: 'integration/shipped-data',
    because: 'it is about the images of the repository',
  },
  {
    files: ['image-file', 'pointers', 'points', 'staff-table'].map((name) => `images/${name}.ts`),
    test: 'integration/staff-data',
    because: 'it reads folders of images',
  },
  {
    files: ['schema/configuration.ts', 'workspace/configuration.ts'],
    test: 'e2e/configuration',
    because: 'it is about files on the disk',
  },
  {
    files: ['workspace/packing/pack.ts', 'workspace/packing/imports.ts'],
    test: 'e2e/pack',
    because: 'it reads folders, and the bundler is a program of its own',
  },
  {
    files: ['workspace/watching.ts'],
    test: 'e2e/precheck-watch',
    because: 'it waits for what is saved on the disk',
    isBuilt: true,
  },
  {
    files: ['schema/write-json-schemas.ts', 'schema/write-validators.ts'],
    test: 'integration/rubrics',
    because: 'it writes what the build needs, and the build fails without it',
    isBuilt: true,
  },
  {
    files: ['checks/judging/failure.ts', 'tensor/classes.ts', 'tensor/rows.ts'],
    test: 'unit/checks/judging/comparison',
    because: 'it is a part of the judging of one check',
  },
  {
    files: ['cells', 'json-cell', 'read-history', 'read-json', 'read-table', 'rows'].map(
      (of) => `kinds/loss-log/${of}.ts`,
    ),
    ...{ test: 'unit/kinds/loss-log/formats', because: 'it reads logs of every form, of which each file has a part' },
  },
  {
    files: ['checks/judging/json-fault.ts', 'text/hostile-text.ts'],
    test: 'unit/kinds/loss-log/told',
    because: 'it is tested by what a student is told',
  },
  {
    files: [
      'translation/activations.ts',
      'translation/channels-first.ts',
      'translation/files.ts',
      'translation/keras2.ts',
      'translation/keras3.ts',
      'translation/layers.ts',
      'translation/loops.ts',
      'translation/nodes.ts',
      'translation/older.ts',
      'translation/operations.ts',
      'translation/refusals.ts',
      'translation/unique-names.ts',
      'translation/untranslatable.ts',
      'translation/unused.ts',
      'translation/weights.ts',
      'models/shapes.ts',
    ],
    test: 'unit/models/vocabulary',
    because: 'a translation is right if the translated model means the same, which whole models show',
  },
  {
    files: ['collected/analysis/advice.ts'],
    test: 'unit/collected/analysis/examine',
    because: 'it is a table of sentences, whose type asks for one of each kind of finding',
  },
  {
    files: ['protocol/channel.ts'],
    test: 'integration/large-replies',
    because: 'it reads and writes descriptor 3, which only a worker has',
    isBuilt: true,
  },
  {
    files: ['protocol/backends.ts', 'protocol/class-metadata.ts', 'protocol/worker-flags.ts'],
    test: 'integration/intake-class',
    because: 'it is a list of names or limits',
  },
  {
    files: [
      ...['intake/archives/archive.ts', 'intake/archives/open-source.ts', 'intake/archives/packed.ts'],
      ...['intake/archives/reader-folder.ts', 'intake/class/archive.ts', 'intake/class/find.ts'],
      ...['intake/class/folder.ts', 'intake/class/spool.ts'],
    ],
    test: 'integration/intake-class',
    because: 'archives are read by a reader in the sandbox',
  },
  {
    files: ['intake/archives/entry-time.ts', 'intake/class/beside.ts', 'intake/class/entry-times.ts'],
    test: 'integration/times-of-a-class',
    because: 'times come from archives and metadata, which a reader in the sandbox reads',
  },
  {
    files: ['intake/models/admit.ts', 'intake/models/model-claims.ts'],
    test: 'integration/intake-models',
    because: 'models are read by a reader in the sandbox',
  },
  {
    files: ['intake/models/confirm.ts'],
    test: 'integration/loaded-models',
    because: 'it compares a model with what a worker has loaded',
  },
  ...WITHOUT_TWIN_MORE,
];
