/** Small documents as students may hand them in: almost right, damaged in various ways, or arbitrary bytes. */
import fc from 'fast-check';
import type { DocumentRead, FileFact } from '../../../grader/stages/submission.js';
import { text } from './values.js';

const read = (content: string | Uint8Array): DocumentRead => ({
  status: 'read',
  bytes: typeof content === 'string' ? Buffer.from(content) : content,
});
const absent = fc.constantFrom<DocumentRead>(
  { status: 'missing' },
  { status: 'too-large', bytes: 2e6, limit: 1 << 20 },
);

/** What is written for a number, as JSON. */
const scalar = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('0', '1', '-1', '2', '0.5', '-2', '14', '20', '[1, 0]', '[1, -1]') },
  fc.constantFrom(
    '1e999',
    '-1e999',
    '1e308',
    '5e-324',
    '-0',
    '1e-400',
    '9007199254740993',
    'null',
    'true',
    '""',
    '"1"',
  ),
  fc.constantFrom(
    ...['{"toString":1}', '{"valueOf":1}', '{"__proto__":[1]}', '{"length":1}', '{"toJSON":1}', '{}', '"\\ud83d"'],
    ...['NaN', '\u22121', '.5', '1.', '+1', '01', '//', '\u00a0', "'", '"\u0000"', '[', ']', '}', ',', '', '\ufeff'],
  ),
  text.map((found) => JSON.stringify(found)),
);
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    { weight: 2, arbitrary: scalar },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join()}]`) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(1, 2, 8, 9, 120), tie('value'))
        .map(([depth, inner]) => '['.repeat(depth) + inner + ']'.repeat(depth)),
    },
  ),
}));

const group = (keys: readonly string[]) =>
  fc
    .array(fc.tuple(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...keys) }, text), value), { maxLength: 6 })
    .map((pairs) => `{${pairs.map(([key, item]) => `${JSON.stringify(key)}: ${item}`).join()}}`);
const wholeAnswers = fc
  .tuple(
    group(['z1', 'z2', 'yhat']),
    group(['dz1', 'dW1', 'dx', '__proto__']),
    group(['Wx', 'relu']),
    fc.oneof(fc.constant('14'), value),
  )
  .map(
    ([forward, backward, jacobian, cost]) =>
      `{"forward": ${forward}, "backward": ${backward}, "jacobian": ${jacobian}, "cost": ${cost}}`,
  );

/** A text with a piece put in, or cut off. */
function damaged(whole: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const piece = fc.constantFrom(
    '',
    '{',
    '[',
    '"',
    ',',
    '\n',
    '\u0000',
    '\u2212',
    '\ud800',
    '\\u',
    '1e999',
    '__proto__',
  );
  return fc.tuple(whole, fc.nat(), piece, fc.boolean()).map(([content, at, put, cut]) => {
    const place = at % (content.length + 1);
    return content.slice(0, place) + put + (cut ? '' : content.slice(place));
  });
}

const bytes = fc.uint8Array({ maxLength: 24 });
const documentOf = (whole: fc.Arbitrary<string>): fc.Arbitrary<DocumentRead> =>
  fc.oneof(
    { weight: 6, arbitrary: whole.map(read) },
    { weight: 4, arbitrary: damaged(whole).map(read) },
    { weight: 1, arbitrary: value.map(read) },
    { weight: 1, arbitrary: bytes.map(read) },
    { weight: 1, arbitrary: absent },
  );
export const answers = documentOf(wholeAnswers);

const cell = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 50 }).map(String) },
  fc.constantFrom(
    '1e999',
    '-1e999',
    'nan',
    'inf',
    '-Infinity',
    '',
    ' ',
    '"',
    '""',
    '"1"',
    '0x10',
    '1e-400',
    '-0',
    '\u22121',
  ),
  text,
);
const CURVES: Readonly<Record<string, (share: number) => number>> = {
  falls: (share) => 0.3 + 1.5 * Math.exp(-6 * share),
  'rises again': (share) => 1 + 4 * (share - 0.4) ** 2,
  grows: (share) => 1 + share,
  'is huge': (share) => 1e308 * Math.exp(-2 * share),
  'is tiny': (share) => 5e-324 * Math.round(9 - 8 * share),
  'turns its sign': (share) => 1 - 2 * share,
};
const curve = fc.constantFrom(...Object.values(CURVES));
/** Numbers of steps: the row, or one of these. */
const stepPool = fc.array(fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: cell }), {
  minLength: 1,
  maxLength: 3,
});
/** Long enough to be judged, with a cell of another kind now and then. */
const wholeLog = fc
  .tuple(
    fc.constantFrom(
      'step,train',
      'step,train,valid',
      'step,train,valid',
      'Step, Train',
      '\ufeffstep,train',
      'epoch,loss',
      'epoch,loss,val_loss',
      'batch;train_loss;val_loss',
      'Wall time,Step,Value',
      'train,step,phase',
      '0,1,2',
    ),
    fc.tuple(curve, curve),
    stepPool,
    fc.option(fc.tuple(fc.nat(80), cell), { freq: 1 }),
    fc.constantFrom(0, 1, 25, 60),
    fc.constantFrom('\n', '\r\n', '\n\n', '\r'),
  )
  .map(([header, [train, valid], steps, other, count, end]) => {
    const width = header.split(',').length;
    const rows = Array.from({ length: count }, (_row, index) => {
      const step = steps[index % steps.length] ?? String(index * 10);
      const loss = other?.[0] === index ? other[1] : String(train(index / count));
      return [step, loss, String(valid(index / count))].slice(0, width).join();
    });
    return [header, ...rows].join(end);
  });
const anyLog = fc
  .array(fc.array(cell, { maxLength: 4 }), { maxLength: 4 })
  .map((rows) => rows.map((row) => row.join()).join('\n'));
/** The same curves as JSON, with another value now and then. */
const jsonLog = fc
  .tuple(curve, fc.constantFrom(0, 1, 25, 60), fc.option(fc.tuple(fc.nat(80), value), { freq: 1 }), fc.nat(5))
  .map(([level, count, other, form]) => {
    const values = Array.from({ length: count }, (_row, at) =>
      other?.[0] === at ? other[1] : String(level(at / count)),
    );
    const list = `[${values.join()}]`;
    const records = values.map((one, at) => `{"step": ${String(at)}, "loss": ${one}, "val_loss": ${one}}`);
    const forms = [
      ...[list, `{"loss": ${list}, "val_loss": ${list}}`, `{"epoch": ${list}, "history": {"loss": ${list}}}`],
      ...[`[${records.join()}]`, records.join('\n'), `[${values.map((one) => `[1, ${one}, ${one}]`).join()}]`],
    ];
    return forms[form] ?? list;
  });
export const log = documentOf(
  fc.oneof({ weight: 3, arbitrary: wholeLog }, { weight: 2, arbitrary: jsonLog }, { weight: 1, arbitrary: anyLog }),
);

export const files: fc.Arbitrary<readonly FileFact[]> = fc.array(
  fc.record({
    path: fc.oneof(fc.constantFrom('notes.md', 'NOTES.md', 'loss.csv', 'a/b', 'A/B'), text),
    bytes: fc.constantFrom(0, 1, 10, 11, 2 ** 40),
    sha256: fc.constant(''),
  }),
  { maxLength: 4 },
);
