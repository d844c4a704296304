/**
 * What student code can use to compute without being counted, made to tell that it is used: code that is made from text,
 * WebAssembly, and the modules of Node.js, some of which run code. None of it is forbidden. Functions of Math and Atomics
 * are counted. Must be installed before student code is loaded.
 */
import type { Escape } from '../../protocol/work.js';
import type { Counter } from './counter.js';

type Call = (this: unknown, ...given: unknown[]) => unknown;
type Members = Record<string, unknown>;

const { apply, construct, defineProperty } = Reflect;

/** Functions of Math that choose or round; all others compute. */
const FREE: readonly string[] = [
  ...['abs', 'ceil', 'clz32', 'floor', 'fround', 'f16round', 'max', 'min', 'random', 'round', 'sign', 'trunc'],
];

/** `isKernel` says whether a kernel of tf.js is running, whose functions of Math are part of its cost. */
export function noticeEscapes(counter: Counter, isKernel: () => boolean): void {
  countMath(counter, isKernel);
  countAtomics(counter);
  replaceFunctionConstructors(counter);
  replaceMembers(globalThis, ['eval'], 'code made from text', counter);
  const assembly = (globalThis as unknown as { readonly WebAssembly: Members }).WebAssembly;
  replaceMembers(assembly, Object.getOwnPropertyNames(assembly), 'WebAssembly', counter);
  const modules = ['getBuiltinModule', 'binding', '_linkedBinding', 'dlopen'];
  replaceMembers(process as unknown as Members, modules, 'a module of Node.js', counter);
  const { mainModule } = process as { mainModule?: unknown };
  defineProperty(process, 'mainModule', {
    get: () => {
      counter.escape('a module of Node.js');
      return mainModule;
    },
  });
}

function countMath(counter: Counter, isKernel: () => boolean): void {
  const math = Math as unknown as Record<string, Call>;
  for (const name of Object.getOwnPropertyNames(Math)) {
    const call = math[name];
    if (typeof call !== 'function' || FREE.includes(name)) continue;
    const isRoot = name === 'hypot';
    const counted: Call = (...given) => {
      const result = apply(call, Math, given);
      // a root of a sum of squares
      if (!isKernel()) counter.own('Math', result, isRoot ? 2 * given.length : 1);
      return result;
    };
    defineProperty(Math, name, { value: counted });
  }
}

function countAtomics(counter: Counter): void {
  const atomics = Atomics as unknown as Record<string, Call>;
  for (const name of ['add', 'sub']) {
    const call = atomics[name];
    if (call === undefined) continue;
    const counted: Call = (...given) => {
      const result = apply(call, Atomics, given);
      counter.own('Atomics', result);
      return result;
    };
    defineProperty(Atomics, name, { value: counted });
  }
}

/** `Function` and its kin, also where a function's own `constructor` leads to them. */
function replaceFunctionConstructors(counter: Counter): void {
  const kinds = [
    Object.getPrototypeOf(function () {}),
    Object.getPrototypeOf(async function () {}),
    Object.getPrototypeOf(function* () {}),
    Object.getPrototypeOf(async function* () {}),
  ] as { readonly constructor: Call }[];
  for (const prototype of kinds) {
    const { constructor } = prototype;
    const told = noticed(constructor, 'code made from text', counter);
    defineProperty(prototype, 'constructor', { value: told });
    if (constructor === Function) defineProperty(globalThis, 'Function', { value: told });
  }
}

function replaceMembers(object: Members, names: readonly string[], escape: Escape, counter: Counter): void {
  for (const name of names) {
    const found = object[name];
    if (typeof found !== 'function') continue;
    defineProperty(object, name, { value: noticed(found as Call, escape, counter) });
  }
}

/** Does the same and tells it. What it makes has the same prototype as before. */
function noticed(call: Call, escape: Escape, counter: Counter): Call {
  return new Proxy(call, {
    apply: (target, self, given: unknown[]) => {
      counter.escape(escape);
      return apply(target, self, given);
    },
    construct: (target, given: unknown[], made) => {
      counter.escape(escape);
      return construct(target, given, made) as object;
    },
  });
}
