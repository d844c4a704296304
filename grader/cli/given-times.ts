/** Reads the times that commands take, --submitted-at, and the zone of times without one, --zone. */
import { closest, distance } from 'fastest-levenshtein';
import { readGivenTime } from '../dates/given-time.js';
import type { HandedIn } from '../dates/handed-in.js';
import { isZone } from '../dates/zone.js';
import { GraderError } from '../errors.js';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** The IANA name of a zone; null if none is given. */
export function parseZone(zone: string | undefined): string | null {
  if (zone === undefined) return null;
  if (isZone(zone)) return zone;
  const near = closest(zone, Intl.supportedValuesOf('timeZone'));
  const suggestion = distance(zone, near) <= 4 ? ` Did you mean ${near}?` : '';
  throw new GraderError('USAGE', `--zone ${zone} is not the IANA name of a time zone.${suggestion}`, {
    advice: 'For example: --zone America/Chicago',
  });
}

/** The time of --submitted-at, which is stronger than any other. Throws USAGE for anything else. */
export function parseSubmittedAt(text: string | undefined, zone: string | null): HandedIn | null {
  if (text === undefined) return null;
  const given = readGivenTime(text, 'submission', zone);
  if (given.status === 'refused') {
    throw new GraderError('USAGE', `--submitted-at ${text} ${given.why}`, {
      advice: 'For example: 2018-09-13T20:00:00-05:00, or a time without a zone and --zone America/Chicago',
    });
  }
  // as it was given, if every program reads that as the same instant
  const at = INSTANT.test(text) ? text : new Date(given.ms).toISOString();
  return { submittedAt: at, timeFrom: 'option', timeRemarks: given.remark === null ? [] : [given.remark] };
}
