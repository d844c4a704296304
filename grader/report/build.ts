/** Builds the report of one submission. Pure: times and facts are arguments. */
import { dataDigests } from '../checks/data-digests.js';
import type { HandedIn } from '../dates/handed-in.js';
import type { Observations } from '../stages/observation.js';
import type { CheckReport, GradeReport, Note } from '../schema/report.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import type { Submitter } from '../protocol/class-metadata.js';
import { verdictOf } from '../score/verdict.js';
import { boundNotes, boundResults, boundSubmitters, LONGEST_ID, LONGEST_NAME, LONGEST_OUTPUT } from './bounded.js';
import { allPrintable, printableUpTo } from './printable.js';
import { soundReport } from './sound.js';
import { REPORT_VERSION } from '../schema/version.js';

export interface ReportFacts extends HandedIn {
  readonly id: string;
  readonly digest: string;
  readonly files: number;
  readonly bytes: number;
  readonly submitters: readonly Submitter[];
  readonly rubric: ResolvedRubric;
  readonly results: readonly CheckReport[];
  readonly notes: readonly Note[];
  readonly driver: string;
  readonly grader: string;
  readonly node: string;
  /** null if no student code was run. */
  readonly observations: Observations | null;
  /** The address of what was observed; null if it is not kept. */
  readonly kept: string | null;
  readonly startedAt: string;
  readonly wallMs: number;
}

/**
 * The report, with keys in the order of the schema. Everything except `timing` depends only on the inputs. Students'
 * text is made printable and cut here, once for all outputs that are made from a report.
 */
export function buildReport(facts: ReportFacts): GradeReport {
  const { rubric, results, observations } = facts;
  return soundReport({
    schemaVersion: REPORT_VERSION,
    submission: {
      id: printableUpTo(facts.id, LONGEST_ID),
      digest: facts.digest,
      files: facts.files,
      bytes: facts.bytes,
      submittedAt: facts.submittedAt === null ? null : printableUpTo(facts.submittedAt, LONGEST_NAME),
      timeFrom: facts.submittedAt === null ? null : (facts.timeFrom ?? null),
      ...(facts.terms === undefined ? {} : { terms: facts.terms }),
      ...remarksOf(facts),
      submitters: boundSubmitters(facts.submitters),
    },
    rubric: {
      id: rubric.rubric.id,
      title: rubric.rubric.title,
      digest: rubric.digest,
      points: rubric.rubric.points,
      ...(rubric.rubric.maxPoints === undefined ? {} : { maxPoints: rubric.rubric.maxPoints }),
      ...(rubric.seed === undefined ? {} : { seed: rubric.seed }),
    },
    verdict: verdictOf(results, rubric.rubric, facts),
    results: boundResults(results),
    notes: boundNotes(facts.notes),
    output: allPrintable(outputOf(observations), LONGEST_OUTPUT),
    environment: {
      grader: facts.grader,
      node: facts.node,
      driver: facts.driver,
      backends: allPrintable([...(observations?.backends ?? [])], LONGEST_NAME),
      seeds: Object.fromEntries(
        [...rubric.sampleSets].map(([name, samples]) => [name, samples.flatMap(({ seed }) => seed ?? [])]),
      ),
      data: dataDigests(rubric),
      ...(facts.kept === null ? {} : { observations: facts.kept }),
    },
    timing: timingOf(facts),
  });
}

/** As long as notes may be, because each of them is a note as well. */
function remarksOf({ timeRemarks = [] }: HandedIn): Pick<GradeReport['submission'], 'timeRemarks'> {
  if (timeRemarks.length === 0) return {};
  return { timeRemarks: boundNotes(timeRemarks.map((text) => ({ audience: 'staff', text }))).map(({ text }) => text) };
}

function outputOf(observations: Observations | null): GradeReport['output'] {
  if (observations === null) return { stdout: '', stderr: '' };
  const { stdout, stderr, hidden } = observations;
  return { stdout, stderr, ...(hidden.stdout === '' && hidden.stderr === '' ? {} : { hidden }) };
}

function timingOf({ startedAt, wallMs, observations }: ReportFacts): GradeReport['timing'] {
  const { cpuMs, peakMemoryBytes, workers } = observations?.usage ?? { cpuMs: 0, peakMemoryBytes: 0, workers: 0 };
  return { startedAt, wallMs: Math.round(wallMs), workerCpuMs: Math.round(cpuMs), peakMemoryBytes, workers };
}
