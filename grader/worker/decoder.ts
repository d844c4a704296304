/** The program that decodes students' images in the sandbox: answers one list of files after the other. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DecodedImage, DecodeRequest } from '../schema/data-set.js';
import { Channel } from './channel.js';
import { readPng } from './png.js';

/** An image of 64 x 64 needs at most 32 KB; this is for those that carry more than pixels. */
const MOST_FILE_BYTES = 4 << 20;

const root = process.argv[2] ?? '/submission';
const channel = new Channel();
channel.write({ type: 'ready' });
for (let frame = channel.read(); frame !== null; frame = channel.read()) {
  const { files, side } = frame.header as DecodeRequest;
  const images = files.map((file) => decodeFile(join(root, file), side));
  const pixels = images.flatMap((image) => (image.status === 'decoded' ? [image.pixels] : []));
  const told = images.map((image) =>
    image.status === 'decoded' ? { status: image.status, remarks: image.remarks } : image,
  );
  channel.write({ type: 'decoded', images: told }, Buffer.concat(pixels));
}

function decodeFile(path: string, side: number): DecodedImage {
  if (statSync(path).size > MOST_FILE_BYTES) {
    return { status: 'bad', code: 'damaged', found: `it has more than ${String(MOST_FILE_BYTES >> 20)} MB` };
  }
  return readPng(readFileSync(path), side);
}
