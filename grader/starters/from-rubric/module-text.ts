/** TypeScript with a stub for each function of one file, documented by shapes. Pure. */
import type { AskedArgument, AskedFunction, AskedResult, AskedShape, AskedTensor } from './asked.js';
import { identifierFor, inComment, isIdentifier, keyFor, literal, Names } from './names.js';

const MOST_SIDES = 6;

/** `functions` are those of one file. */
export function moduleText(title: string, functions: readonly AskedFunction[]): string {
  const locals = new Names();
  return [
    '/**',
    ` * ${inComment(title)}`,
    ' *',
    ' * Write what belongs between `your code: begin` and `your code: end`, and leave the rest alone. README.md says what the',
    ' * letters of shapes mean, with an example.',
    ' */',
    "import * as tf from '@tensorflow/tfjs-core';",
    ...functions.flatMap((one) => ['', ...stubOf(one, locals)]),
    '',
  ].join('\n');
}

function stubOf({ export: exported, arguments: given, result }: AskedFunction, locals: Names): string[] {
  const isPlain = isIdentifier(exported);
  const local = locals.take(identifierFor(exported));
  const shown = inComment(exported);
  const names = new Names();
  const parameters = given.map((argument) => parameterText(argument, names));
  return [
    '/**',
    ...given.flatMap((argument, index) =>
      describeArgument(argument, parameters[index]?.name ?? '').map((line) => ` * ${line}`),
    ),
    ...describeResult(result).map((line) => ` * ${line}`),
    ' */',
    `${isPlain ? 'export ' : ''}function ${local}(`,
    ...parameters.map(({ name, type }) => `  ${name}: ${type},`),
    `): ${resultType(result)} {`,
    `  // your code: begin ${shown}`,
    `  throw new Error(${literal(`${exported} is not written yet`)});`,
    '  // your code: end',
    '}',
    ...(isPlain ? [] : [`export { ${local} as ${exported === 'default' ? 'default' : literal(exported)} };`]),
  ];
}

function parameterText(argument: AskedArgument, names: Names): { readonly name: string; readonly type: string } {
  switch (argument.kind) {
    case 'tensor':
      return { name: names.take(identifierFor(argument.tensor.name)), type: tensorType(argument.tensor.shape) };
    case 'record':
      return { name: names.take('p'), type: recordType(argument.members, ({ shape }) => tensorType(shape)) };
    case 'map':
      return { name: names.take(identifierFor(argument.map.name)), type: 'Record<string, tf.Tensor>' };
  }
}

function resultType(result: AskedResult): string {
  switch (result.kind) {
    case 'value':
      return 'tf.Tensor';
    case 'record':
      return recordType(result.members, () => 'tf.Tensor');
    case 'map':
      return 'Record<string, tf.Tensor>';
  }
}

function recordType(members: readonly AskedTensor[], typeOf: (member: AskedTensor) => string): string {
  return `{ ${members.map((member) => `${keyFor(member.name)}: ${typeOf(member)}`).join('; ')} }`;
}

function tensorType(shape: AskedShape): string {
  if (shape === null || shape.length > MOST_SIDES) return 'tf.Tensor';
  return shape.length === 0 ? 'tf.Scalar' : `tf.Tensor${String(shape.length)}D`;
}

function describeArgument(argument: AskedArgument, name: string): string[] {
  switch (argument.kind) {
    case 'tensor':
      return [`${name}: ${inComment(tellTensor(argument.tensor))}`];
    case 'record':
      return argument.members.map((member) => `${name}.${inComment(member.name)}: ${inComment(tellTensor(member))}`);
    case 'map':
      return [`${name}: ${argument.map.of}`];
  }
}

function describeResult(result: AskedResult): string[] {
  switch (result.kind) {
    case 'value':
      return [`returns ${tellShape(result.shape)}`];
    case 'record':
      return result.members.map((member) => `returns ${inComment(member.name)}: ${inComment(tellTensor(member))}`);
    case 'map':
      return [`returns ${result.map.of}`];
  }
}

/** `[B, D]`, or `[B], class numbers from 0 to K - 1`. */
export function tellTensor({ shape, classes }: Pick<AskedTensor, 'shape' | 'classes'>): string {
  if (classes === null) return tellShape(shape);
  const last = typeof classes === 'number' ? String(classes - 1) : `the number of classes ${classes} - 1`;
  return `${tellShape(shape)}, class numbers (int32) from 0 to ${last}`;
}

export function tellShape(shape: AskedShape): string {
  if (shape === null) return 'a tensor';
  return shape.length === 0 ? 'one number' : `[${shape.join(', ')}]`;
}
