/**
 * The functions that instrumented code calls in place of its operators (instrument.ts writes the calls). They compute what
 * the operator does and count it; the operands may be anything, such as texts, which are not counted.
 */
import type { OwnOperation } from '../../protocol/work.js';
import type { Counter } from './counter.js';

type Members = Record<PropertyKey, unknown>;

/** The operators that are counted, and the names of their functions. */
export const OPERATORS = { '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '%': 'rem', '**': 'pow' } as const;
export type Operator = keyof typeof OPERATORS;
type OperatorName = (typeof OPERATORS)[Operator];

type Binary = (a: unknown, b: unknown) => unknown;

export type Arithmetic = Readonly<Record<OperatorName, Binary>> &
  /** `object[key] += value`, in two steps: the second one gets the value. */
  Readonly<Record<`${OperatorName}To`, (object: Members, key: PropertyKey) => (value: unknown) => unknown>> & {
    /** An operation on a member that only its class can name was done, with this result. */
    readonly done: (operation: OwnOperation, result: unknown) => unknown;
    /** Before an index is computed; `leave` gets what it returns, and the index. */
    readonly enter: () => number;
    readonly leave: (before: number, index: unknown) => unknown;
    /** A 0, or numbers, from which sums start if all of them are 0. */
    readonly zero: (value: unknown) => unknown;
  };

/** Operands of any type: the operators of the language decide what becomes of them. */
const COMPUTE: Readonly<Record<Operator, (a: never, b: never) => unknown>> = {
  '+': (a, b) => (a as number) + (b as number),
  '-': (a, b) => (a as number) - (b as number),
  '*': (a, b) => (a as number) * (b as number),
  '/': (a, b) => (a as number) / (b as number),
  '%': (a, b) => (a as number) % (b as number),
  '**': (a, b) => (a as number) ** (b as number),
};

export function makeArithmetic(counter: Counter): Arithmetic {
  const { sum, own, setDepth, zeros } = counter;
  const binary = (operator: Operator): Binary => {
    const compute = COMPUTE[operator] as Binary;
    if (operator === '+' || operator === '-') {
      return (a, b) => {
        const result = compute(a, b);
        sum(operator, a, result);
        return result;
      };
    }
    return (a, b) => {
      const result = compute(a, b);
      own(operator, result);
      return result;
    };
  };
  const functions = Object.entries(OPERATORS).flatMap(([operator, name]) => {
    const call = binary(operator as Operator);
    const assign = (object: Members, key: PropertyKey) => {
      const before = object[key];
      return (value: unknown) => (object[key] = call(before, value));
    };
    return [[name, call] as const, [`${name}To`, assign] as const];
  });
  return Object.freeze({
    ...(Object.fromEntries(functions) as Omit<Arithmetic, 'done' | 'enter' | 'leave' | 'zero'>),
    done: (operation: OwnOperation, result: unknown) => {
      own(operation, result);
      return result;
    },
    enter: () => {
      const before = counter.depth;
      setDepth(before + 1);
      return before;
    },
    leave: (before: number, index: unknown) => {
      setDepth(before);
      return index;
    },
    zero: (value: unknown) => {
      if (value === 0) zeros(1);
      else if (isZeros(value)) zeros(value.length);
      return value;
    },
  });
}

function isZeros(value: unknown): value is ArrayLike<unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const numbers = value as ArrayLike<unknown>;
  for (let index = 0; index < numbers.length; index += 1) if (numbers[index] !== 0) return false;
  return numbers.length > 0;
}
