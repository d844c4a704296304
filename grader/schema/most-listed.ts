/**
 * How many numbers of a tensor a report lists. Apart from the schema, because whoever judges would otherwise load the library
 * of schemas at each start.
 */
export const MOST_LISTED = 64;
