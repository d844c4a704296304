/**
 * The schemas of what travels by a queue and through its store. Whoever can write there may be hostile: both ends check.
 * Everything but the envelope is sealed.
 */
import Type, { type Static } from 'typebox';
import { STUDENT_CODES } from '../errors.js';
import { TIME_SOURCES } from '../dates/handed-in.js';
import { Strict, Words } from './common.js';

const Digest = Type.String({ pattern: '^[0-9a-f]{64}$' });
const Text = Type.String({ maxLength: 1 << 16 });
const Pieces = Type.Array(Digest, { minItems: 1, maxItems: 1024 });
const Size = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const NullableText = Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 1 << 16 });

/** Names of courses are parts of keys in Redis and of commands. */
export const COURSE = '^[a-z0-9][a-z0-9._-]{0,63}$';

/** What Redis has: nothing of a person, and no right answer. */
export const Envelope = Strict({
  version: Type.Literal(1),
  grader: Text,
  course: Type.String({ pattern: COURSE }),
  fingerprint: Digest,
  /** A keyed digest of whose submission it is and in which run: only the newest of each is graded. */
  slot: Digest,
  /** An Order, sealed, in base64. */
  sealed: Type.String({ maxLength: 1 << 20 }),
});
export type Envelope = Static<typeof Envelope>;

const Person = Strict({
  name: Type.Optional(Text),
  id: Type.Optional(Text),
  email: Type.Optional(Text),
});

/** Dates that apply to one student; see dates/handed-in.ts. */
const Terms = Strict({
  due: Type.Optional(Text),
  closes: Type.Optional(Text),
  lateDaysLeft: Type.Optional(Type.Number()),
});

/** What is to be graded. */
export const Order = Strict({
  rubric: Strict({
    pieces: Pieces,
    /** The digest of everything that a score depends on besides the submission. */
    inputs: Digest,
    seed: Type.Unsafe<number | null>({ type: ['integer', 'null'], minimum: 0 }),
  }),
  submission: Strict({
    pieces: Pieces,
    form: Words(['archive', 'files']),
    name: Text,
    id: Text,
    submitters: Type.Array(Person, { maxItems: 1000 }),
    submittedAt: NullableText,
    timeFrom: Type.Optional(Type.Unsafe<(typeof TIME_SOURCES)[number] | null>({ enum: [...TIME_SOURCES, null] })),
    timeRemarks: Type.Optional(Type.Array(Text, { maxItems: 1000 })),
    terms: Type.Optional(Terms),
  }),
  backend: Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 64 }),
  /** Run every model, even if its answers are known. */
  modelsAnew: Type.Boolean(),
  /** Any word that makes it another job, to be run although its result is known. */
  anew: Type.Optional(Type.String({ maxLength: 64 })),
});
export type Order = Static<typeof Order>;

/** A student's fault that was found while a submission was packed. */
const PackedFault = Strict({
  code: Words(STUDENT_CODES),
  message: Text,
  advice: Type.Optional(Text),
});
export type PackedFault = Static<typeof PackedFault>;

/** The head of a packed submission. */
export const PackedFiles = Strict({
  /** The whole submission was refused. */
  refused: Type.Optional(PackedFault),
  files: Type.Array(Strict({ path: Text, bytes: Size, key: Size })),
  remarks: Type.Array(Text),
  atOnce: Type.Integer({ minimum: 1, maximum: 64 }),
  parts: Type.Array(Strict({ key: Size, bytes: Size, remarks: Type.Array(Text), fault: Type.Optional(PackedFault) })),
});
export type PackedFiles = Static<typeof PackedFiles>;

/** The head of a packed rubric: its own file, and those of its data sets, each below the name of the set. */
export const PackedRubric = Strict({
  name: Text,
  bytes: Size,
  data: Type.Array(
    Strict({
      name: Text,
      /** A table is one file, images are a folder. */
      isFile: Type.Boolean(),
      files: Type.Array(Strict({ path: Text, bytes: Size })),
    }),
  ),
});
export type PackedRubric = Static<typeof PackedRubric>;

/** What a worker says of a job that ended without a recorded result. */
export const Said = Strict({
  /** The pieces of a Recorded whose report is ungraded. */
  ungraded: Pieces,
});
export type Said = Static<typeof Said>;

/** What a worker found out. The report is checked by its own schema. */
export const Recorded = Strict({
  /** report.json as it is. */
  report: Type.String(),
  /** The record from which it can be judged again; null if none was kept. */
  record: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
  /** What models answered, as texts of kept/encoding.ts, by the digest of what they were asked. */
  evaluations: Type.Array(Strict({ asked: Digest, answer: Type.String() })),
});
export type Recorded = Static<typeof Recorded>;
