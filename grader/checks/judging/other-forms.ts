/** Words for the other form of input with which a network does better, and for why that is. */
import type { OtherWay } from '../asking/other-forms.js';

export function sentenceOf({ id }: OtherWay): string {
  switch (id) {
    case 'pixels':
      return 'with pixel values from 0 to 255';
    case 'unit':
      return 'with pixel values from 0 to 1';
    case 'signed':
      return 'with pixel values from -1 to 1';
    case 'standardised':
      return 'with standardised pixel values (mean 0, deviation 1)';
    case 'bgr':
      return 'with the colours in the order blue, green, red';
  }
}

export function causeOf({ id }: OtherWay): string {
  switch (id) {
    case 'pixels':
      return 'it was trained without dividing them by 255';
    case 'unit':
      return 'it was trained on pixel / 255';
    case 'signed':
      return 'it was trained on pixel / 127.5 - 1';
    case 'standardised':
      return 'it was trained on (pixel - mean) / deviation; a Normalization or Rescaling layer at its beginning does that to what it is given here';
    case 'bgr':
      return 'OpenCV reads images so; the data have red, green, blue';
  }
}
