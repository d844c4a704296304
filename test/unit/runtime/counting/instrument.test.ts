/** Rewritten programs compute what they computed before, on the same lines, and what counts is counted. */
import { describe, expect, test } from '@jest/globals';
import vm from 'node:vm';
import { instrument } from '../../../../grader/runtime/counting/instrument.js';
import { countProgram } from '../../../support/counted.js';

const own = (code: string, given = {}) => countProgram(code, given).work.own;
const X = { x: 1.5, y: 2.25, i: 3, n: 4, list: [1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5] };

describe('what a program computes does not change', () => {
  test.each([
    'return 2 + 3 * 4 - 6 / 4 % 2 ** 3 ** 2;',
    'return -(2 ** 2) + (-2) ** 2 - +"3" * "4";',
    'return "a" + 1 + 2 + (1 + 2) + `${1 + 2}b`;',
    'return [1] + [2] + {} + null + undefined + true;',
    'return 1n + 2n ** 3n - 4n % 3n;',
    'let s = 1; s += 2; s -= 0.5; s *= 3; s /= 2; s %= 2; s **= 2; return s;',
    'const o = { a: 1, b: { c: [1, 2] } }; o.a += 2; o.b.c[o.a - 2] *= 5; o["a"] -= 1; return JSON.stringify(o);',
    'let log = []; const f = (v) => (log.push(v), v); const o = { get p() { log.push("get"); return 1; }, set p(v) { log.push(v); } }; (f(o)).p += f(2); return log.slice(1).join();',
    'let i = 0; const a = [0, 0, 0]; a[i++] += i++ + i; a[i, 2] += 7; return [...a, i].join();',
    'let x = 1, y = 2; const z = (x += 1, y *= 3) + (x, y); return [x, y, z].join();',
    'class A { #p = 1; q = 2 + 3; static s = 1 + 1; m() { this.#p += 4; return this.#p + this.q; } has(o) { return #p in o; } } const a = new A(); return [a.m(), A.s, a.has(a)].join();',
    'class P { get v() { return 5; } set v(x) { this.w = x; } } class Q extends P { m() { super.v += 2; return this.w; } } return new Q().m();',
    'function* g() { const got = yield 1 + 1; yield got * 2; } const it = g(); return [it.next().value, it.next(4).value].join();',
    'const f = ({ length = 1 + 1, a: [b = 2 * 3] = [] }, c = length + b) => c; return f({});',
    'let out = ""; for (let i = 0, j = 2 * 3; i < j - 1, i < 3; i += 1, j -= 1) out += i * j + ","; return out;',
    'let n = 0; for (const k in [7, 8, 9]) n += k * 1; for (const v of [1 + 1]) n += v; return n;',
    'const a = [1, 2, 3]; const { [0 + 1]: second, ...rest } = a; return second + Object.keys(rest).length;',
    'const t = (s, ...v) => s.raw.join("|") + v.join(); return t`a${1 + 2}b${3 * 4}` + 1;',
    'const o = { v: { w: 2 } }; return (o?.v?.w + 1) * (o.none?.w ?? 3 - 1);',
    'const d = new Date(5) - new Date(2); return d + (new Number(3) * new Number(4));',
    'let a; a ??= 1 + 1; a ||= 9; a &&= a + 1; a <<= 1; a |= 1; return a >>> 1 & 7;',
    'label: for (;;) { if (1 + 1 === 2) break label; } return typeof (1 + 1) + void (2 * 2);',
    'const f = function inner(n) { return n < 2 ? 1 : n * inner(n - 1); }; return f(6);',
    'return [3, 1, 2].sort((a, b) => b - a).map((v, i, all) => v / all.length + i).join();',
    'try { null.x += 1; } catch (e) { return e.constructor.name + (1 + 1); }',
    'return (() => { "use strict"; return 1 + (this === undefined ? 1 : 2); })();',
    'return /* a */ 1 /* + */ + // b\n 2 /* c */ * (3) /* d */ - ((4));',
    'let s = 0\n;[1, 2].forEach((v) => { s += v })\nconst t = s * 2\nreturn t',
    'const a = 1\nconst b = 2\na + b\n;(a * b)\nreturn a\n+ b',
    'return new Float64Array(2 + 1).fill(0).length + Array(3).fill(0).length + new Array(2).length;',
    'const m = Array.from({ length: 1 + 1 }, () => 0); m[m.length - 1] += 3; return m.join();',
    'var a = async (x) => (await x) + 1; return a.constructor.name + (1 - 1);',
    'return -0 + -0 === 0 && Object.is(-0 + -0, -0) && Object.is(0 * -1, -0);',
    'const o = {}; o.x += 1; o[Symbol.iterator] += 1; return String(o.x) + String(o[Symbol.iterator]);',
    'const f = (a) => a\n++X.i\nreturn X.i * 2',
  ])('%s', (code) => {
    const plain = vm.compileFunction(code, ['X']) as (x: object) => unknown;
    const { value } = countProgram(code, { X: { i: 1 } });
    expect(value).toEqual(plain({ i: 1 }));
  });
  test('an error is thrown as it was', () => {
    expect(() => countProgram('return 1n + 1;')).toThrow('Cannot mix BigInt');
    expect(() => countProgram('const c = 1; c += 1;')).toThrow('Assignment to constant variable');
    expect(() => countProgram('t += 1; let t;')).toThrow("Cannot access 't' before initialization");
    expect(() => countProgram('let s; s.x.y += 1;')).toThrow('Cannot read properties of undefined');
    expect(() => instrument('let = = 1', 'N')).toThrow(SyntaxError);
  });
});

