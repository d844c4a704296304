/**
 * Zones by their IANA names: which instants a clock on a wall there means. When clocks go back an hour is shown twice,
 * when they go forward an hour is never shown. Relies on Intl for the rules of zones. Pure.
 */

const MS_PER_DAY = 24 * 60 * 60 * 1000;

export interface Instants {
  /** `twice`: the clock shows it at both; `never`: it skips it, and these are before and after the gap. */
  readonly shown: 'once' | 'twice' | 'never';
  readonly earlier: number;
  readonly later: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

export function isZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * What a wall time may mean. A wall time in the gap is read with the offsets from after and from before it: 02:30 is then
 * 01:30 or 03:30.
 */
export function instantsOf(wallMs: number, zone: string): Instants {
  // no zone changes its clocks twice within two days
  const offsets = [offsetAt(wallMs - MS_PER_DAY, zone), offsetAt(wallMs + MS_PER_DAY, zone)];
  const read = [...new Set(offsets.map((offset) => wallMs - offset))].sort((a, b) => a - b);
  const exact = read.filter((ms) => ms + offsetAt(ms, zone) === wallMs);
  const [earlier = wallMs, later = earlier] = exact.length === 0 ? read : exact;
  return { shown: exact.length === 0 ? 'never' : exact.length === 1 ? 'once' : 'twice', earlier, later };
}

/** What the clock shows less what it shows in Greenwich. */
function offsetAt(ms: number, zone: string): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const clock = [part('hour'), part('minute'), part('second')] as const;
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), ...clock);
  return shown - Math.floor(ms / 1000) * 1000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const number = 'numeric';
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: number, month: number, day: number },
    ...{ hour: number, minute: number, second: number },
  });
  formats.set(timeZone, format);
  return format;
}
