/**
 * Decodes the images of a submission in the sandbox. The answers must not be trusted: counts, codes and lengths are
 * checked here. A file that crashes the decoder is reported as damaged, and a new decoder handles the rest.
 */
import { DECODE_FAULTS, DECODE_REMARKS, type DecodedImage, type DecodeRequest } from '../../protocol/data-set.js';
import type { Frame } from '../../protocol/frames.js';
import { imageShapeOf, type ImageShape, type ImageSizeFields } from '../../tensor/images.js';
import { withDecoder, type DecoderOptions } from './decoder-session.js';
import { SeenTime } from '../process/seen-time.js';
import type { Answered, Message } from '../process/session.js';
import { stripControls } from '../process/text.js';

/** The size is that of every image. */
export interface DecodeOptions extends DecoderOptions, ImageSizeFields {}

/** Decoded images always have three channels, even when they are grey. */
const bytesIn = ({ width, height }: ImageShape) => width * height * 3;
/** Files of one request: 3 MB of pixels at 64 x 64. */
const AT_ONCE = 256;
/** Processor time for one request and for each of its files; files that take longer are given up. */
const REQUEST_MS = 2000;
const FILE_MS = 50;
/** How many decoders may die on one data set; after that the remaining files are not decoded. */
const MOST_DEATHS = 20;
/** Elapsed time for a whole data set: 5,000 images take two seconds. */
const BUDGET_MS = 300_000;
const MOST_WORDS = 120;
/** The size of the answer about one file, which has a few short remarks; and about all, since remarks are cut here. */
const FILE_BYTES = 1 << 10;
const HEADER_BYTES = 128 << 10;
const BROKE = 'the decoder broke on it';

/** An answer contains at most the pixels of all files and a few words on each. */
function decodeMessage(files: readonly string[], shape: ImageShape): Message {
  const request: DecodeRequest = { type: 'decode', ...shape, files };
  const caps = {
    headerBytes: HEADER_BYTES + FILE_BYTES * files.length,
    bodyBytes: bytesIn(shape) * files.length,
  };
  return { request, body: new Uint8Array(), caps };
}

/** One image for each of `files`, which are below `root`. Throws SPAWN_FAILED if no decoder starts. */
export async function decodeImages(
  root: string,
  files: readonly string[],
  options: DecodeOptions,
): Promise<ReadonlyMap<string, DecodedImage>> {
  const decoded = new Map<string, DecodedImage>();
  const queue = chunk(files, AT_ONCE);
  const seen = new SeenTime();
  let deaths = 0;
  try {
    while (queue.length > 0 && deaths < MOST_DEATHS && seen.ms < BUDGET_MS) {
      deaths += await askOne(root, queue, decoded, options);
    }
  } finally {
    seen.stop();
  }
  for (const file of queue.flat()) {
    decoded.set(file, {
      status: 'bad',
      code: 'damaged',
      found: 'not decoded: too many files before it broke the decoder',
    });
  }
  return decoded;
}

/** Runs one decoder until the queue is empty or it dies; returns the number of deaths. Fatal requests are halved. */
function askOne(
  root: string,
  queue: string[][],
  decoded: Map<string, DecodedImage>,
  options: DecodeOptions,
): Promise<number> {
  const shape = imageShapeOf(options);
  return withDecoder(root, options, async (ask) => {
    for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
      const answer = await ask(decodeMessage(batch, shape), REQUEST_MS + FILE_MS * batch.length);
      const images = readAnswer(answer, batch.length, bytesIn(shape));
      if (images === null) return splitUp(batch, queue, decoded);
      for (const [index, file] of batch.entries()) decoded.set(file, images[index] ?? broken());
    }
    return 0;
  });
}

function splitUp(batch: readonly string[], queue: string[][], decoded: Map<string, DecodedImage>): number {
  const [only] = batch;
  if (batch.length === 1 && only !== undefined) {
    decoded.set(only, broken());
    return 1;
  }
  queue.unshift(...chunk(batch, Math.ceil(batch.length / 4)));
  return 0;
}

export const broken = (): DecodedImage & { status: 'bad' } => ({
  status: 'bad',
  code: 'damaged',
  found: BROKE,
});

/** null unless the answer is plausible. */
function readAnswer(answer: Answered, count: number, size: number): DecodedImage[] | null {
  if (!('frame' in answer)) return null;
  const told = imagesOf(answer.frame);
  if (told?.length !== count) return null;
  const { body } = answer.frame;
  const images: DecodedImage[] = [];
  let at = 0;
  for (const one of told) {
    const pixels = body.subarray(at, at + size);
    const image = readImage(one, pixels);
    if (image === null || (image.status === 'decoded' && pixels.length !== size)) return null;
    if (image.status === 'decoded') at += size;
    images.push(image);
  }
  return at === body.length ? images : null;
}

function imagesOf({ header }: Frame): readonly unknown[] | null {
  const { images } = (typeof header === 'object' && header !== null ? header : {}) as { images?: unknown };
  return Array.isArray(images) ? images : null;
}

function readImage(told: unknown, pixels: Uint8Array): DecodedImage | null {
  if (typeof told !== 'object' || told === null) return null;
  const { status, code, found, remarks } = told as Record<string, unknown>;
  if (status === 'bad') {
    const known = DECODE_FAULTS.find((name) => name === code);
    return known === undefined ? null : { status, code: known, found: wordsOf(found) };
  }
  if (status !== 'decoded' || !Array.isArray(remarks)) return null;
  const kept = (remarks as unknown[]).slice(0, DECODE_REMARKS.length).flatMap((remark) => {
    const { code: name, found: text } = (remark ?? {}) as Record<string, unknown>;
    const known = DECODE_REMARKS.find((one) => one === name);
    return known === undefined ? [] : [{ code: known, found: wordsOf(text) }];
  });
  return { status, pixels, remarks: kept };
}

const wordsOf = (text: unknown) => (typeof text === 'string' ? stripControls(text).slice(0, MOST_WORDS) : '');

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