describe('what counts', () => {
  test.each<[string, object]>([
    ['return x + y', { '+': 1 }],
    ['return x - y * x / y % x ** y', { '-': 1, '*': 1, '/': 1, '%': 1, '**': 1 }],
    ['let s = x; s += y; s -= y; s *= y; s /= y; return s', { '+': 1, '-': 1, '*': 1, '/': 1 }],
    ['const o = { v: x }; o.v += y; o["v"] *= y; return o.v', { '+': 1, '*': 1 }],
    ['class A { #p = 1.5; m() { this.#p *= y; return this.#p; } } return new A().m()', { '*': 1 }],
    // whole numbers that are values count
    ['return i * n', { '*': 1 }],
    ['return 2 * i', { '*': 1 }],
    ['return "3" * "4"', { }], // prettier-ignore
    ['return x > y ? -x : x === y', {}],
    ['let k = 1.5; k++; --k; return ~~k << 2 | 1', {}],
    ['return "a" + x + `${y}`', {}],
    // texts and lists are joined
    ['const s = "a"; return s + s', {}],
    ['return [x] + [y]', {}],
    ['return 2 * list.length + 1', {}],
    ['const s = { shape: [2, 3] }; return s.shape[0] * s.shape[1] - 1', {}],
    ['return [x, y].map((v) => v * v)', { '*': 2 }],
  ])('%s', (code, counts) => {
    expect({ ...own(code, X) }).toEqual(counts);
  });
  test('operands of other types count by their result', () => {
    expect({ ...own('const a = "3", b = "4"; return a * b;') }).toEqual({ '*': 1 });
    expect({ ...own('return a - b;', { a: { valueOf: () => 1.5 }, b: [0.25] }) }).toEqual({ '-': 1 });
    expect(countProgram('return a * a;', { a: 3n }).work).toMatchObject({ escapes: ['BigInt'] });
  });
});

