/**
 * Judges a sighting: the same for one that was just made and for one that was kept. Must not run or read anything; the
 * result follows from the sighting, the rubric and the options alone.
 */
import { judge } from '../kinds/index.js';
import { confirmModels } from '../intake/models/confirm.js';
import type { Check } from '../schema/checks.js';
import { scoreChecks } from '../score/score.js';
import type { LoadOutcome, ProbeOutcome } from '../stages/observation.js';
import type { Sighting } from '../stages/sighting.js';
import { failAll } from './failing.js';
import type { Graded } from './grading.js';
import { notesOf, type NoteOptions } from './notes.js';

export interface JudgeOptions extends NoteOptions {
  readonly checks: readonly Check[];
}

export function judgeSighting(sighting: Sighting, options: JudgeOptions): Graded {
  const { checks, rubric } = options;
  if (sighting.status === 'refused') return failAll(checks, sighting.fault);
  const { taken, documents, dataSets, observations } = sighting;
  // what the reader found in a model's files must be what a worker loaded from them
  const models = confirmModels(sighting.models, observations?.models ?? new Map<string, LoadOutcome>());
  const outcomes = observations?.outcomes ?? new Map<string, ProbeOutcome>();
  const seen = { files: taken.files, documents, models, dataSets, outcomes };
  const judgements = new Map(checks.map((check) => [check.id, judge(check, seen, rubric)]));
  const results = scoreChecks(checks, judgements);
  const notes = notesOf({ remarks: taken.remarks, judgements, observations, models }, options);
  return { snapshot: taken, results, notes, observations };
}
