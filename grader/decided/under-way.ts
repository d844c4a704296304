/**
 * What is being done to a run: one file, written atomically, that holds a decision with its line of the audit trail until both
 * are in the files where they belong. While it is there, both count as made, so that no crash leaves one without the other.
 * Relies on the lock of the run for writing.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../atomic.js';
import { textIfThere } from '../present.js';
import { asRecord, isRecord, textField } from '../text/fields.js';
import { readAdjustmentLine, writeAdjustment, type AdjustmentLine } from './adjustment-lines.js';
import { isAction, type AuditLine } from './audit-lines.js';
import { publicationOf, type Publication } from './publication.js';

export const UNDER_WAY = 'under-way.json';

export interface UnderWay {
  readonly audit: Omit<AuditLine, 'number'>;
  readonly adjustment?: AdjustmentLine;
  /** null takes it back; absent: it stays as it is. */
  readonly publication?: Publication | null;
}

/** null if nothing is; 'damaged' if it cannot be known what. */
export async function underWayIn(folder: string): Promise<UnderWay | 'damaged' | null> {
  const text = await textIfThere(join(folder, UNDER_WAY));
  return text === null ? null : (parse(text) ?? 'damaged');
}

export async function writeUnderWay(folder: string, { audit, adjustment, publication }: UnderWay): Promise<void> {
  const { at, action, by, details } = audit;
  const told = {
    audit: { at, action, by, details },
    ...(adjustment === undefined ? {} : { adjustment: writeAdjustment(adjustment) }),
    ...(publication === undefined ? {} : { publication }),
  };
  await writeAtomically(join(folder, UNDER_WAY), `${JSON.stringify(told, null, 2)}\n`);
}

export async function removeUnderWay(folder: string): Promise<void> {
  await rm(join(folder, UNDER_WAY), { force: true });
}

function parse(text: string): UnderWay | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const { audit: told, adjustment: line, publication: published } = asRecord(value);
  const audit = auditOf(told);
  const adjustment = typeof line === 'string' ? readAdjustmentLine(line) : undefined;
  const publication = isRecord(published) ? publicationOf(published) : undefined;
  if (audit === null || adjustment === null || (isRecord(published) && publication === null)) return null;
  return {
    audit,
    ...(adjustment === undefined ? {} : { adjustment }),
    ...(published === null ? { publication: null } : {}),
    ...(publication === undefined ? {} : { publication }),
  };
}

function auditOf(value: unknown): UnderWay['audit'] | null {
  const [at, by, action] = ['at', 'by', 'action'].map((name) => textField(value, name));
  const { details } = asRecord(value);
  if (typeof at !== 'string' || typeof by !== 'string' || !isAction(action) || !isRecord(details)) return null;
  return { at, action, by, details };
}
