/** For the builds of programs: a library whose start can be made cheaper in one place, which its newer versions may not have. */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** Puts `by` in the place of the first match in each of these modules. The build fails if one has no such place. */
export function rewriting(modules: RegExp, place: RegExp, by: string): Plugin {
  return {
    name: `rewriting ${place.source}`,
    setup: (bundle) => {
      bundle.onLoad({ filter: modules }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        if (!place.test(text)) throw new Error(`${path} has nothing that matches ${place.source}`);
        return { contents: text.replace(place, by) };
      });
    },
  };
}
