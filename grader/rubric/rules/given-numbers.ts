/**
 * The rule that given samples fit into the tensors of student code: float32 numbers, labels that are class numbers, and the
 * numbers that masks and targets are defined for.
 */
import { EXPECTED, roleOf, suits } from '../../numerics/sampling/sample-roles.js';
import type { Network } from '../../schema/network.js';
import type { Nested } from '../../tensor/tensor.js';
import { lookUp, type Path, type RuleProblem } from '../../checks/rules/rule.js';

type Given = Readonly<Record<string, Nested>>;

/** Every number of a given sample set that does not fit; `path` leads to its values. */
export function* numbersFit(path: Path, values: Given, network: Network): Iterable<RuleProblem> {
  for (const name of Object.keys({ ...network.inputs, ...network.parameters })) {
    for (const { at, number } of numbersOf(lookUp(values, name))) {
      if (Number.isFinite(Math.fround(number))) continue;
      yield { path: [...path, name, ...at], sentence: `${tell(name, at)} is ${String(number)}, ${TOO_LARGE}` };
    }
    yield* roleFits(path, values, network, name);
  }
  for (const [name, { classes }] of Object.entries(network.labels ?? {})) {
    const count = typeof classes === 'number' ? classes : sizeOfLetter(classes, values, network);
    for (const { at, number } of numbersOf(lookUp(values, name))) {
      if (Number.isInteger(number) && number >= 0 && number < count) continue;
      const range = Number.isFinite(count) ? `from 0 to ${String(count - 1)}` : 'from 0 on';
      const sentence = `${tell(name, at)} is ${String(number)}, expected the number of a class, a whole number ${range}`;
      yield { path: [...path, name, ...at], sentence };
    }
  }
}

/** Masks and targets have the numbers that their node is defined for. */
function* roleFits(path: Path, values: Given, network: Network, name: string): Iterable<RuleProblem> {
  const role = roleOf(network, name);
  if (role === null) return;
  for (const { at, number } of numbersOf(lookUp(values, name))) {
    if (suits(role, number)) continue;
    const sentence = `${tell(name, at)} is ${String(number)}, expected ${EXPECTED[role]}`;
    yield { path: [...path, name, ...at], sentence };
  }
}

export const TOO_LARGE = 'which float32 does not hold (at most about 3.4e38): give a smaller number';

function tell(name: string, at: readonly number[]): string {
  return `${name}${at.map((index) => `[${String(index)}]`).join('')}`;
}

function* numbersOf(value: Nested | undefined, at: readonly number[] = []): Iterable<{ at: number[]; number: number }> {
  if (typeof value === 'number') yield { at: [...at], number: value };
  else for (const [index, item] of (value ?? []).entries()) yield* numbersOf(item, [...at, index]);
}

/** The size that the first value with this letter gives it; Infinity where none does. */
function sizeOfLetter(letter: string, values: Given, { inputs, parameters }: Network): number {
  for (const [name, shape] of Object.entries({ ...inputs, ...parameters })) {
    const axis = shape.indexOf(letter);
    const value = lookUp(values, name);
    if (axis < 0 || value === undefined) continue;
    const sides = sidesOf(value);
    // sides of 1 may be left out in front
    return sides[axis - (shape.length - sides.length)] ?? 1;
  }
  return Infinity;
}

function sidesOf(value: Nested | undefined): number[] {
  return value === undefined || typeof value === 'number' ? [] : [value.length, ...sidesOf(value[0])];
}
