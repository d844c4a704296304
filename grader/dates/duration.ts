/** Reads durations such as `2d`, `36h` or `1d 12h`. A day is 24 hours, whatever the clocks do. Pure. */

const MS = { w: 7 * 24 * 3_600_000, d: 24 * 3_600_000, h: 3_600_000, m: 60_000 } as const;
const PART = /(\d{1,5}(?:\.\d{1,6})?)\s*(w(?:eeks?)?|d(?:ays?)?|h(?:ours?)?|m(?:in(?:utes?)?)?)\s*/giy;

/** In milliseconds; null if it is not a duration. */
export function parseDuration(text: string): number | null {
  const written = text.trim();
  let sum = 0;
  PART.lastIndex = 0;
  let end = 0;
  for (let part = PART.exec(written); part !== null; part = PART.exec(written)) {
    const unit = (part[2] ?? '').charAt(0).toLowerCase() as keyof typeof MS;
    sum += Number(part[1]) * MS[unit];
    end = PART.lastIndex;
  }
  return written !== '' && end === written.length ? Math.round(sum) : null;
}
