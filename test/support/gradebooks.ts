/** Gradebooks as Canvas and Moodle export them, and marks to fill into them. */
import { parse } from 'csv-parse/sync';
import { fillGradebook, type Filled } from '../../grader/course-systems/gradebook/fill.js';
import { canvas } from '../../grader/course-systems/gradebook/canvas.js';
import { moodle } from '../../grader/course-systems/gradebook/moodle.js';
import type { Mark } from '../../grader/course-systems/gradebook/marks.js';

/** With quoted names, a read-only column and the row of points, as Canvas writes it. */
export const CANVAS = [
  'Student,ID,SIS User ID,SIS Login ID,Section,Warm-up (11),"Quiz 2, part 1 (12)",Current Score',
  '    Points Possible,,,,,5.00,10.00,(read only)',
  '"Adams, Ada",501,0071,aadams,001,5.00,,88.00',
  '"O\'Brien, ""Bo""",502,0072,bobrien@school.example,001,,7.00,70.00',
  '"Müller, Jörg",503,0073,jmueller,"001, 002",4.00,EX,',
  '"Lee, Wei",504,0074,wlee1,001,,,',
  '"Lee, Wei",505,0075,wlee2,001,,,',
  '"Student, Test",599,,,001,,,',
  '',
].join('\r\n');

export const MOODLE = [
  'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (submission)","Last modified (grade)","Feedback comments"',
  'Participant 2001,"Ada Adams",ada@school.example,"Submitted for grading",,10.00,Yes,"Thursday, 13 September 2018, 8:00 PM",-,',
  'Participant 2002,"Jörg Müller-Lüdenscheidt",jm@school.example,"No submission",3.00,10.00,Yes,-,-,"see me, please"',
  '',
].join('\n');

export const MOODLE_GERMAN = [
  'ID,"Vollständiger Name",E-Mail-Adresse,Status,Bewertung,Bestwertung,"Bewertung kann geändert werden","Zuletzt geändert (Abgabe)","Zuletzt geändert (Bewertung)","Feedback als Kommentar"',
  'Teilnehmer/in2001,"Ada Adams",ada@school.example,"Zur Bewertung abgegeben",,"10,00",Ja,"Donnerstag, 13. September 2018, 20:00",-,',
  'Teilnehmer/in2002,"Jörg Müller-Lüdenscheidt",jm@school.example,"Keine Abgabe","3,00","10,00",Ja,-,-,',
  '',
].join('\n');

export const mark = (words: readonly string[], earned: number | null, more: Partial<Mark> = {}): Mark => ({
  submission: words[0] ?? 'unknown',
  name: '',
  user: words[0] ?? 'unknown',
  words,
  earned,
  possible: 10,
  waits: false,
  ...more,
});

export interface FillChange {
  readonly column?: string;
  readonly scale?: boolean;
  readonly title?: string;
}

/** Of a run of the rubric `quiz2`, with the title of the assignment in CANVAS. */
export function filledIn(
  system: 'canvas' | 'moodle',
  file: string | Uint8Array,
  marks: readonly Mark[],
  { column, scale = false, title = 'Quiz 2, part 1' }: FillChange = {},
): Filled & { readonly text: string } {
  const given = typeof file === 'string' ? Buffer.from(file) : file;
  const rubric = { id: 'quiz2', title };
  const options = { column, scale, rubric, label: 'grades.csv', marks };
  const filled = fillGradebook(system === 'canvas' ? canvas : moodle, given, options);
  return { ...filled, text: Buffer.from(filled.bytes).toString() };
}

/** The cells as a library reads them. */
export const rowsOf = (text: string, delimiter = ','): string[][] =>
  parse(text, { bom: true, delimiter, relax_column_count: true, skip_empty_lines: true });
