/**
 * The decoder: a program that reads students' data sets in the sandbox and must not run any student code. It decodes
 * lists of files, and examines a whole data set, of which only the report is sent to the parent.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { DecodedImage, DecoderRequest, DecodeRequest } from '../protocol/data-set.js';
import type { ImageSizeFields } from '../tensor/images.js';
import { Channel } from '../protocol/channel.js';
import { decodeTask } from '../protocol/examine-task.js';
import { Examiner } from './examiner.js';
import { readPng } from './png.js';

/** An image of 64 x 64 needs at most 32 KB; this leaves space for files that contain more than pixels. */
const MOST_FILE_BYTES = 4 << 20;

// it lives for half a second, of which compiling large functions with others inside them would be a tenth
setFlagsFromString('--max-inlined-bytecode-size-cumulative=150');
const root = process.argv[2] ?? '/submission';
const channel = new Channel();
let examiner: Examiner | null = null;
channel.write({ type: 'ready' });
for (let frame = channel.read(); frame !== null; frame = channel.read()) {
  answer(frame.header as DecoderRequest, frame.body);
}

function answer(request: DecoderRequest, body: Uint8Array): void {
  if (request.type === 'decode') decode(request);
  else if (request.type === 'examine') {
    examiner = new Examiner(root, decodeTask(request, body), decodeFile);
    channel.write({ type: 'examined' });
  } else if (request.type === 'add') {
    examiner?.add(request);
    channel.write({ type: 'added' });
  } else {
    channel.write({ type: 'report' }, examiner?.report());
  }
}

function decode({ files, ...size }: DecodeRequest): void {
  const images = files.map((file) => decodeFile(join(root, file), size));
  const pixels = images.flatMap((image) => (image.status === 'decoded' ? [image.pixels] : []));
  const told = images.map((image) =>
    image.status === 'decoded' ? { status: image.status, remarks: image.remarks } : image,
  );
  channel.write({ type: 'decoded', images: told }, Buffer.concat(pixels));
}

function decodeFile(path: string, size: ImageSizeFields): DecodedImage {
  if (statSync(path).size > MOST_FILE_BYTES) {
    return { status: 'bad', code: 'damaged', found: `it has more than ${String(MOST_FILE_BYTES >> 20)} MB` };
  }
  return readPng(readFileSync(path), size);
}
