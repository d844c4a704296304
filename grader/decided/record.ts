/**
 * Records what a person does to a run, so that what it changes and its line of the audit trail are one: the file of what is
 * under way is written first and removed last, and whatever changes the run next carries out what a crash left. Relies on the
 * lock of the run.
 */
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { explainWriteError } from '../atomic.js';
import { codeOf } from '../errors.js';
import { ensureAdjustment } from './adjustments.js';
import { AUDIT, ensureAudit } from './audit.js';
import { removePublication, writePublication } from './publication.js';
import { removeUnderWay, underWayIn, writeUnderWay, type UnderWay } from './under-way.js';

/** When this resolves, the decision counts and the trail has its line; when it throws, neither is so, or both are. */
export async function recordDecision(folder: string, decision: UnderWay): Promise<void> {
  await assertTrailWritable(folder);
  await writeUnderWay(folder, decision);
  try {
    await ensureAudit(folder, decision.audit);
  } catch (error) {
    await removeUnderWay(folder);
    throw error;
  }
  await carryOut(folder);
}

/** What is about to be done, whose line the trail has from now on, also if it is interrupted. */
export async function announce(folder: string, audit: UnderWay['audit']): Promise<void> {
  await assertTrailWritable(folder);
  const { details } = audit;
  await writeUnderWay(folder, { audit: { ...audit, details: { ...details, finished: false } } });
}

/** What was announced is done; its line may say more than was known before. */
export async function conclude(folder: string, audit: UnderWay['audit']): Promise<void> {
  await writeUnderWay(folder, { audit });
  await carryOut(folder);
}

/** Puts what is under way into the files where it belongs; may be repeated. */
export async function carryOut(folder: string): Promise<void> {
  const underWay = await underWayIn(folder);
  if (underWay === null || underWay === 'damaged') return;
  const { audit, adjustment, publication } = underWay;
  await ensureAudit(folder, audit);
  if (adjustment !== undefined) await ensureAdjustment(folder, adjustment);
  if (publication === null) await removePublication(folder);
  else if (publication !== undefined) await writePublication(folder, publication);
  await removeUnderWay(folder);
}

/** Before hours of work, whose line could not be written. */
async function assertTrailWritable(folder: string): Promise<void> {
  const path = join(folder, AUDIT);
  await access(path, constants.W_OK).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw explainWriteError(path, error);
  });
}
