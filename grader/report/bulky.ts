/**
 * The bulky parts of evidence, which each kind names: values beside each other, pictures, maps. They are the grader's own
 * numbers and PNG files, which must not be cut like text, and they are left out one after the other, from the end, where
 * a report would be too large. Summaries and sentences never depend on them. Pure.
 */
import type { HasRoom } from '../checks/telling/evidence-parts.js';
import { kindNamed } from '../kinds/index.js';
import type { CheckReport, Evidence } from '../schema/report.js';

type Result = Pick<CheckReport, 'kind' | 'evidence'>;

/** The evidence without its bulky parts. */
export function setAside(result: Result): Evidence {
  return fill(result, result.evidence, () => false);
}

/** `plain` with the bulky parts of `whole`, as many as fit into `bytes`. Both have the same outputs and examples. */
export function fillIn(plain: readonly CheckReport[], whole: readonly CheckReport[], bytes: number): CheckReport[] {
  let left = bytes;
  const hasRoom = (part: unknown) => {
    if (part === undefined) return false;
    left -= left < 0 ? 0 : bytesOf(part);
    return left >= 0;
  };
  return plain.map((result, index) => {
    const found = whole[index]?.evidence;
    return found === undefined ? result : { ...result, evidence: fill(result, found, hasRoom) };
  });
}

/** Levels of a report around the parts, each of which indents every line. */
const LEVELS = 8;

/** As written to report.json. */
function bytesOf(part: unknown): number {
  const text = JSON.stringify(part, null, 2);
  return Buffer.byteLength(text) + 2 * LEVELS * text.split('\n').length;
}

function fill({ kind, evidence }: Result, whole: Evidence, hasRoom: HasRoom): Evidence {
  return kindNamed(kind)?.evidence.fill(evidence, whole, hasRoom) ?? evidence;
}
