/** What each finding means and how to fix it, for students. The key `mend` is part of existing reports. */
import type { FindingCode } from '../../protocol/data-set.js';

export interface Advice {
  /** Title of the group, for one or many. */
  readonly title: string;
  readonly mend: string;
}

export const ADVICE: Readonly<Record<FindingCode, Advice>> = {
  'labels-missing': {
    title: 'No labels.csv',
    mend: 'Put labels.csv beside the images, with the header file,label and a row for each image.',
  },
  'labels-unreadable': {
    title: 'labels.csv cannot be read',
    mend: 'Its first line must be file,label or file,label,level.',
  },
  'row-incomplete': {
    title: 'Rows that are not a file and a label',
    mend: 'Give each row a file and a label, with every quote closed, or delete it.',
  },
  'row-repeated': { title: 'Files with more than one row', mend: 'Keep one row for each file.' },
  'path-outside': {
    title: 'Paths that lead out of the folder',
    mend: 'Name files inside the folder, with forward slashes.',
  },
  'path-spelling': {
    title: 'Paths that were read differently from how they are written',
    mend: 'Write paths relative to the folder of labels.csv, with forward slashes. Nothing was lost.',
  },
  'file-missing': {
    title: 'Rows whose file is missing',
    mend: 'Add the file, or delete the row. Names are case-sensitive.',
  },
  'file-unlisted': { title: 'Files without a row', mend: 'Add a row to labels.csv, or delete the file.' },
  'label-unknown': {
    title: 'Labels that are not a class',
    mend: 'Use the names of the classes in the homework.',
  },
  'not-png': { title: 'Files that are not PNG', mend: 'Save the image as PNG; renaming the file is not enough.' },
  damaged: { title: 'Images that cannot be decoded', mend: 'Copy or save the image again.' },
  'wrong-size': { title: 'Images of another size', mend: 'Crop or scale all images to the expected size.' },
  'wrong-mode': {
    title: 'Images of another mode',
    mend: 'Save as RGB with 8 bits per channel and without transparency.',
  },
  animated: { title: 'Animated images', mend: 'Keep one frame.' },
  constant: { title: 'Images of one colour', mend: 'Delete them: nothing can be learned from them.' },
  noise: { title: 'Images of random pixels', mend: 'Delete them: they show nothing and are not counted.' },
  'class-small': { title: 'Classes with few images', mend: 'Collect more images of the class.' },
  'class-imbalance': {
    title: 'Classes of very different sizes',
    mend: 'Collect more of the small classes, or use fewer of the large.',
  },
  duplicate: { title: 'Images that occur more than once', mend: 'Keep one of them: copies count as one image.' },
  'duplicate-across-splits': {
    title: 'Images of train that are also in valid',
    mend: 'Keep them in one split: otherwise validation measures memorisation.',
  },
  'two-labels': { title: 'One image with two labels', mend: 'Look at the image and keep the right label.' },
  mirrored: {
    title: 'Mirror images of others',
    mend: 'Mirror images during training instead; collected images must be different.',
  },
  'near-duplicate-across-splits': {
    title: 'Images of valid that are almost identical to images of train',
    mend: 'Split by level or by recording, not by frame.',
  },
  'level-across-splits': { title: 'Levels that are in both splits', mend: 'Keep all images of a level in one split.' },
  'course-image': { title: "Copies of the course's own images", mend: 'Collect your own images.' },
  'label-doubtful': {
    title: 'Labels that do not fit the image',
    mend: 'Look at each: similar images have another label. This is a hint, not proof.',
  },
};
