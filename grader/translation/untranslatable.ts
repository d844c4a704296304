/** What tf.js cannot compute as Keras 3 does; completes "model.json …". */
export class Untranslatable extends Error {}
