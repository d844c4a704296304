/**
 * Reads a date with a time, as people and course systems write them. A text without a zone is no instant: it is returned
 * as a wall time, and the caller must have a zone for it or refuse it. Days that are not in the calendar are refused:
 * `Date.parse` alone reads 30 February as 2 March. Pure.
 */

/** What a clock on a wall shows, as milliseconds of the same clock in UTC. */
export interface WallTime {
  readonly wallMs: number;
  /** False if only the day is written. */
  readonly hasClock: boolean;
}

export type TimeRead =
  | { readonly status: 'instant'; readonly ms: number }
  | ({ readonly status: 'wall' } & WallTime)
  /** `why` is a predicate: `is not a date of the calendar`. */
  | { readonly status: 'unreadable'; readonly why: string };

const MS_PER_MINUTE = 60_000;
/** Kiribati; no zone is further from Greenwich. */
const FURTHEST_MINUTES = 14 * 60;
const DATE = /^(\d{4})-(\d\d)-(\d\d)/;
const CLOCK = /^(?:[Tt]|\s+)(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d{1,3})\d*)?)?/;
const ZONE = /^\s*(?:(Z|UTC|GMT)|([+-])(\d\d?)(?::?(\d\d))?)$/i;

export function readTime(text: string): TimeRead {
  const written = text.trim();
  const date = DATE.exec(written);
  if (date === null) return refuse('is not written like 2018-09-13 23:59');
  const day = dayOf(date);
  if (day === null) return refuse('is not a date of the calendar');
  const afterDate = written.slice(date[0].length);
  if (afterDate === '') return { status: 'wall', wallMs: day, hasClock: false };
  const clock = CLOCK.exec(afterDate);
  if (clock === null) return refuse('is not written like 2018-09-13 23:59');
  const time = clockOf(clock);
  if (time === null) return refuse('is not a time of the day');
  const afterClock = afterDate.slice(clock[0].length);
  if (afterClock === '') return { status: 'wall', wallMs: day + time, hasClock: true };
  const offset = offsetMinutes(afterClock);
  if (offset === null) return refuse('has a zone that is not written like -05:00 or Z');
  return { status: 'instant', ms: day + time - offset * MS_PER_MINUTE };
}

const refuse = (why: string): TimeRead => ({ status: 'unreadable', why });

/** Midnight of the day in UTC; null if there is no such day. */
function dayOf([written]: RegExpExecArray): number | null {
  const midnight = Date.parse(`${written}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(written) ? midnight : null;
}

function clockOf([, hour = '', minute = '', second = '0', fraction = '']: RegExpExecArray): number | null {
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (h > 23 || m > 59 || s > 59) return null;
  return ((h * 60 + m) * 60 + s) * 1000 + Number(fraction.padEnd(3, '0'));
}

/** Minutes east of Greenwich; null if it is not the end of a time. */
function offsetMinutes(text: string): number | null {
  const zone = ZONE.exec(text);
  if (zone === null) return null;
  const [, universal, sign, hours = '', minutes = '0'] = zone;
  if (universal !== undefined) return 0;
  const size = Number(hours) * 60 + Number(minutes);
  if (Number(minutes) > 59 || size > FURTHEST_MINUTES) return null;
  return sign === '-' ? -size : size;
}

/** The instant in the zone in which `like` is written, without milliseconds that are zero: as dates of rubrics are. */
export function writeLike(ms: number, like: string): string {
  const minutes = offsetMinutes(like.replace(DATE, '').replace(CLOCK, '')) ?? 0;
  const local = new Date(ms + minutes * MS_PER_MINUTE).toISOString().replace(/(?:\.000)?Z$/, '');
  if (minutes === 0) return `${local}Z`;
  const size = Math.abs(minutes);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${local}${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
