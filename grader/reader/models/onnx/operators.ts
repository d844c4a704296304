/**
 * The operators that a model may use: those of ONNX itself that compute numbers from numbers, the same each time. What
 * depends on chance, runs in circles, or deals in text, lists and images is not among them, and is refused with advice.
 * Pure.
 */

/** Weighs its input: a layer with weights. */
const WEIGHING = [
  ...['Gemm', 'MatMul', 'Conv', 'ConvTranspose', 'Einsum', 'ConvInteger', 'MatMulInteger', 'QLinearConv'],
  ...['QLinearMatMul', 'DeformConv'],
];
const RECURRENT = ['LSTM', 'GRU', 'RNN'];
/** Moves values or passes them on; what comes out has the values that went in. */
const MOVING = ['Identity', 'Dropout', 'Cast', 'CastLike', 'Reshape', 'Flatten', 'Transpose', 'Squeeze', 'Unsqueeze'];
/** Its result depends on the shape of its input alone, or on nothing. */
const STEADY = ['Shape', 'Size', 'Constant', 'ConstantOfShape', 'EyeLike', 'Range'];
const POOLING = [
  ...['MaxPool', 'AveragePool', 'LpPool', 'GlobalMaxPool', 'GlobalAveragePool', 'GlobalLpPool', 'MaxRoiPool'],
  ...['RoiAlign', 'MaxUnpool'],
];
const NORMALISING = [
  ...['BatchNormalization', 'LayerNormalization', 'GroupNormalization', 'InstanceNormalization', 'RMSNormalization'],
  ...['LRN', 'LpNormalization', 'MeanVarianceNormalization'],
];
const ACTIVATING = [
  ...['Relu', 'LeakyRelu', 'PRelu', 'Elu', 'Selu', 'Celu', 'ThresholdedRelu', 'Sigmoid', 'HardSigmoid', 'HardSwish'],
  ...['Tanh', 'Softmax', 'LogSoftmax', 'Hardmax', 'Softplus', 'Softsign', 'Gelu', 'Swish', 'Mish', 'Shrink', 'Clip'],
];
const COMPUTING = [
  ...['Add', 'Sub', 'Mul', 'Div', 'Mod', 'Pow', 'Neg', 'Abs', 'Sign', 'Exp', 'Log', 'Sqrt', 'Reciprocal', 'Erf'],
  ...['Ceil', 'Floor', 'Round', 'Sin', 'Cos', 'Tan', 'Asin', 'Acos', 'Atan', 'Sinh', 'Cosh', 'Asinh', 'Acosh', 'Atanh'],
  ...['Sum', 'Mean', 'Max', 'Min', 'CumSum', 'CumProd', 'ArgMax', 'ArgMin', 'TopK', 'Det', 'IsInf', 'IsNaN', 'Not'],
  ...['And', 'Or', 'Xor', 'BitShift', 'BitwiseAnd', 'BitwiseOr', 'BitwiseXor', 'BitwiseNot', 'Equal', 'Greater'],
  ...['GreaterOrEqual', 'Less', 'LessOrEqual', 'Where', 'OneHot', 'NonZero', 'Compress', 'Unique', 'Trilu'],
  ...['ReduceMean', 'ReduceSum', 'ReduceMax', 'ReduceMin', 'ReduceProd', 'ReduceL1', 'ReduceL2', 'ReduceLogSum'],
  ...['ReduceLogSumExp', 'ReduceSumSquare', 'QuantizeLinear', 'DequantizeLinear', 'DynamicQuantizeLinear'],
  ...['DFT', 'STFT', 'HannWindow', 'HammingWindow', 'BlackmanWindow', 'MelWeightMatrix', 'Attention'],
  ...['RotaryEmbedding', 'NonMaxSuppression', 'NegativeLogLikelihoodLoss', 'SoftmaxCrossEntropyLoss'],
];
const ARRANGING = [
  ...['Concat', 'Split', 'Slice', 'Pad', 'CenterCropPad', 'Expand', 'Tile', 'Resize', 'Upsample', 'Gather'],
  ...['GatherElements', 'GatherND', 'Scatter', 'ScatterElements', 'ScatterND', 'TensorScatter', 'DepthToSpace'],
  ...['SpaceToDepth', 'GridSample', 'AffineGrid', 'Col2Im', 'ReverseSequence'],
];
const BRANCHING = ['If'];

export type Trait =
  | 'weighing'
  | 'recurrent'
  | 'moving'
  | 'steady'
  | 'pooling'
  | 'normalising'
  | 'activating'
  | 'computing'
  | 'arranging'
  | 'branching';

const TRAITS: ReadonlyMap<string, Trait> = new Map(
  Object.entries({
    ...{ weighing: WEIGHING, recurrent: RECURRENT, moving: MOVING, steady: STEADY, pooling: POOLING },
    ...{ normalising: NORMALISING, activating: ACTIVATING, computing: COMPUTING, arranging: ARRANGING },
    branching: BRANCHING,
  } satisfies Record<Trait, string[]>).flatMap(([trait, names]) =>
    names.map((name): [string, Trait] => [name, trait as Trait]),
  ),
);

/** undefined for an operator that is not supported. */
export function traitOf(operator: string): Trait | undefined {
  return TRAITS.get(operator);
}

const RANDOM = /^(?:Random(?:Normal|Uniform)(?:Like)?|Multinomial|Bernoulli)$/;
const LOOPS = new Set(['Loop', 'Scan', 'SequenceMap']);
const LISTS = /^(?:Sequence|Optional|ConcatFromSequence|SplitToSequence)/;
const TEXT = /^(?:String|RegexFullMatch|TfIdfVectorizer|ImageDecoder)/;

/** Why it is not supported and what to do, to complete "…, which is not supported: …". */
export function insteadOf(operator: string, domain: string): string {
  if (domain === 'ai.onnx.ml') {
    return 'it belongs to the operators for trees and other classifiers (ai.onnx.ml); build the model from layers of a neural network';
  }
  if (domain.startsWith('com.microsoft')) {
    return 'only one library has it; export the network again, and hand it in as it was before it was optimised';
  }
  if (domain !== '') return 'only the operators of ONNX itself are; export the network without custom operators';
  if (RANDOM.test(operator)) return `its outputs would differ each time; ${EVALUATE}`;
  if (LOOPS.has(operator)) {
    return 'there is no bound on how long it runs; build the network without loops over data (nn.LSTM, nn.GRU and nn.RNN become one operation)';
  }
  if (LISTS.test(operator)) return 'it works on lists of tensors; let the network take one tensor and give one';
  if (TEXT.test(operator)) return 'it works on text or files; prepare the data before the model';
  return 'build the network from the usual layers and export it again';
}

export const EVALUATE = 'call model.eval() before torch.onnx.export, and export for inference';
