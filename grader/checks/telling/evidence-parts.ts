/**
 * What becomes of evidence on its way to its readers, as each kind says it of its own: what a student may be told, and
 * which parts are bulky. Must not know any type of evidence but those that every kind may give, an error and nothing.
 */
import type { Evidence } from '../../schema/report.js';

export type EvidenceOf<T extends Evidence['type']> = Extract<Evidence, { type: T }>;

/** Asks, in order, whether there is room for the next part. */
export type HasRoom = (part: unknown) => boolean;

export interface EvidenceParts<E extends Evidence = Evidence> {
  /**
   * What a student may be told while the check is not visible: verdicts, points and counts, which its summary tells as
   * well. Samples and their seeds, values, labels, pictures, maps and curves must not be in it.
   */
  readonly hidden: (evidence: E) => Evidence;
  /** What a student may be told of a visible check: everything but what is for staff alone. */
  readonly visible: (evidence: E) => Evidence;
  /**
   * `plain` with as many of the bulky parts of `whole` as there is room for: values beside each other, pictures, maps.
   * Both have the same outputs and examples. Without room, no bulky part is left, also none of `plain`.
   */
  readonly fill: (plain: E, whole: E, hasRoom: HasRoom) => Evidence;
}

const asIs = <E>(evidence: E) => evidence;

/** Parts of a kind whose evidence is of that type. Evidence of another type is left out, as it is nobody's. */
export function evidenceParts<T extends Evidence['type']>(
  type: T,
  {
    hidden,
    visible = asIs,
    fill = asIs,
  }: Partial<EvidenceParts<EvidenceOf<T>>> & Pick<EvidenceParts<EvidenceOf<T>>, 'hidden'>,
): EvidenceParts {
  const isOwn = (evidence: Evidence): evidence is EvidenceOf<T> => evidence.type === type;
  return {
    hidden: (evidence) => (isOwn(evidence) ? hidden(evidence) : commonOrNone(evidence)),
    visible: (evidence) => (isOwn(evidence) ? visible(evidence) : commonOrNone(evidence)),
    fill: (plain, whole, hasRoom) => (isOwn(plain) && isOwn(whole) ? fill(plain, whole, hasRoom) : plain),
  };
}

/** Parts of a kind whose evidence has nothing that is bulky, or that its summary would not tell. */
export function openEvidence(type: Evidence['type']): EvidenceParts {
  return evidenceParts(type, { hidden: asIs });
}

function commonOrNone(evidence: Evidence): Evidence {
  return evidence.type === 'error' ? evidence : { type: 'none' };
}
