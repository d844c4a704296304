import { describe, expect, test } from '@jest/globals';
import { readTime, writeLike } from '../../../grader/dates/read-time.js';

const at = (iso: string) => Date.parse(iso);

describe('an instant', () => {
  test.each([
    ['2018-09-13T23:59:00-05:00', '2018-09-14T04:59:00Z'],
    ['2018-09-13 23:59:58.123456789 -07:00', '2018-09-14T06:59:58.123Z'],
    ['2018-09-13 23:59 -0500', '2018-09-14T04:59:00Z'],
    ['2018-09-13 23:59 -5', '2018-09-14T04:59:00Z'],
    ['2018-09-13T9:05Z', '2018-09-13T09:05:00Z'],
    ['  2018-09-13 23:59 utc ', '2018-09-13T23:59:00Z'],
    ['2018-09-13 00:00 +14:00', '2018-09-12T10:00:00Z'],
    ['2020-02-29T12:00:00Z', '2020-02-29T12:00:00Z'],
  ])('%j', (text, iso) => {
    expect(readTime(text)).toEqual({ status: 'instant', ms: at(iso) });
  });
});

test.each([
  ['2018-09-13 23:59', '2018-09-13T23:59:00Z', true],
  ['2018-09-13T23:59:01.5', '2018-09-13T23:59:01.500Z', true],
  ['2018-09-13', '2018-09-13T00:00:00Z', false],
])('%j is what a clock shows, without a zone', (text, iso, hasClock) => {
  expect(readTime(text)).toEqual({ status: 'wall', wallMs: at(iso), hasClock });
});

test.each([
  ['2018-02-30 12:00Z', 'is not a date of the calendar'],
  ['2019-02-29', 'is not a date of the calendar'],
  ['2018-13-01T00:00:00Z', 'is not a date of the calendar'],
  ['2018-09-13T24:00:00Z', 'is not a time of the day'],
  ['2018-09-13T23:60:00Z', 'is not a time of the day'],
  ['9/13/2018 11:59 PM', 'is not written like 2018-09-13 23:59'],
  ['yesterday', 'is not written like 2018-09-13 23:59'],
  ['', 'is not written like 2018-09-13 23:59'],
  ['2018-09-13 noon', 'is not written like 2018-09-13 23:59'],
  ['2018-09-13 23:59 CST', 'has a zone that is not written like -05:00 or Z'],
  ['2018-09-13 23:59 +15:00', 'has a zone that is not written like -05:00 or Z'],
  ['2018-09-13 23:59 +05:60', 'has a zone that is not written like -05:00 or Z'],
])('%j cannot be read', (text, why) => {
  expect(readTime(text)).toEqual({ status: 'unreadable', why });
});

test.each([
  ['2018-09-13T23:59:00-05:00', '2018-09-14T04:59:00-05:00'],
  ['2018-09-13T23:59:00Z', '2018-09-14T09:59:00Z'],
  ['2018-09-13T23:59+05:30', '2018-09-14T15:29:00+05:30'],
])('an instant is written in the zone of %s', (like, written) => {
  expect(writeLike(at('2018-09-14T09:59:00Z'), like)).toBe(written);
  expect(at(writeLike(at('2018-09-14T09:59:00.250Z'), like))).toBe(at('2018-09-14T09:59:00.250Z'));
});
