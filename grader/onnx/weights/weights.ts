/** The weights of a LayersModel by the names under which tf.js's loader finds them; decoded when they are asked for. */
import { field } from '../../text/fields.js';
import { Untranslatable } from '../../translation/untranslatable.js';
import { decode, placesOf, type Place } from './decode.js';

export class Weights {
  readonly #places: ReadonlyMap<string, Place>;
  readonly #data: ArrayBuffer;
  readonly #decoded = new Map<string, Float32Array>();

  constructor(specs: readonly unknown[], data: ArrayBuffer) {
    this.#data = data;
    // those of the optimizer are not loaded
    const listed = placesOf(specs, data).filter(({ spec }) => field(spec, 'group') !== 'optimizer');
    if (listed.some(({ name }) => /(?:^|\/)\d+$/.test(name))) {
      throw new Untranslatable('weights that are numbered, not named');
    }
    // TF 2.2 writes layer/cell/kernel for layer/kernel; a name as it is written counts more
    const places = new Map(listed.map((place) => [withoutCell(place.name), place]));
    for (const place of listed) places.set(place.name, place);
    this.#places = places;
  }

  /** null where there is none of this name; throws where it has another shape. */
  find(name: string, shape: readonly number[]): Float32Array | null {
    const place = this.#places.get(name);
    if (place === undefined) return null;
    const { values } = this.#decode(place, name);
    if (place.shape.join() !== shape.join()) {
      throw new Untranslatable(`the weight ${name} of shape [${place.shape.join(', ')}], not [${shape.join(', ')}]`);
    }
    return values;
  }

  /** Its sides; null where there is none. */
  shapeOf(name: string): readonly number[] | null {
    return this.#places.get(name)?.shape ?? null;
  }

  #decode(place: Place, name: string): { readonly values: Float32Array } {
    const known = this.#decoded.get(place.name);
    if (known !== undefined) return { values: known };
    const { values } = decode(place, this.#data);
    if (!(values instanceof Float32Array)) throw new Untranslatable(`the weight ${name} that is not of type float32`);
    this.#decoded.set(place.name, values);
    return { values };
  }
}

function withoutCell(name: string): string {
  const parts = name.split('/');
  return [...parts.slice(0, -2), ...parts.slice(-1)].join('/');
}
