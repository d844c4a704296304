/** Pooling with windows of 2 by 2 that do not overlap, and flatten, with their mistakes; NHWC. */
import { at, round, sum } from '../matrix.js';
import type { Tensor32 } from '../program.js';
import type { Run, Step } from '../tape.js';

const SIDE = 2;

/** The positions in x [B,H,W,C] of the window of each element of the output, whose order is that of the output. */
function windows([batch = 1, height = 1, width = 1, channels = 1]: readonly number[]): number[][] {
  const [rows, columns] = [Math.floor(height / SIDE), Math.floor(width / SIDE)];
  return Array.from({ length: batch * rows * columns * channels }, (_, index) => {
    const channel = index % channels;
    const place = Math.floor(index / channels);
    const [b, row, column] = [
      Math.floor(place / (rows * columns)),
      Math.floor(place / columns) % rows,
      place % columns,
    ];
    return [0, 1, 2, 3].map((cell) => {
      const y = row * SIDE + Math.floor(cell / SIDE);
      const x = column * SIDE + (cell % SIDE);
      return ((b * height + y) * width + x) * channels + channel;
    });
  });
}

function forward(run: Run, name: string, of: string): Tensor32 {
  const x = run.get(of);
  const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
  const isMean = run.switches.on('avg-for-max-pool', name);
  const values = Float32Array.from(windows(x.shape), (window) => {
    const cells = window.map((cell) => at(x.values, cell));
    return isMean ? round(sum(cells) / cells.length) : Math.max(...cells);
  });
  return { shape: [batch, Math.floor(height / SIDE), Math.floor(width / SIDE), channels], values };
}

/** What each cell of a window gets of the gradient of its output. */
function shares(run: Run, name: string, cells: readonly number[]): number[] {
  if (run.switches.on('max-pool-gradient-everywhere', name)) return cells.map(() => 1);
  if (run.switches.on('avg-for-max-pool', name)) return cells.map(() => 1 / cells.length);
  const first = cells.indexOf(Math.max(...cells));
  return cells.map((_, cell) => (cell === first ? 1 : 0));
}

export function maxPool(name: string, of: string): Step {
  return {
    name,
    forward: (run) => forward(run, name, of),
    backward: (run, gradient) => {
      const x = run.get(of);
      const values = new Float32Array(x.values.length);
      for (const [index, window] of windows(x.shape).entries()) {
        const share = shares(
          run,
          name,
          window.map((cell) => at(x.values, cell)),
        );
        for (const [cell, position] of window.entries())
          values[position] = round(at(gradient.values, index) * (share[cell] ?? 0));
      }
      run.addGradient(of, { shape: x.shape, values });
    },
  };
}

/** Where each element of the flat tensor comes from. */
function order(run: Run, name: string, [batch = 1, height = 1, width = 1, channels = 1]: readonly number[]): number[] {
  const size = height * width * channels;
  return Array.from({ length: batch * size }, (_, index) => {
    if (!run.switches.on('flatten-nchw', name)) return index;
    const within = index % size;
    const [channel, place] = [Math.floor(within / (height * width)), within % (height * width)];
    return index - within + place * channels + channel;
  });
}

/** [B,H,W,C] -> [B, H W C]. */
export function flatten(name: string, of: string): Step {
  return {
    name,
    forward: (run) => {
      const x = run.get(of);
      const [batch = 1] = x.shape;
      const values = Float32Array.from(order(run, name, x.shape), (from) => at(x.values, from));
      return { shape: [batch, values.length / batch], values };
    },
    backward: (run, gradient) => {
      const x = run.get(of);
      const values = new Float32Array(x.values.length);
      for (const [index, from] of order(run, name, x.shape).entries()) values[from] = at(gradient.values, index);
      run.addGradient(of, { shape: x.shape, values });
    },
  };
}
