/**
 * Reads a time that somebody gave, in the zone that they named where it has none of its own. What a clock shows twice or
 * never is read in the student's favour, and said. Relies on read-time.ts and zone.ts. Pure.
 */
import { readTime, type WallTime } from './read-time.js';
import { instantsOf } from './zone.js';

/** Of two meanings, a hand-in has the earlier one and a deadline the later one. */
export type Role = 'submission' | 'deadline';

export type GivenTime =
  | {
      readonly status: 'read';
      readonly ms: number;
      /** Which of two meanings was taken: a sentence; null if there is only one. */
      readonly remark: string | null;
    }
  /** `why` is a predicate about the text. */
  | { readonly status: 'refused'; readonly why: string };

/** A day alone, as a deadline, ends at its last second. */
const LAST_SECOND = (24 * 60 * 60 - 1) * 1000;

export function readGivenTime(text: string, role: Role, zone: string | null): GivenTime {
  const read = readTime(text);
  switch (read.status) {
    case 'unreadable':
      return { status: 'refused', why: read.why };
    case 'instant':
      return { status: 'read', ms: read.ms, remark: null };
    case 'wall':
      if (role === 'submission' && !read.hasClock) return { status: 'refused', why: 'has no time of the day' };
      return zone === null ? { status: 'refused', why: 'has no time zone' } : inZone(text, read, role, zone);
  }
}

/** The instant of a wall time in a zone. */
export function inZone(text: string, { wallMs, hasClock }: WallTime, role: Role, zone: string): GivenTime {
  const { shown, earlier, later } = instantsOf(hasClock ? wallMs : wallMs + LAST_SECOND, zone);
  const ms = role === 'submission' ? earlier : later;
  const taken = `${new Date(ms).toISOString()} was taken, in the student's favour`;
  const remark =
    shown === 'once'
      ? null
      : `${text.trim()} is ${shown === 'twice' ? 'shown twice by clocks' : 'skipped by clocks'} in ${zone}: ${taken}`;
  return { status: 'read', ms, remark };
}
