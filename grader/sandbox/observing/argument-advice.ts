/**
 * Recognises by its message an error that code throws which takes tensors for arrays, or arrays for tensors, and says
 * what it was given. Must not decide anything: messages are a student's. Pure.
 */
import type { ArgumentForm } from '../../protocol/worker.js';

/** What arrays have and tensors do not: in the words of V8. `slice`, `concat` and `reverse` are methods of both. */
const ARRAY_METHODS =
  'map|forEach|reduce|reduceRight|filter|flat|flatMap|push|pop|shift|unshift|splice|every|some|find|findIndex|indexOf|includes|join|entries|keys|values|fill|sort|at';
const AS_ARRAY: readonly RegExp[] = [
  new RegExp(`([\\w$]*)(?:\\[[^\\]]*\\])*\\.(?:${ARRAY_METHODS}) is not a function`),
  /([\w$]*)(?:\[[^\]]*\])* is not iterable/,
];
/** The same of what was read from a tensor as from an array, or from something else that is not there. */
const PERHAPS_AS_ARRAY: readonly RegExp[] = [
  new RegExp(`^Cannot read properties of undefined \\(reading '(?:\\d+|length|${ARRAY_METHODS})'\\)`),
  /^Spread syntax requires/,
];

/** The other way round: the commonest methods of tensors. */
const TENSOR_METHODS =
  'matMul|dot|add|sub|mul|div|neg|square|sqrt|pow|exp|log|abs|relu|step|sigmoid|tanh|softmax|logSoftmax|sum|mean|max|min|argMax|greater|greaterEqual|less|transpose|reshape|flatten|expandDims|squeeze|tile|as1D|as2D|asScalar|toFloat|toInt|clone|data|dataSync|array|arraySync|dispose|print';
const AS_TENSOR: readonly RegExp[] = [
  new RegExp(`([\\w$]*)(?:\\[[^\\]]*\\])*\\.(?:${TENSOR_METHODS}) is not a function`),
];

/** `; <what it was given, and how to convert it>`, or an empty string. `call` is the function that was called. */
export function adviseOnForm(message: string, call: string, form: ArgumentForm): string {
  const sure = nameIn(message, form === 'tensors' ? AS_ARRAY : AS_TENSOR);
  if (form === 'arrays') {
    if (sure === null) return '';
    return `; ${call} is given nested arrays of numbers, not tensors: convert them first, e.g. tf.tensor(${sure})`;
  }
  const name = sure ?? nameIn(message, PERHAPS_AS_ARRAY);
  if (name === null) return '';
  const when = sure === null ? 'if that is read from an argument: ' : '';
  return `; ${when}${call} is given tensors of tf.js, not arrays: convert them first, e.g. with await ${name}.array() or ${name}.arraySync()`;
}

/** The name of the value that was taken for another; `x` if the message has none; null if it is another error. */
function nameIn(message: string, patterns: readonly RegExp[]): string | null {
  for (const pattern of patterns) {
    const match = pattern.exec(message);
    if (match === null) continue;
    const [, named = ''] = match;
    return named === '' || named === 'undefined' || named === 'object' ? 'x' : named;
  }
  return null;
}
