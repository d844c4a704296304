/**
 * Finds the columns of a training log by their names: those that programs and people write, or those that the rubric
 * names. Must not guess: where two columns may be the same thing, it says so.
 */
import { counted } from '../../text/counted.js';
import { nameForeign } from '../../text/look-alikes.js';

/** What the steps of a log count. */
export type Axis = 'steps' | 'epochs' | 'rows';

export interface Columns {
  /** Null if no column counts: the rows are counted. */
  readonly step: number | null;
  readonly axis: Axis;
  /** The column of the epoch beside one of the steps; null if there is none. */
  readonly epoch: number | null;
  readonly train: number;
  readonly valid: number | null;
  /** The column that says of each row whether its loss is that of training or of validation; null if there is none. */
  readonly phase: number | null;
}

/** Names that the rubric gives. */
export interface NamedColumns {
  readonly step?: string;
  readonly train?: string;
  readonly valid?: string;
}

export type ColumnsFound =
  | { readonly ok: true; readonly columns: Columns }
  /** The end of a sentence about the names: `has no training loss`. */
  | { readonly ok: false; readonly sentence: string };

/** Names without case, blanks and signs between words. A name of a later list counts only without one of an earlier. */
type Names = readonly (readonly string[])[];

const STEP_NAMES: Names = [
  ['step', 'steps', 'globalstep', 'trainstep', 'trainingstep', 'gradientstep', 'trainerglobalstep'],
  [
    ...['iteration', 'iterations', 'iter', 'iters', 'it', 'update', 'updates'],
    ...['batch', 'batches', 'batchidx', 'batchindex', 'minibatch'],
  ],
];
const EPOCH_NAMES: Names = [['epoch', 'epochs', 'epochnumber', 'epochidx']];
/** The index of a table as pandas writes it, in the first column: it counts if nothing else does. */
const INDEX_NAMES = ['', 'index', 'unnamed0'];
const TRAIN_NAMES: Names = [
  [
    ...['train', 'training', 'loss', 'losses', 'trainloss', 'trainlosses', 'trainingloss', 'traininglosses'],
    ...['losstrain', 'losstraining', 'trloss', 'epochloss', 'batchloss', 'runningloss'],
  ],
  ['trainlossstep', 'trainlossepoch', 'lossstep'],
  ['value'],
];
const VALID_NAMES: Names = [
  [
    ...['valid', 'val', 'validation', 'valloss', 'validloss', 'validationloss', 'vallosses', 'validlosses'],
    ...['lossval', 'lossvalid', 'lossvalidation', 'evalloss', 'devloss', 'vloss'],
  ],
  ['vallossstep', 'vallossepoch', 'validlossepoch', 'validationlossepoch'],
  ['testloss', 'losstest'],
];

const PHASE_NAMES: Names = [['phase', 'split', 'stage', 'mode', 'subset', 'set', 'dataset']];

const MOST_SHOWN = 60;

export function findColumns(header: readonly string[], wanted: NamedColumns = {}): ColumnsFound {
  const found = new Finder(header);
  const train = found.one('the training loss', TRAIN_NAMES, wanted.train);
  const valid = found.one('the validation loss', VALID_NAMES, wanted.valid);
  const counting = findCounting(found, wanted.step);
  const phase = valid === null ? found.one('the kind of the row', PHASE_NAMES, undefined) : null;
  if (found.problem !== null) return { ok: false, sentence: found.problem };
  const foreign = counting.step === null || train === null ? nameForeign(header.join(',')) : null;
  if (train === null || foreign !== null) {
    return { ok: false, sentence: `${EXPECTED}${foreign === null ? '' : `: ${foreign}`}` };
  }
  return { ok: true, columns: { ...counting, train, valid, phase } };
}

function findCounting(found: Finder, wanted: string | undefined): Pick<Columns, 'step' | 'axis' | 'epoch'> {
  const step = found.one('the step', STEP_NAMES, wanted);
  const epoch = found.one('the epoch', EPOCH_NAMES, undefined);
  if (step !== null && step !== epoch) return { step, axis: 'steps', epoch };
  if (epoch !== null) return { step: epoch, axis: 'epochs', epoch: null };
  const isIndexed = INDEX_NAMES.includes(plainName(found.header[0] ?? 'none'));
  return { step: isIndexed ? 0 : null, axis: 'rows', epoch: null };
}

const EXPECTED = 'expected step,train or step,train,valid, or the names of Keras, Lightning, TensorBoard or tf.js';

/** The names as a sentence shows them. */
export function shownHeader(header: readonly string[]): string {
  return header.join(',').slice(0, MOST_SHOWN);
}

/** Finds columns one after the other; `problem` is the first that was met. */
class Finder {
  problem: string | null = null;
  readonly #names: readonly string[];

  constructor(readonly header: readonly string[]) {
    this.#names = header.map(plainName);
  }

  one(what: string, names: Names, wanted: string | undefined): number | null {
    return wanted === undefined ? this.#byNames(what, names) : this.#byName(what, wanted);
  }

  #byNames(what: string, names: Names): number | null {
    for (const alike of names) {
      const places = this.#names.flatMap((name, place) => (alike.includes(name) ? [place] : []));
      if (places.length > 0) return this.#only(what, places);
    }
    return null;
  }

  #byName(what: string, wanted: string): number | null {
    const places = this.header.flatMap((name, place) => (sameName(name, wanted) ? [place] : []));
    if (places.length > 0) return this.#only(what, places);
    this.problem ??= `expected a column "${wanted}" for ${what}`;
    return null;
  }

  #only(what: string, [place = 0, ...others]: readonly number[]): number {
    if (others.length > 0) {
      const names = [place, ...others].map((one) => this.header[one] ?? '');
      const many = counted(names.length, 'column');
      this.problem ??= `in which ${many} may be ${what}: ${shownHeader(names)}: keep one of them`;
    }
    return place;
  }
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s_/.:#-]+/g, '');
}

function sameName(name: string, wanted: string): boolean {
  return name.trim().toLowerCase() === wanted.trim().toLowerCase();
}
