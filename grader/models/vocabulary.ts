/** The layers and activations that a model may use: those that TensorFlow.js 4.22 and the runtime register. */

/** Models inside models; they contain layers and have no weights of their own. */
export const CONTAINERS: ReadonlySet<string> = new Set(['Sequential', 'Functional', 'Model']);

/** Layers around other layers, and the field of their config that contains these. */
const HOLDERS: ReadonlyMap<string, string> = new Map([
  ['TimeDistributed', 'layer'],
  ['Bidirectional', 'layer'],
  ['RNN', 'cell'],
  ['StackedRNNCells', 'cells'],
]);

/** The field of a layer's config that contains other layers; null if there is none. */
export function holdsLayers(className: string): string | null {
  return HOLDERS.get(className) ?? null;
}

export const LAYERS: ReadonlySet<string> = new Set([
  ...['InputLayer', 'ReLU', 'LeakyReLU', 'PReLU', 'ELU', 'ThresholdedReLU', 'Softmax', 'Activation'],
  ...['Conv1D', 'Conv2D', 'Conv3D', 'Conv2DTranspose', 'Conv3DTranspose', 'SeparableConv2D', 'DepthwiseConv2D'],
  ...['Cropping2D', 'UpSampling2D', 'ZeroPadding2D', 'Dense', 'Flatten', 'RepeatVector', 'Reshape', 'Permute'],
  ...['RNN', 'SimpleRNN', 'GRU', 'LSTM', 'ConvLSTM2D', 'SimpleRNNCell', 'GRUCell', 'LSTMCell', 'StackedRNNCells'],
  ...['ConvLSTM2DCell', 'Masking', 'Embedding', 'Add', 'Multiply', 'Average', 'Maximum', 'Minimum', 'Concatenate'],
  ...['Dot', 'Dropout', 'SpatialDropout1D', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout'],
  ...['BatchNormalization', 'LayerNormalization', 'MaxPooling1D', 'MaxPooling2D', 'MaxPooling3D'],
  ...['AveragePooling1D', 'AveragePooling2D', 'AveragePooling3D', 'GlobalAveragePooling1D', 'GlobalMaxPooling1D'],
  ...['GlobalAveragePooling2D', 'GlobalMaxPooling2D', 'TimeDistributed', 'Bidirectional', 'Rescaling'],
  ...['CenterCrop', 'CategoryEncoding', 'Resizing', 'RandomWidth'],
  // the runtime's own, for what Keras 3 exports
  ...['GroupNormalization', 'UnitNormalization', 'UpSampling2DBilinear', 'GRUResetAfter', 'GRUResetAfterCell'],
  ...['Normalization', 'RMSNormalization', 'Attention', 'MultiHeadAttention', 'EinsumDense', 'DepthwiseConv1D'],
  ...['SeparableConv1D', 'Conv1DTranspose', 'Cropping1D', 'Cropping3D', 'ZeroPadding1D', 'ZeroPadding3D'],
  ...['UpSampling1D', 'UpSampling3D', 'GlobalAveragePooling3D', 'GlobalMaxPooling3D', 'KerasOperation', 'Subtract'],
]);

export const ACTIVATIONS: ReadonlySet<string> = new Set([
  ...['elu', 'selu', 'relu', 'relu6', 'linear', 'sigmoid', 'hardSigmoid', 'softplus', 'softsign', 'tanh'],
  ...['softmax', 'logSoftmax', 'gelu', 'gelu_new', 'mish', 'swish'],
  // As Keras spells them; the loader converts them.
  ...['hard_sigmoid', 'log_softmax'],
  // the runtime's own, for what Keras 2 exports
  ...['exponential', 'leaky_relu', 'silu'],
  // the runtime's own, for what Keras 3 exports
  ...['kerasLeakyRelu', 'kerasExponential', 'kerasHardSigmoid', 'kerasHardSilu', 'kerasCelu', 'kerasHardTanh'],
  ...[
    'kerasLogSigmoid',
    'kerasTanhShrink',
    'kerasSoftShrink',
    'kerasHardShrink',
    'kerasSquareplus',
    'kerasSparsePlus',
    'kerasSparseSigmoid',
  ],
]);

/** Layers that are activations themselves. */
export const ACTIVATION_LAYERS: Readonly<Record<string, string>> = {
  ReLU: 'relu',
  LeakyReLU: 'leakyReLU',
  PReLU: 'pReLU',
  ELU: 'elu',
  ThresholdedReLU: 'thresholdedReLU',
  Softmax: 'softmax',
};

/** Fields of a layer that name an activation, or describe one of these layers instead. */
export const ACTIVATION_FIELDS: ReadonlySet<string> = new Set(['activation', 'recurrentActivation']);

/** Only a layer without weights may replace an activation's name; the weights of a PReLU would be lost. */
export function isFunction(className: string): boolean {
  return Object.hasOwn(ACTIVATION_LAYERS, className) && className !== 'PReLU';
}

/** Classes that the runtime adds to those of tf.js, with the name of the layer in Keras. */
const CLASS_NAMES: Readonly<Record<string, string>> = {
  UpSampling2DBilinear: 'UpSampling2D',
  GRUResetAfter: 'GRU',
  GRUResetAfterCell: 'GRUCell',
  KerasOperation: 'Operation',
};

/** A layer's class as reports and rubrics call it. */
export function knownClass(className: string): string {
  return (Object.hasOwn(CLASS_NAMES, className) ? CLASS_NAMES[className] : undefined) ?? className;
}

/** An activation as reports and rubrics call it, also if it is given as a layer. */
export function knownActivation(name: string): string {
  const layer = Object.hasOwn(ACTIVATION_LAYERS, name) ? ACTIVATION_LAYERS[name] : undefined;
  if (layer !== undefined) return layer;
  if (name === 'kerasLeakyRelu' || name === 'leaky_relu') return ACTIVATION_LAYERS['LeakyReLU'] ?? name;
  return ACTIVATIONS.has(name) ? name.replace(/^keras(.)/, (_, letter: string) => letter.toLowerCase()) : name;
}

/** Layers that apply an activation even if their config names none. */
export const DEFAULT_ACTIVATIONS: ReadonlyMap<string, string> = new Map(
  [
    'SimpleRNN',
    'GRU',
    'LSTM',
    'ConvLSTM2D',
    'SimpleRNNCell',
    'GRUCell',
    'LSTMCell',
    'ConvLSTM2DCell',
    'GRUResetAfterCell',
  ].map((name) => [name, 'tanh']),
);

const INSTEAD: Readonly<Record<string, string>> = {
  Lambda: 'use standard layers instead, such as Activation, Reshape, Rescaling, Add or Multiply',
  TFOpLambda: 'replace the tensor operation between layers by a layer, such as Add, Multiply, Reshape or Rescaling',
  SlicingOpLambda: 'replace the slice by a layer, such as Cropping2D or Reshape',
  AutoContrast: 'prepare the images before the model',
  Equalization: 'prepare the images before the model',
  Solarization: 'prepare the images before the model',
  AdditiveAttention: 'use Attention or MultiHeadAttention',
  GroupQueryAttention: 'use Attention or MultiHeadAttention',
  ConvLSTM1D: 'use ConvLSTM2D',
  ConvLSTM3D: 'use ConvLSTM2D',
  ...Object.fromEntries(
    ['Discretization', 'Hashing', 'HashedCrossing', 'IntegerLookup', 'StringLookup', 'TextVectorization'].map(
      (name) => [name, 'it prepares data: prepare the data before the model'],
    ),
  ),
  TFSMLayer: 'it holds a graph of TensorFlow: convert the SavedModel itself with tensorflowjs_converter',
};

/** What to use instead of a layer that is not supported. */
export function insteadOf(className: string): string {
  const known = Object.hasOwn(INSTEAD, className) ? INSTEAD[className] : undefined;
  return known ?? 'build the model from the standard layers of TensorFlow.js (tf.layers) and export it again';
}
