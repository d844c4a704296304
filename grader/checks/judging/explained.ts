/**
 * The words for what explains a wrong output: known mistakes, or what the numbers show by themselves. Must never tell
 * the answer; a hint is given only where it is clear which question leads on.
 */
import type { Claim, Plain } from '../../numerics/claims.js';
import type { Made } from '../../numerics/mistakes/mistake.js';
import type { OutputEvidence } from '../../schema/evidence.js';

export interface Explained {
  /** `scaled`: the right answer times a factor. */
  readonly isScaled: boolean;
  readonly sentence: string;
  readonly hint: string | null;
  readonly mistakes: NonNullable<OutputEvidence['mistakes']>;
}

/** Of several mistakes that explain an output, this many are named. */
const MOST_NAMED = 3;

export function explained(found: Claim | Plain): Explained {
  return 'plain' in found ? explainedPlainly(found) : explainedByMistakes(found);
}

function explainedPlainly(found: Plain): Explained {
  switch (found.plain) {
    case 'zero':
      return {
        isScaled: false,
        sentence: 'is zero everywhere',
        hint: 'Does it still depend on the inputs, or was it filled with zeros, or cut off from them on the way?',
        mistakes: [],
      };
    case 'constant':
      return {
        isScaled: false,
        sentence: 'does not depend on the inputs',
        hint: 'Which numbers are written into the code that should be computed from its inputs?',
        mistakes: [],
      };
    case 'factor':
      return {
        isScaled: true,
        sentence: sentenceFor(found.factor),
        hint: 'Which constant factor, or which sign, does the answer have that the derivative does not have?',
        mistakes: [],
      };
  }
}

/** One typed step, which known mistakes explain. */
export function explainedSlips(made: readonly Made[]): Omit<Explained, 'isScaled'> {
  return wordsFor(made.length === 1 ? 'one' : 'several', made);
}

function sentenceFor(factor: number): string {
  const is = (other: number) => Math.abs(factor - other) <= 1e-3 * Math.abs(other);
  if (is(-1)) return 'is the right answer with its sign flipped';
  return is(2)
    ? 'is twice the right answer'
    : is(0.5)
      ? 'is half the right answer'
      : `is the right answer times a constant (${digits(factor)})`;
}

function explainedByMistakes({ claim, made, factor }: Claim): Explained {
  const isScaled = made.every(({ mistake }) => mistake.kind === 'scale');
  return { isScaled, ...wordsFor(claim, made, factor) };
}

function wordsFor(claim: Claim['claim'], made: readonly Made[], factor?: number): Omit<Explained, 'isScaled'> {
  const named = made.slice(0, MOST_NAMED);
  const parts = named.map(({ mistake, at }) => (at === null ? mistake.sentence : `${mistake.sentence} (at ${at})`));
  const [first] = named;
  const times = factor === undefined ? '' : `, times ${digits(factor)}`;
  const joined = claim === 'pair' ? `shows two mistakes: it ${parts.join(', and it ')}` : parts.join(', or ');
  const hints = [...new Set(named.map(({ mistake }) => mistake.hint))];
  return {
    sentence: `${joined}${times}`,
    hint: claim === 'pair' ? hints.join(' And: ') : hints.length === 1 ? (first?.mistake.hint ?? null) : null,
    mistakes: named.map(({ mistake, at }) => ({ name: mistake.name, ...(at === null ? {} : { at }), claim })),
  };
}

function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