describe('positions and sizes', () => {
  test.each([
    'return list[i * 2 + 1]',
    'return list[list[0] > 9 ? i * 2 : i + 1]',
    'const at = i * 2 - 1; return list[at]',
    'const base = i * 2; const at = base + 1; return list[at] > list[base] ? 1 : 0',
    'let at = 0; at += i; at *= 2; return list[at]',
    'const at = (r, c) => r * 2 + c; return list[at(i, 1)]',
    'let s = 1; for (let k = i * 2 - 6; k < n * 2 - 1; k += 1 * 2) s = list[k]; return s',
    'return list.slice(i * 2 - 6, i + 1).length',
    'return new Float64Array(i * n).length + Array.from({ length: i * n }).length',
    'return new Array(i * n).fill(1.5, i - 1, n - 1).length',
    'let k = 0; while (k < n) k += 2; return k',
  ])('%s', (code) => {
    const { work } = countProgram(code.replace(/return k$/, 'return list[k - 1]'), X);
    expect({ ...work.own }).toEqual({});
    expect(work.onIndices).toBeGreaterThan(0);
  });
  test.each<[string, object]>([
    // a name that is a value anywhere is one everywhere
    ['const at = i * 2; list[at]; return at', { '*': 1 }],
    ['const at = i * 2; const more = at + 1; list[at]; return more', { '*': 1, '+': 1 }],
    // fractions are no positions, whatever the place
    ['const seen = []; list[(seen.push(x * y), 0)]; return seen[0]', { '*': 1 }],
    ['const p = new Proxy({}, { get: (_, k) => Number(k) }); return p[x * y]', { '*': 1 }],
    ['let r; for (r = x * y; false; ); return r', { '*': 1 }],
    // what is added up in the head of a loop is a value like any other, also of whole numbers
    ['let s = 0; for (let k = 0; k < 2; s += i * n, k++); return s', { '*': 2, '+': 1 }],
    ['let s = 1; for (let k = 0; s = s * i, k < 1; k++); return s', { '*': 2 }],
    ['let k = 0; for (let s = i * n; k < 1; k++) return s;', { '*': 1 }],
    // what a function does that a position only holds is no position
    ['const f = [() => i * n][1 - 1]; return f()', { '*': 1 }],
    ['return [list[0] * list[1]][0]', { '*': 1 }],
  ])('not in %s', (code, counts) => {
    expect({ ...own(code, X) }).toEqual(counts);
  });
  test('an error within an index does not hide what comes after it for long', () => {
    const code =
      'const f = () => { throw 1; }; try { list[f()]; } catch {} list[0]; list[n - 1]; return x * y + i * n;';
    expect(countProgram(code, X).work.own).toMatchObject({ '*': 1 });
  });
});

describe('sums', () => {
  test.each<[string, number]>([
    ['let s = 0; s += x; s += y; return s', 1],
    ['let s = 0; s = s + x; return s', 0],
    ['return [x, y, x].reduce((s, v) => s + v, 0)', 2],
    ['return [x, y, x].reduce((s, v) => s + v)', 2],
    ['const o = [0, 0]; o[0] += x; o[1] += y; o[0] += y; return o', 1],
    ['const o = new Float32Array(3); for (let k = 0; k < 3; k++) o[k] += x; return o', 0],
    ['const o = new Array(3).fill(0); for (let k = 0; k < 3; k++) o[k] += x; return o', 0],
    ['const o = {}; o.s = 0; o.s += x; return o.s', 0],
    // a variable that counts up is no sum
    ['let z = x - x; for (let k = 0; k < 1; k++) z = z + x; return z', 2],
    // numbers that happen to be 0 are terms
    ['const z = x - x; return z + x', 2],
    ['let s = 0; s += x - x; s += x; return s', 2],
  ])('%s', (code, count) => {
    const { work } = countProgram(code, X);
    expect((work.own['+'] ?? 0) + (work.own['-'] ?? 0)).toBe(count);
  });
});

test('all lines stay where they are, and places lead back', () => {
  const code = `const a =
    1 +
    2 *

    3; // + 4
const f = (x, y) => x * y + boom();
a[
  1 + 1
] += 5
`;
  const edited = instrument(code, 'counted');
  const count = (text: string) => text.split('\n').length;
  expect(count(edited.code)).toBe(count(code));
  const columnOf = (text: string, word: string, line: number) => {
    const at = (text.split('\n')[line - 1] ?? '').indexOf(word);
    if (at < 0) throw new Error(`no ${word} in line ${String(line)}`);
    return at + 1;
  };
  const words = [
    ['const a', 1],
    ['2', 3],
    ['// + 4', 5],
    ['const f', 6],
    ['y + boom', 6],
    ['boom', 6],
    ['a', 7],
    ['5', 9],
  ] as const;
  for (const [word, line] of words) {
    const column = columnOf(edited.code, word === 'y + boom' ? 'y), boom' : word === 'a' ? 'a, (' : word, line);
    expect(edited.originalOf({ line, column })).toEqual({ line, column: columnOf(code, word, line) });
  }
  expect(edited.code.split('\n')[5]).toContain('boom');
});

test('a program that is nested without end is an error and not a crash', () => {
  const deep = `return ${'('.repeat(50_000)}1${')'.repeat(50_000)};`;
  expect(() => instrument(deep, 'N')).toThrow(RangeError);
});
