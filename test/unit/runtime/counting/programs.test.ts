/** Natural ways of multiplying matrices in plain code cost what the lecture says: km(2l - 1) for k x l by l x m. */
import { describe, expect, test } from '@jest/globals';
import { countProgram, ownOf } from '../../../support/counted.js';

type Matrix = readonly (readonly number[])[];

/** Each is a program with `product(a, b)` of nested arrays. */
const NESTED: Readonly<Record<string, string>> = {
  'three loops': `function product(a, b) {
    const out = [];
    for (let i = 0; i < a.length; i++) {
      const row = [];
      for (let j = 0; j < b[0].length; j++) {
        let sum = 0;
        for (let k = 0; k < b.length; k++) sum += a[i][k] * b[k][j];
        row.push(sum);
      }
      out.push(row);
    }
    return out;
  }`,
  'sum = sum + ...': `function product(a, b) {
    const out = a.map(() => new Array(b[0].length).fill(0));
    for (let i = 0; i < a.length; i += 1)
      for (let j = 0; j < b[0].length; j += 1)
        for (let k = 0; k < b.length; k += 1) out[i][j] = out[i][j] + a[i][k] * b[k][j];
    return out;
  }`,
  'out[i][j] += ...': `function product(a, b) {
    const out = Array.from({ length: a.length }, () => Array.from({ length: b[0].length }, () => 0));
    for (let i = 0; i < a.length; i++)
      for (let k = 0; k < b.length; k++)
        for (let j = 0; j < b[0].length; j++) out[i][j] += a[i][k] * b[k][j];
    return out;
  }`,
  'map and reduce': `const product = (a, b) =>
    a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));`,
  'a dot function and a transpose': `const transpose = (m) => m[0].map((_, j) => m.map((row) => row[j]));
    function dot(u, v) { let s = 0; u.forEach((value, i) => { s += value * v[i]; }); return s; }
    const product = (a, b) => a.map((row) => transpose(b).map((column) => dot(row, column)));`,
  'from the first term on': `const dot = (u, v) => u.map((value, i) => value * v[i]).reduce((s, value) => s + value);
    const product = (a, b) => a.map((row) => b[0].map((_, j) => dot(row, b.map((r) => r[j]))));`,
  'a while loop': `function product(a, b) {
    const out = [];
    let i = 0;
    while (i < a.length) {
      const row = [];
      let j = 0;
      while (j < b[0].length) {
        let sum = 0;
        let k = 0;
        while (k < b.length) { sum += a[i][k] * b[k][j]; k += 1; }
        row.push(sum);
        j += 1;
      }
      out.push(row);
      i += 1;
    }
    return out;
  }`,
  'flat arrays of 64 bits': `function product(a, b) {
    const [rows, deep, columns] = [a.length, b.length, b[0].length];
    const [flatA, flatB] = [Float64Array.from(a.flat()), Float64Array.from(b.flat())];
    const out = new Float64Array(rows * columns);
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) {
        const at = i * columns + j;
        for (let k = 0; k < deep; k++) out[at] += flatA[i * deep + k] * flatB[k * columns + j];
      }
    return Array.from({ length: rows }, (_, i) => [...out.slice(i * columns, (i + 1) * columns)]);
  }`,
  'a function for places': `const at = (i, j, width) => i * width + j;
    function product(a, b) {
      const [deep, columns] = [b.length, b[0].length];
      const [flatA, flatB] = [a.flat(), b.flat()];
      return a.map((_, i) => b[0].map((_, j) => {
        let s = 0;
        for (let k = 0; k < deep; k++) s += flatA[at(i, k, deep)] * flatB[at(k, j, columns)];
        return s;
      }));
    }`,
  classes: `class Matrix {
      #rows;
      constructor(rows) { this.#rows = rows; }
      times(other) {
        return new Matrix(this.#rows.map((row) => other.rows[0].map((_, j) => {
          this.sum = 0;
          for (const [k, value] of row.entries()) this.sum += value * other.rows[k][j];
          return this.sum;
        })));
      }
      get rows() { return this.#rows; }
    }
    const product = (a, b) => new Matrix(a).times(new Matrix(b)).rows;`,
};

// the quiz's own numbers: whole ones, and zeros in the diagonal matrix of the relu
const A: Matrix = [[-1]];
const B: Matrix = [[1, -1]];
const C: Matrix = [
  [1, 0],
  [0, 0],
];
const D: Matrix = [
  [1, -2],
  [0, 2],
];
const given = { A, B, C, D };

describe.each(Object.entries(NESTED))('%s', (_name, code) => {
  const counted = (expression: string) => countProgram(`${code}\nreturn ${expression};`, given);
  test('14 operations backwards', () => {
    const { value, work } = counted('product(product(product(A, B), C), D)');
    expect(value).toEqual([[-1, 2]]);
    expect(ownOf(work)).toBe(14);
  });
  test('20 operations forwards, and from both sides', () => {
    const forward = counted('product(A, product(B, product(C, D)))');
    expect(forward.value).toEqual([[-1, 2]]);
    expect(ownOf(forward.work)).toBe(20);
    expect(ownOf(counted('product(product(A, B), product(C, D))').work)).toBe(20);
  });
  test('10 operations with a mask', () => {
    const masked = counted(
      'product(product(A, B).map((row) => row.map((value, j) => value * (C[j][j] > 0 ? 1 : 0))), D)',
    );
    expect(masked.value).toEqual([[-1, 2]]);
    expect(ownOf(masked.work)).toBe(10);
  });
  test.each([
    [1, 16, 16],
    [3, 5, 7],
    [8, 8, 8],
  ])('%i x %i by %i', (rows, deep, columns) => {
    const matrix = (n: number, m: number) =>
      Array.from({ length: n }, (_row, i) => Array.from({ length: m }, (_value, j) => Math.sin(1 + i * m + j)));
    const { work } = countProgram(`${code}\nreturn product(P, Q);`, {
      P: matrix(rows, deep),
      Q: matrix(deep, columns),
    });
    expect(ownOf(work)).toBe(rows * columns * (2 * deep - 1));
  });
});
