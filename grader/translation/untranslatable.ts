/** Thrown for what tf.js cannot compute as Keras 3 does; the message completes "model.json …". */
export class Untranslatable extends Error {}
