/** Shows progress and remaining time on standard error: a bar in a terminal, otherwise occasional lines. */
import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  update(finished: number, id: string): void;
  stop(): void;
}

/** The number of lines for a class without a terminal. */
const LINES = 10;

/** `done` says what happened to the finished ones, such as "graded". */
export function startProgress(total: number, done = 'graded'): Progress {
  if (process.stderr.isTTY) return startBar(total, done);
  const started = performance.now();
  const every = Math.max(1, Math.ceil(total / LINES));
  return {
    update: (finished) => {
      if (finished % every !== 0 && finished !== total) return;
      const elapsed = (performance.now() - started) / 1000;
      const left = (elapsed / finished) * (total - finished);
      process.stderr.write(`${String(finished)} of ${String(total)} ${done}, ${left.toFixed(0)} s left\n`);
    },
    stop: () => undefined,
  };
}

function startBar(total: number, done: string): Progress {
  const bar = new SingleBar(
    { format: `{bar} {value} of {total} ${done}, {eta_formatted} left  {id}`, stream: process.stderr, etaBuffer: 50 },
    Presets.shades_classic,
  );
  bar.start(total, 0, { id: '' });
  return {
    update: (finished, id) => {
      bar.update(finished, { id: id.slice(0, 30) });
    },
    stop: () => {
      bar.stop();
    },
  };
}
