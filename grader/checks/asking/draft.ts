/**
 * A plan while the checks of a rubric are added to it, one after the other. What two checks ask alike is asked once; what
 * only a check that is not visible asks of student code goes to a process of its own, so that nothing of it can show in a
 * visible result. A model runs without student code: one worker answers for all.
 */
import type { DataSetPlan } from '../../stages/data-set.js';
import type { CallProbe, Plan, Probe, RunLimits, Subject, SubjectPlan } from '../../stages/plan.js';
import type { TargetOf } from '../../schema/rubric.js';

/** A typed answer is a page of numbers; what is larger is not an answer. */
const ANSWER_MAX_BYTES = 1024 * 1024;

interface DraftSubject {
  readonly subject: Subject;
  readonly hidden: boolean;
  readonly probes: Map<string, Probe>;
}

export class Draft {
  readonly #subjects = new Map<string, DraftSubject>();
  readonly #documents = new Set<string>();
  readonly #models = new Set<string>();
  readonly #dataSets = new Map<string, DataSetPlan>();

  /** A file that the parent reads. */
  addDocument(path: string): void {
    this.#documents.add(path);
  }

  /** A folder of images that the sandbox examines. */
  addDataSet(plan: DataSetPlan): void {
    this.#dataSets.set(plan.check, plan);
  }

  /**
   * A model that is examined and loaded, and what is asked of it. It is loaded also where nothing is asked of it: what it
   * is when loaded decides whether its files told the truth.
   */
  addModel({ path, input }: TargetOf<'model'>, probes: readonly Probe[] = []): void {
    this.#models.add(path);
    const asked = this.#probesOf({ kind: 'model', path, example: input, format: 'layers-model' }, true);
    for (const probe of probes) asked.set(probe.id, probe);
  }

  /**
   * A call of student code in the worker that also answers visible checks; `probeFor` is given the probe of that id where
   * another check asks for it already.
   */
  addCall(file: string, id: string, probeFor: (known: CallProbe | null) => CallProbe): void {
    // a module is bundled also where all of its calls are asked for already
    const own = this.#probesOf({ kind: 'module', file }, true);
    const place = [...this.#subjects.values()].find(({ probes }) => probes.has(id))?.probes ?? own;
    const known = place.get(id);
    place.set(id, probeFor(known?.kind === 'call' ? known : null));
  }

  /** Calls that give student code what a visible result must not show: in a worker of their own unless `visible`. */
  addCalls(file: string, calls: readonly CallProbe[], visible: boolean): void {
    const probes = this.#probesOf({ kind: 'module', file }, visible);
    for (const call of calls) probes.set(call.id, call);
  }

  toPlan(limits: RunLimits): Plan {
    return {
      subjects: [...this.#subjects.values()].flatMap(({ subject, hidden, probes }): SubjectPlan[] =>
        probes.size === 0 && subject.kind === 'module'
          ? []
          : [{ subject, ...(hidden ? { hidden } : {}), probes: [...probes.values()] }],
      ),
      documents: [...this.#documents].map((path) => ({ path, maxBytes: ANSWER_MAX_BYTES })),
      models: [...this.#models],
      dataSets: [...this.#dataSets.values()],
      limits,
    };
  }

  #probesOf(subject: Subject, visible: boolean): Map<string, Probe> {
    const name = subject.kind === 'module' ? `module ${subject.file}` : `model ${subject.path}`;
    const key = `${visible ? 'visible' : 'hidden'} ${name}`;
    const known = this.#subjects.get(key);
    if (known) return known.probes;
    const probes = new Map<string, Probe>();
    this.#subjects.set(key, { subject, hidden: !visible, probes });
    return probes;
  }
}
