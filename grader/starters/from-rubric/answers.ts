/** Templates of typed answers: the file with null for every answer that is asked for. Pure. */
import { lookUp } from '../../checks/rules/rule.js';
import { inferShapes } from '../../numerics/network-shapes.js';
import type { Step } from '../../kinds/steps/schema.js';
import type { Check, CheckOf } from '../../schema/checks.js';
import type { Rubric } from '../../schema/rubric.js';
import { tellShape } from './module-text.js';

export interface AskedAnswer {
  readonly file: string;
  /** Keys with dots between them. */
  readonly path: string;
  /** `[B, H]`, or `one number`. */
  readonly what: string;
}

/** In the order of the rubric. */
export function askedAnswers(rubric: Rubric): readonly AskedAnswer[] {
  return rubric.checks.flatMap((check) => {
    if (check.kind === 'steps') return stepsOf(check, rubric);
    if (check.kind === 'jacobian') return matricesOf(check);
    return [];
  });
}

function stepsOf({ file, network, steps }: CheckOf<'steps'>, rubric: Rubric): AskedAnswer[] {
  const shapeOf = shapesIn(network, rubric);
  return steps.map(({ path, value, gradient, cost }) => {
    if (cost !== undefined) return { file, path, what: productText(cost) };
    if (value !== undefined) return { file, path, what: `${value}, ${shapeOf(value)}` };
    return {
      file,
      path,
      what: `the gradient of the loss with respect to ${gradient ?? ''}, ${shapeOf(gradient ?? '')}`,
    };
  });
}

/** What is counted, without the answer. */
function productText({ order, factors }: NonNullable<Step['cost']>): string {
  const shapes = factors.map(([rows, columns]) => `${String(rows)} x ${String(columns)}`).join(', ');
  const from = order === 'reverse' ? 'left' : 'right';
  return `the additions and multiplications of a product of matrices of ${shapes}, multiplied from the ${from}`;
}

/** The values at which the answers are asked for: `W1 = [[1,2],[3,4]]`. */
export function givenValues({ checks, sampleSets }: Rubric): readonly string[] {
  const names = new Set(checks.flatMap((check) => (isTyped(check) ? [check.at] : [])));
  return [...names].flatMap((name) => {
    const set = lookUp(sampleSets, name);
    if (set?.kind !== 'given') return [];
    const values = Object.entries(set.values).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
    return [values.join(', ')];
  });
}

const isTyped = (check: Check): check is CheckOf<'steps' | 'jacobian'> =>
  check.kind === 'steps' || check.kind === 'jacobian';

function matricesOf({ file, matrices }: CheckOf<'jacobian'>): AskedAnswer[] {
  return matrices.map(({ path, of, by }) => ({
    file,
    path,
    what: `a row for each number of ${of}, with its derivative by each number of ${by}`,
  }));
}

function shapesIn(name: string, { networks }: Rubric): (value: string) => string {
  const network = lookUp(networks, name);
  const shapes = network === undefined ? null : inferShapes(network).shapes;
  return (value) => tellShape(shapes?.get(value) ?? null);
}

/** JSON without a prototype while it is made: a path may have any word. */
interface Tree {
  [key: string]: Tree | null;
}

const emptyTree = (): Tree => Object.create(null) as Tree;

/** The text of each file. */
export function answerTemplates(answers: readonly AskedAnswer[]): ReadonlyMap<string, string> {
  const trees = new Map<string, Tree>();
  for (const { file, path } of answers) {
    const tree = trees.get(file) ?? emptyTree();
    trees.set(file, tree);
    const keys = path.split('.');
    const last = keys.pop() ?? path;
    const place = keys.reduce<Tree>((found, key) => (found[key] ??= emptyTree()), tree);
    place[last] ??= null;
  }
  return new Map(Array.from(trees, ([file, tree]) => [file, `${JSON.stringify(tree, null, 2)}\n`]));
}
