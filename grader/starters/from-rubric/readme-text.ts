/** README.md of a starter made from a rubric: what is handed in, what functions receive and return, how to run it. Pure. */
import { isVisible } from '../../checks/scope.js';
import type { Rubric } from '../../schema/rubric.js';
import { sumPoints } from '../../score/points.js';
import { givenValues, type AskedAnswer } from './answers.js';
import type { AskedArgument, AskedFunction, AskedTensor } from './asked.js';
import type { AskedModel } from './models.js';
import { tellShape, tellTensor } from './module-text.js';

export interface Asked {
  readonly functions: readonly AskedFunction[];
  readonly answers: readonly AskedAnswer[];
  readonly models: readonly AskedModel[];
  /** Templates that are not in their place, because the rubric gives points for the file itself: what they are called. */
  readonly aside: ReadonlyMap<string, string>;
  /** There is a rubric that students can check their work with. */
  readonly isChecked: boolean;
}

export function readmeText(rubric: Rubric, asked: Asked): string {
  return [
    `# ${oneLine(rubric.title)}`,
    ...['', '## What is handed in', '', ...table(['file', 'what it is'], handedIn(rubric, asked))],
    ...section('Typed answers', answersText(asked, givenValues(rubric))),
    ...section('Functions', functionsText(asked)),
    ...section('Models', modelsText(asked)),
    ...['', '## Points', '', ...pointsText(rubric)],
    ...section('How to run', howToRun(asked)),
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];
}

function handedIn(rubric: Rubric, { functions, answers, models, aside }: Asked): string[][] {
  const from = (file: string) => (aside.has(file) ? `; ${aside.get(file) ?? ''} is a template, which you copy` : '');
  const code = [...new Set(functions.map(({ file }) => file))].map((file) => {
    const names = functions.filter((one) => one.file === file).map((one) => `\`${one.export}\``);
    return [`${file}.ts`, `your functions ${names.join(', ')}${from(`${file}.ts`)}`];
  });
  const typed = [...new Set(answers.map(({ file }) => file))].map((file) => [
    file,
    `your typed answers, in place of every \`null\`${from(file)}`,
  ]);
  const exported = models.map(({ name, paths, folder }) => {
    const how = folder === null ? '' : ', which `npm run train` exports';
    return [paths.join(' or '), `the model ${name} with its weights${how}`];
  });
  const others = rubric.checks.flatMap((check) => {
    if (check.kind === 'loss-log') return [[check.file, 'the log of your training: step,train,valid']];
    if (check.kind === 'data-set')
      return [[`${check.path}/`, 'the images that you collected, with labels.csv (file,label)']];
    if (check.kind !== 'files') return [];
    return check.files.map(({ path, purpose }) => [path, purpose ?? 'it has to be there']);
  });
  return [...typed, ...code, ...exported, ...others];
}

function answersText({ answers }: Asked, given: readonly string[]): string[] {
  if (answers.length === 0) return [];
  return [
    'A vector is a list such as `[1, -1]`, a matrix a list of its rows such as `[[1, 0], [0, 1]]`. Of one example alone, the side',
    'of the batch may be left out.',
    '',
    ...given.flatMap((values) => [`The answers are asked for at ${values}.`, '']),
    ...table(
      ['file', 'answer', 'what it is'],
      answers.map(({ file, path, what }) => [file, `\`${path}\``, what]),
    ),
  ];
}

function functionsText({ functions }: Asked): string[] {
  const [first] = functions;
  if (first === undefined) return [];
  const rows = functions.map(({ export: exported, file, arguments: given, result }) => {
    const returned = result.kind === 'record' ? result.members.map(memberText).join('; ') : tellResult(result);
    return [`\`${exported}\` in ${file}.ts`, given.map(argumentText).join('; '), returned];
  });
  return [
    'A letter is a size that differs from call to call; B is usually the number of examples.',
    ...formsOf(functions),
    'A result may be a tensor, or plain (nested) arrays of numbers. Do not change what you receive, and keep nothing between calls.',
    '',
    ...table(['function', 'receives, in this order', 'returns'], rows),
    '',
    first.receivesArrays
      ? 'For example, `x` [B, D] = [2, 3] is an array such as `[[1, 2, 3], [4, 5, 6]]`, and `x.length` is 2.'
      : 'For example, `x` [B, D] = [2, 3] is what `tf.tensor2d([[1, 2, 3], [4, 5, 6]])` makes, and `x.shape` is `[2, 3]`.',
  ];
}

/** In what form arguments come; a rubric may ask for both. */
function formsOf(functions: readonly AskedFunction[]): string[] {
  const named = (receivesArrays: boolean) =>
    functions.filter((one) => one.receivesArrays === receivesArrays).map((one) => `\`${one.export}\``);
  const [tensors, arrays] = [named(false), named(true)];
  return [
    ...(tensors.length === 0
      ? []
      : [`${tensors.join(', ')}: numbers come as tensors of tf.js with float32, class numbers with int32.`]),
    ...(arrays.length === 0
      ? []
      : [`${arrays.join(', ')}: numbers come as nested arrays, a single number as a number, and not as tensors.`]),
  ];
}

function tellResult(result: Exclude<AskedFunction['result'], { kind: 'record' }>): string {
  return result.kind === 'value' ? tellShape(result.shape) : `an object: ${result.map.of}`;
}

function argumentText(argument: AskedArgument): string {
  switch (argument.kind) {
    case 'tensor':
      return memberText(argument.tensor);
    case 'record':
      return `an object with ${argument.members.map(memberText).join('; ')}`;
    case 'map':
      return `an object: ${argument.map.of}`;
  }
}

function memberText(tensor: AskedTensor): string {
  return `\`${tensor.name}\` ${tellTensor(tensor)}`;
}

function modelsText({ models }: Asked): string[] {
  if (models.length === 0) return [];
  return [
    ...table(
      ['model', 'what it takes and gives'],
      models.map(({ name, what }) => [name, what]),
    ),
    '',
    'A network with one layer, from 2 numbers to 3:',
    '',
    '```ts',
    'tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [2] })] });',
    '```',
  ];
}

function pointsText({ checks }: Rubric): string[] {
  const visible = checks.filter(isVisible);
  const others = checks.filter((check) => !isVisible(check));
  const points = sumPoints(others.map((check) => check.points));
  const rows = visible.map((check) => [check.title, String(check.points)]);
  const rest = others.length === 0 ? [] : [['graded after you hand in', String(points)]];
  return table(['what', 'points'], [...rows, ...rest]);
}

function howToRun({ functions, models, isChecked }: Asked): string[] {
  const train = models.some(({ folder }) => folder !== null);
  return [
    ...(train || functions.length > 0 ? ['    npm install               once'] : []),
    ...(train ? ['    npm run train             trains, logs the loss and exports'] : []),
    ...(train || functions.length > 0 ? ['    npm run types             checks the types'] : []),
    ...(isChecked
      ? [
          '    npx tuxgrade precheck     grades the visible checks here, as often as you like',
          '    npx tuxgrade pack         makes the archive to hand in',
        ]
      : []),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => oneLine(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)];
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
