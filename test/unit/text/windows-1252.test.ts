/** Windows-1252: every byte, against Python's codec. */
import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { decodeWindows1252 } from '../../../grader/text/windows-1252.js';
import { decode } from '../../../grader/roster/decode.js';
import { readCells } from '../../../grader/course-systems/gradebook/cells.js';

const ALL = Uint8Array.from({ length: 256 }, (_, byte) => byte);
/** Undefined in the codec of Python; the Encoding Standard leaves them as they are. */
const UNDEFINED = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

test('every byte is what the codec of another program says', () => {
  const program =
    "import json; print(json.dumps([bytes([b]).decode('cp1252', 'ignore') or chr(b) for b in range(256)]))";
  const expected = JSON.parse(execFileSync('python3', ['-c', program], { encoding: 'utf8' })) as string[];
  expect(Array.from(decodeWindows1252(ALL))).toEqual(expected);
  expect(UNDEFINED.map((byte) => expected[byte])).toEqual(UNDEFINED.map((byte) => String.fromCharCode(byte)));
});

test('a part of a larger buffer is read as that part', () => {
  expect(decodeWindows1252(ALL.subarray(0x80, 0x83))).toBe('€\u0081‚');
});

/** `Šime Žižek–Œuvré` with the bytes of Excel on Windows. */
const NAME = [
  0x8a,
  ...Buffer.from('ime '),
  0x8e,
  0x69,
  0x9e,
  ...Buffer.from('ek'),
  0x96,
  0x8c,
  ...Buffer.from('uvr'),
  0xe9,
];

test('names of a roster and of a gradebook', () => {
  const file = Uint8Array.from([...Buffer.from('id,name\r\n7,'), ...NAME, ...Buffer.from('\r\n')]);
  expect(decode(file)).toMatchObject({ text: 'id,name\r\n7,Šime Žižek–Œuvré\r\n' });
  expect(readCells(file, 'grades.csv').rows[1]?.cells.map(({ value }) => value)).toEqual(['7', 'Šime Žižek–Œuvré']);
});
