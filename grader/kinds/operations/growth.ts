/** The factor by which sizes grow from one sample set to another, and the exponent with which operations follow. Pure. */
import type { SampleSet } from '../../schema/network.js';

export type Factor = { readonly ok: true; readonly factor: number } | { readonly ok: false; readonly problem: string };

/** `problem` goes on after `from "a" to "b"`. */
export function factorOf(from: SampleSet, to: SampleSet): Factor {
  if (from.kind !== 'generic' || to.kind !== 'generic') {
    return { ok: false, problem: 'no sizes can grow, as both have to be generic sample sets' };
  }
  const factors = new Map<string, number>();
  for (const [name, size] of Object.entries(from.sizes)) {
    const after = Object.hasOwn(to.sizes, name) ? (to.sizes[name] ?? size) : size;
    if (after !== size) factors.set(name, after / size);
  }
  const told = [...factors].map(([name, factor]) => `${name} by ${String(Number(factor.toPrecision(4)))}`).join(', ');
  const [factor, ...others] = new Set(factors.values());
  if (factor === undefined) return { ok: false, problem: 'no size grows: give some of them larger sizes' };
  if (others.length > 0 || factor <= 1) {
    return {
      ok: false,
      problem: `sizes change differently (${told}): let all of them grow by the same factor, or stay`,
    };
  }
  return { ok: true, factor };
}

/** p where operations grow as n^p; null if one of the counts is 0. */
export function exponentOf(before: number, after: number, factor: number): number | null {
  return before > 0 && after > 0 ? Math.log(after / before) / Math.log(factor) : null;
}
