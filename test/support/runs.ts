/** Whether all cases are tried, as in `npm run fuzz`; `npm test` tries a share of them. */
export const IS_FULL = process.env['FUZZ'] === 'full';

/** How many cases a fuzz test tries. The seed of fast-check differs from run to run, so that the shares of many runs add up. */
export function casesOf({ usual, full }: { readonly usual: number; readonly full: number }): number {
  return IS_FULL ? full : usual;
}
