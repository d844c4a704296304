/** Evaluates the bundled script of a submission, in which the only remaining imports are the tf packages. */
import vm from 'node:vm';
import { startCounting, type Counting } from './counting/counting.js';
import { tfPackage } from './student-tf.js';

export type Exports = Readonly<Record<string, unknown>>;

/** A place in the script, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Evaluated {
  readonly exports: Exports;
  /** Present if the arithmetic of its functions is counted. */
  readonly count?: Counting['count'];
}

/** A script that is ready to run. */
export interface Script {
  /** Throws what the script throws. */
  readonly run: () => Evaluated;
  /** Leads from a place in a stack to that in the script as it came. */
  readonly placeOf: (position: Position) => Position;
}

/** In a function around it, so that it may declare these names itself. */
const HEAD = '((__filename, __dirname) => function (exports, require, module) {';

/** `root` is the folder of the submission; throws a SyntaxError. */
export function scriptOf(code: string, filename: string, root: string): Script {
  const script = new vm.Script(`${HEAD}${code}\n})`, { filename });
  return {
    run: () => {
      const make = script.runInThisContext() as (file: string, folder: string) => Factory;
      return { exports: evaluate(make(`${root}/${filename}`, root)) };
    },
    placeOf: (position) => position,
  };
}

/** The same, rewritten so that its arithmetic is counted. This worker must not have loaded another script. */
export function countedScriptOf(code: string, filename: string, root: string): Script {
  const { name, program, arithmetic, count } = startCounting(code);
  // in a function around it, so that no `arguments` lead to what counts
  const head = `((${name}, __filename, __dirname) => function (exports, require, module) {`;
  const script = new vm.Script(`${head}${program.code}\n})`, { filename });
  return {
    run: () => {
      const make = script.runInThisContext() as (counts: unknown, file: string, folder: string) => Factory;
      return { exports: evaluate(make(arithmetic, `${root}/${filename}`, root)), count };
    },
    placeOf: ({ line, column }) => {
      const [own, before] = line === 1 ? [head.length, HEAD.length] : [0, 0];
      const place = program.originalOf({ line, column: Math.max(1, column - own) });
      return { line, column: place.column + before };
    },
  };
}

type Factory = (exports: object, require: (name: string) => unknown, module: object) => void;

function evaluate(factory: Factory): Exports {
  const module: { exports: unknown } = { exports: {} };
  factory(module.exports as object, requireAllowed, module);
  const exported: unknown = module.exports;
  if ((typeof exported !== 'object' && typeof exported !== 'function') || exported === null) return {};
  return exported as Exports;
}

function requireAllowed(name: string): unknown {
  const found = tfPackage(name);
  if (found !== null) return found;
  // one in quotes is in the script already
  if (/^\.{0,2}\//.test(name)) {
    throw new Error(
      `"${name}" cannot be found while the code runs: write its name in quotes, as in import('./layers.js')`,
    );
  }
  throw new Error(`"${name}" cannot be imported here: use your own files and @tensorflow/tfjs`);
}
