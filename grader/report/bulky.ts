/**
 * The bulky parts of evidence: values beside each other, pictures, maps. They are the grader's own numbers and PNG
 * files, which must not be cut like text, and they are left out one after the other, from the end, where a report would
 * be too large. Summaries and sentences never depend on them. Pure.
 */
import type { CheckReport, Evidence } from '../schema/report.js';

/** Asks, in order, whether there is room for the next part. */
type HasRoom = (part: unknown) => boolean;

/** The evidence without its bulky parts. */
export function setAside(evidence: Evidence): Evidence {
  return keep(evidence, evidence, () => false);
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
    return found === undefined ? result : { ...result, evidence: keep(result.evidence, found, hasRoom) };
  });
}

/** Levels of a report around the parts, each of which indents every line. */
const LEVELS = 8;

/** As written to report.json. */
function bytesOf(part: unknown): number {
  const text = JSON.stringify(part, null, 2);
  return Buffer.byteLength(text) + 2 * LEVELS * text.split('\n').length;
}

function keep(plain: Evidence, whole: Evidence, hasRoom: HasRoom): Evidence {
  if (plain.type === 'comparison' && whole.type === 'comparison') return keepBeside(plain, whole, hasRoom);
  if (plain.type === 'accuracy' && whole.type === 'accuracy') return keepMaps(plain, whole, hasRoom);
  if (plain.type === 'data-set' && whole.type === 'data-set') return keepPictures(plain, whole, hasRoom);
  if (plain.type === 'segmentation' && whole.type === 'segmentation') {
    return { ...plain, examples: whole.examples.filter(hasRoom) };
  }
  return plain;
}

type Of<T extends Evidence['type']> = Extract<Evidence, { type: T }>;

function keepBeside(plain: Of<'comparison'>, whole: Of<'comparison'>, hasRoom: HasRoom): Evidence {
  const outputs = plain.outputs.map(({ beside: _beside, ...output }, index) => {
    const beside = whole.outputs[index]?.beside;
    return beside !== undefined && hasRoom(beside) ? { ...output, beside } : output;
  });
  return { ...plain, outputs };
}

function keepMaps(
  { decisionMap: _map, ...plain }: Of<'accuracy'>,
  { decisionMap, ...whole }: Of<'accuracy'>,
  hasRoom: HasRoom,
): Evidence {
  const map = decisionMap !== undefined && hasRoom(decisionMap) ? { decisionMap } : {};
  const misclassified = plain.misclassified.map(({ picture: _picture, ...example }, index) => {
    const picture = whole.misclassified[index]?.picture;
    return picture !== undefined && hasRoom(picture) ? { ...example, picture } : example;
  });
  return { ...plain, misclassified, ...map };
}

function keepPictures(plain: Of<'data-set'>, whole: Of<'data-set'>, hasRoom: HasRoom): Evidence {
  const groups = plain.groups.map((group, at) => ({
    ...group,
    examples: group.examples.map(({ pictures: _pictures, ...example }, index) => {
      const pictures = whole.groups[at]?.examples[index]?.pictures;
      return pictures !== undefined && hasRoom(pictures) ? { ...example, pictures } : example;
    }),
  }));
  return { ...plain, groups };
}
