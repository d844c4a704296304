/** The names of class maps in a data set: both what writes them and what reads them use these. */

/** The folder beside the images; a map has the name of its image. */
export const MASKS = 'masks';
/** The names of the classes, a line each, in the order of their numbers. */
export const CLASS_LIST = 'classes.txt';
