/** networks.ts and train.ts of a starter with models: what builds them, trains them, logs the loss and exports them. Pure. */
import type { AskedModel } from './models.js';
import { inComment, literal } from './names.js';

export function networksText(models: readonly AskedModel[]): string {
  return [
    '/**',
    ' * Builds the networks: write what belongs between `your code: begin` and `your code: end`. null says that a network is not',
    ' * written yet; an example of how networks are built is in README.md.',
    ' */',
    "import * as tf from './tf';",
    ...models.flatMap(({ name, build, what }) => [
      '',
      `/** ${inComment(`${name}: ${what}`)} */`,
      `export function ${build}(): tf.LayersModel | null {`,
      `  // your code: begin ${inComment(name)}`,
      '  return null;',
      '  // your code: end',
      '}',
    ]),
    '',
  ].join('\n');
}

/** `log` is the file that the loss is logged to; null if the rubric asks for none. */
export function trainText(models: readonly AskedModel[], log: string | null): string {
  const exported = models.filter(({ folder }) => folder !== null);
  const steps = exported.map(({ name, build, folder }) => {
    const [shown, to] = [literal(name), literal(folder ?? '.')];
    return `  await trainAndExport(${shown}, ${build}(), ${to}, steps, record);`;
  });
  return [
    '/**',
    ' * Trains the networks of networks.ts and exports each: npm run train, or with another number of steps',
    ' * npm run train -- --steps 50. Only `train` is yours.',
    ' */',
    ...(log === null ? [] : ["import { writeFileSync } from 'node:fs';", "import { logRow } from './log';"]),
    `import { ${exported.map(({ build }) => build).join(', ')} } from './networks';`,
    "import { run } from './run';",
    "import { saveModel } from './save-model';",
    "import * as tf from './tf';",
    '',
    'const USUAL_STEPS = 1000;',
    '',
    '/** What is called after every step: its number from 0, the loss of its batch, and that on examples not trained on. */',
    'type Recorder = (step: number, train: number, valid: number) => void;',
    '',
    '/** Trains the network in place, for so many steps. */',
    'function train(name: string, model: tf.LayersModel, steps: number, record: Recorder): void {',
    '  // your code: begin train',
    '  console.log(`${name}: its training is not written yet (train.ts)`);',
    '  // your code: end',
    '}',
    '',
    'async function trainAndExport(',
    '  name: string,',
    '  model: tf.LayersModel | null,',
    '  folder: string,',
    '  steps: number,',
    '  record: Recorder,',
    '): Promise<void> {',
    '  if (model === null) {',
    '    console.log(`${name}: not written yet (networks.ts)`);',
    '    return;',
    '  }',
    '  train(name, model, steps, record);',
    '  await saveModel(model, folder);',
    '  console.log(`${name}: exported to ${folder}`);',
    '}',
    '',
    'async function main(steps: number): Promise<void> {',
    ...(log === null ? ['  const record = () => undefined;'] : recordLines),
    ...steps,
    ...(log === null ? [] : writeLines(log)),
    '}',
    '',
    'void run(USUAL_STEPS, main);',
    '',
  ].join('\n');
}

const recordLines = [
  '  const rows: string[] = [];',
  '  const record = (step: number, train: number, valid: number) => {',
  '    const row = logRow(step, train, valid);',
  '    if (row !== null) rows.push(row);',
  '  };',
];

const writeLines = (log: string) => [
  "  const text = ['step,train,valid', ...rows].join('\\n');",
  `  if (rows.length > 0) writeFileSync(${literal(log)}, \`\${text}\\n\`);`,
  `  else console.log(${literal(`${log}: no row was written (log.ts)`)});`,
];
