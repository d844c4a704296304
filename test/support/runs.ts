/** Whether all cases are tried, as in `npm run fuzz`; `npm test` tries a share of them. */
export const IS_FULL = process.env['FUZZ'] === 'full';

/** Each `every`-th of these cases, from another one on in each run, so that the shares of many runs add up; all in `npm run fuzz`. */
export function anyShare<T>(all: readonly T[], every: number): T[] {
  if (IS_FULL) return [...all];
  const first = Math.floor(Math.random() * every);
  return all.filter((_one, index) => index % every === first);
}

/** How many cases a fuzz test tries. The seed of fast-check differs from run to run, so that the shares of many runs add up. */
export function casesOf({ usual, full }: { readonly usual: number; readonly full: number }): number {
  return IS_FULL ? full : usual;
}
