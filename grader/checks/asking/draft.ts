/**
 * Builds a plan, to which the checks of a rubric are added one after the other. A request that two checks share is made
 * once. Requests to student code that only non-visible checks make must go to a separate process, so that none of it
 * can leak into a visible result. Models run without student code, so one worker answers for all checks.
 */
import { formsOf, type ModelForm } from '../../protocol/model-forms.js';
import type { DataSetPlan } from '../../stages/data-set.js';
import type { CallProbe, Plan, Probe, RunLimits, Subject, SubjectPlan } from '../../stages/plan.js';
import type { TargetOf } from '../../schema/rubric.js';

/** A typed answer is a page of numbers; a larger file is not an answer. */
const ANSWER_MAX_BYTES = 1024 * 1024;

interface DraftSubject {
  readonly subject: Subject;
  readonly hidden: boolean;
  readonly probes: Map<string, Probe>;
  /** Asked after all others, because no points depend on them. */
  readonly last: Map<string, Probe>;
}

export class Draft {
  readonly #subjects = new Map<string, DraftSubject>();
  readonly #documents = new Set<string>();
  readonly #models = new Map<string, readonly ModelForm[]>();
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
   * A model to examine and load, and the requests to it. It is loaded even without requests, because the loaded model
   * shows whether its files are what they claim. `forms` are those in which all checks of the model can take it.
   */
  addModel(target: TargetOf<'model'>, probes: readonly Probe[] = [], forms = formsOf(target)): void {
    const { path } = target;
    this.#models.set(path, this.#models.get(path)?.filter((form) => forms.includes(form)) ?? forms);
    const asked = this.#subjectOf(modelAt(target), true).probes;
    for (const probe of probes) asked.set(probe.id, probe);
  }

  /** Requests to a model that must not keep any other from being answered: they come after those of all checks. */
  addLast(target: TargetOf<'model'>, probes: readonly Probe[]): void {
    const { last } = this.#subjectOf(modelAt(target), true);
    for (const probe of probes) last.set(probe.id, probe);
  }

  /**
   * A call of student code in the worker that also answers visible checks; `probeFor` receives the probe of that id if
   * another check has already added it.
   */
  addCall(file: string, id: string, probeFor: (known: CallProbe | null) => CallProbe): void {
    // an id names one probe of the whole plan, which keeps its first place
    const first = [...this.#subjects.values()].find(({ probes }) => probes.has(id))?.probes;
    const place = first ?? this.#subjectOf({ kind: 'module', file }, true).probes;
    const known = place.get(id);
    place.set(id, probeFor(known?.kind === 'call' ? known : null));
  }

  /** Calls with inputs that a visible result must not show: in a separate worker unless `visible`. */
  addCalls(file: string, calls: readonly CallProbe[], visible: boolean): void {
    const { probes } = this.#subjectOf({ kind: 'module', file }, visible);
    for (const call of calls) probes.set(call.id, call);
  }

  /** Calls whose arithmetic is counted, in a worker that does nothing else. */
  addCounted(file: string, calls: readonly CallProbe[], visible: boolean): void {
    const { probes } = this.#subjectOf({ kind: 'module', file, counted: true }, visible);
    for (const call of calls) probes.set(call.id, call);
  }

  toPlan(limits: RunLimits): Plan {
    return {
      subjects: [...this.#subjects.values()].flatMap(({ subject, hidden, probes, last }): SubjectPlan[] =>
        probes.size === 0 && subject.kind === 'module'
          ? []
          : [{ subject, ...(hidden ? { hidden } : {}), probes: [...probes.values(), ...last.values()] }],
      ),
      documents: [...this.#documents].map((path) => ({ path, maxBytes: ANSWER_MAX_BYTES })),
      models: [...this.#models].map(([path, forms]) => ({ path, forms })),
      dataSets: [...this.#dataSets.values()],
      limits,
    };
  }

  #subjectOf(subject: Subject, visible: boolean): DraftSubject {
    const name = subject.kind === 'module' ? `module ${subject.file}` : `model ${subject.path}`;
    const isCounted = subject.kind === 'module' && subject.counted === true;
    const key = `${visible ? 'visible' : 'hidden'}${isCounted ? ' counted' : ''} ${name}`;
    const known = this.#subjects.get(key);
    if (known) return known;
    const made = { subject, hidden: !visible, probes: new Map<string, Probe>(), last: new Map<string, Probe>() };
    this.#subjects.set(key, made);
    return made;
  }
}

function modelAt({ path, input, layout }: TargetOf<'model'>): Subject {
  return { kind: 'model', path, example: input, format: 'layers-model', ...(layout === undefined ? {} : { layout }) };
}
