/** How many cases a fuzz test tries: a share of them in `npm test`, all of them in `npm run fuzz`. */
const IS_FULL = process.env['FUZZ'] === 'full';

/** The seed of fast-check differs from run to run, so that the shares of many runs add up. */
export function casesOf({ usual, full }: { readonly usual: number; readonly full: number }): number {
  return IS_FULL ? full : usual;
}
