/**
 * Reads a history of a training as Keras and tf.js keep it: an object with a list for each quantity, one value for each
 * epoch. Lists may be objects with the numbers of rows as keys, as pandas writes them.
 */
import { isRecord, type JsonRecord } from '../../text/fields.js';
import { counted } from '../../text/counted.js';
import { cellOf } from './json-cell.js';
import { findColumns, shownHeader, type NamedColumns } from './columns.js';
import type { Read } from './read-table.js';
import { RowCollector } from './rows.js';
import { orderRows } from './steps.js';

type Lists = ReadonlyMap<string, readonly unknown[]>;

export function readHistory(given: JsonRecord, wanted: NamedColumns): Read {
  const lists = listsIn(given);
  const header = [...lists.keys()];
  const found = findColumns(header, wanted);
  if (!found.ok) return failed(`: the keys are ${shownHeader(header)}, ${found.sentence}`);
  const { columns } = found;
  const listAt = (place: number | null) => (place === null ? null : (lists.get(header[place] ?? '') ?? null));
  const train = listAt(columns.train) ?? [];
  const steps = listAt(columns.step);
  const measured = listAt(columns.valid) ?? [];
  const valid = spread(measured, train.length);
  if (steps !== null && steps.length !== train.length) return unequal(counted(steps.length, 'step'), train.length);
  if (valid === null) {
    return unequal(counted(measured.length, 'validation loss', 'validation losses'), train.length);
  }
  const collector = new RowCollector(steps !== null, { decimalComma: false });
  for (const [at, value] of train.entries()) {
    const problem = collector.add({
      ...{ step: cellOf(steps?.[at]), epoch: undefined, phase: undefined, hasMore: false },
      ...{ train: cellOf(value), valid: cellOf(valid.get(at)) },
    });
    if (problem !== null) return failed(`, value ${String(at + 1)}: ${problem}`);
  }
  return { ok: true, log: orderRows(collector.rows, columns.axis === 'rows' ? 'epochs' : columns.axis) };
}

function failed(sentence: string): Read {
  return { ok: false, sentence };
}

function unequal(found: string, train: number): Read {
  const losses = counted(train, 'training loss', 'training losses');
  return failed(`: the numbers of values differ: ${found}, ${losses}`);
}

/** The lists of the object and those of its `history`. */
function listsIn(given: JsonRecord): Lists {
  const lists = new Map<string, readonly unknown[]>();
  const inner = Object.hasOwn(given, 'history') && isRecord(given['history']) ? given['history'] : {};
  for (const [name, value] of [...Object.entries(inner), ...Object.entries(given)]) {
    if (lists.has(name) || value === inner) continue;
    if (Array.isArray(value)) lists.set(name, value as unknown[]);
    else if (isRecord(value)) lists.set(name, Object.values(value));
  }
  return lists;
}

/**
 * The validation losses by their epoch, counted from 0: in every epoch, or in every k-th, as by `validation_freq` of
 * Keras. Null if their number fits neither.
 */
function spread(valid: readonly unknown[], epochs: number): ReadonlyMap<number, unknown> | null {
  const every = valid.length === 0 ? 1 : Math.floor(epochs / valid.length);
  if (every < 1 || (valid.length > 0 && Math.floor(epochs / every) !== valid.length)) return null;
  return new Map(valid.map((value, index) => [every * (index + 1) - 1, value]));
}
