/** Colours of classes in pictures of class maps. */

/** Told apart by people who see few colours as well: Okabe and Ito (2008). */
const FIRST = ['#000000', '#e69f00', '#56b4e9', '#009e73', '#f0e442', '#0072b2', '#d55e00', '#cc79a7'];
const WORDS = ['black', 'orange', 'light blue', 'green', 'yellow', 'blue', 'red', 'pink'];
/** Neighbours in this sequence differ much, however many there are. */
const STEPS = [73, 151, 199];

/** `#rrggbb` */
export function colourOf(label: number): string {
  const known = FIRST[label];
  if (known !== undefined) return known;
  // never white, which is what does not count
  return `#${STEPS.map((step) => (32 + ((label * step) % 192)).toString(16).padStart(2, '0')).join('')}`;
}

/** The same in a word, for people who read it. */
export function colourWordOf(label: number): string {
  return WORDS[label] ?? colourOf(label);
}

/** Red, green and blue of each class, and last of what is no class: white. */
export function paletteOf(classes: number): number[][] {
  const colours = Array.from({ length: classes }, (_, label) => [...Buffer.from(colourOf(label).slice(1), 'hex')]);
  return [...colours, [255, 255, 255]];
}
