/** What a network says of images, as a share of right ones and as a page that every browser opens. */
import { encode } from 'fast-png';
import { batchOf, CLASSES, type Images } from './images';
import * as tf from './tf';

const AT_ONCE = 50;
const SHOWN = 36;

/** The class number of each image: the largest of six outputs, or the number that is nearest to one output. */
function predict(model: tf.LayersModel, images: Images): number[] {
  const numbers = Array.from(images.labels.keys());
  return numbers.flatMap((first) => {
    if (first % AT_ONCE !== 0) return [];
    return tf.tidy(() => {
      const out = model.predict(batchOf(images, numbers.slice(first, first + AT_ONCE)).x) as tf.Tensor2D;
      const chosen =
        out.shape[1] === 1
          ? out
              .as1D()
              .round()
              .clipByValue(0, CLASSES.length - 1)
          : out.argMax(1);
      return Array.from(chosen.dataSync());
    });
  });
}

export function accuracyOf(model: tf.LayersModel, images: Images): number {
  const predicted = predict(model, images);
  return predicted.filter((label, index) => label === images.labels[index]).length / predicted.length;
}

/** A page with the first images, each with its prediction and, where that is wrong, the right class. */
export function drawPredictions(model: tf.LayersModel, { pixels, labels }: Images): string {
  const shown = { pixels: pixels.slice(0, SHOWN), labels: labels.slice(0, SHOWN) };
  const figures = predict(model, shown).map((label, index) => {
    const png = Buffer.from(encode({ width: 64, height: 64, channels: 3, data: shown.pixels[index] }));
    const is = CLASSES[shown.labels[index]];
    const says = CLASSES[label] === is ? is : `<b>${CLASSES[label]}</b>, is ${is}`;
    return `<figure><img alt="" src="data:image/png;base64,${png.toString('base64')}"><figcaption>${says}</figcaption></figure>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Predictions</title>
<style>body { font: 14px sans-serif } figure { display: inline-block; margin: 8px; width: 110px; vertical-align: top }</style>
<h1>Predictions: bold where they are wrong</h1>
${figures.join('\n')}
</html>
`;
}
