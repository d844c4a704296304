/** Grades limits of a model, by what the parent measured in its files. */
import { modelTarget } from '../../checks/asking/targets.js';
import type { CheckOf } from '../../schema/checks.js';
import type { ModelFacts } from '../../protocol/model-facts.js';
import { refusalOf } from '../../checks/judging/admitted.js';
import { failWith } from '../../checks/judging/failure.js';
import type { Judge } from '../../checks/judging/judge.js';

const MOST_KINDS = 20;
const MOST_CHARACTERS = 80;

interface Measurement {
  name: string;
  measured: number | string;
  limit: number | string;
  ok: boolean;
}

/** All or nothing: a model over any limit earns nothing, and the summary says which. */
export const judgeModelLimits: Judge<'model-limits'> = (check, seen, rubric) => {
  const admission = seen.models.get(modelTarget(check.target, rubric).path);
  const refused = refusalOf(admission);
  // a rejected model (such as one with NaN weights) may have been measured, but must not earn points for being small
  if (refused !== null) return failWith(refused);
  if (admission?.status !== 'admitted') throw new Error('an admitted model without facts');
  const measurements = measure(check, admission.facts);
  const over = measurements.filter(({ ok }) => !ok);
  // the limit is shown if it was exceeded, the measured number always
  const describe = ({ name, measured, limit, ok }: Measurement) =>
    `${name} ${String(measured)}${ok && typeof limit === 'string' ? '' : ` (limit ${String(limit)})`}`;
  return {
    earned: over.length === 0 ? check.points : 0,
    summary:
      over.length === 0 ? measurements.map(describe).join(', ') : `over the limit: ${over.map(describe).join(', ')}`,
    evidence: { type: 'limits', measurements },
  };
};

function measure(check: CheckOf<'model-limits'>, facts: ModelFacts): Measurement[] {
  const measurements: Measurement[] = [];
  const addMost = (name: string, measured: number, limit: number | undefined) => {
    if (limit === undefined) return;
    // a file may claim more than fits into a number or a report
    const told = Number.isFinite(measured) ? measured : 'too many to count';
    measurements.push({ name, measured: told, limit, ok: measured <= limit });
  };
  addMost('parameters', facts.parameters, check.parameters);
  addMost('bytes', facts.fileBytes, check.fileBytes);
  measurements.push(...measureWork(facts, check.macs));
  const addAllowed = (name: string, found: readonly string[], allowed: readonly string[] | undefined) => {
    if (allowed !== undefined) measurements.push(measureAllowed(name, found, allowed));
  };
  addAllowed(
    'layers',
    facts.layers.map(({ className }) => className),
    check.layers,
  );
  const held = check.outputActivations === undefined ? facts.layers : facts.layers.filter(({ output }) => !output);
  addAllowed('activations', activationsOf(held, facts), check.activations);
  const ends = facts.layers.filter(({ output }) => output);
  addAllowed('output activation', activationsOf(ends, facts), check.outputActivations);
  return measurements;
}

/** Always told where it is known; a model of which it is not known is not held to it. */
function measureWork({ macs }: ModelFacts, limit: number | undefined): Measurement[] {
  const name = 'multiply-adds';
  if (typeof macs === 'number')
    return [{ name, measured: macs, limit: limit ?? 'none', ok: macs <= (limit ?? Infinity) }];
  return limit === undefined ? [] : [{ name, measured: 'not counted', limit, ok: true }];
}

/** What was found but is not allowed, or everything that was found if all is allowed. */
function measureAllowed(name: string, found: readonly string[], allowed: readonly string[]): Measurement {
  const kinds = [...new Set(found)];
  const others = kinds.filter((word) => !allowed.includes(word));
  const measured = tellKinds(others.length === 0 ? kinds : others);
  return { name, measured, limit: allowed.join(' '), ok: others.length === 0 };
}

/** Names chosen by students may be long and many. */
function tellKinds(kinds: readonly string[]): string {
  const shown = kinds.slice(0, MOST_KINDS).map((kind) => kind.slice(0, MOST_CHARACTERS));
  const more = kinds.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${String(more)} more`] : [])].join(' ') || 'none';
}

/** The operations of a graph model do not show which are activations, so it satisfies no list of activations. */
function activationsOf(layers: ModelFacts['layers'], { format }: ModelFacts): string[] {
  return format === 'graph-model' ? ['(a graph model)'] : layers.flatMap(({ activation }) => activation ?? []);
}
