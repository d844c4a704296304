/**
 * Explains errors of ONNX Runtime to the person who exported the model: which operation, and why. Errors that the project
 * throws are such sentences already. Of the library's own text only the reason is kept, without the places in its sources.
 */
const AGAIN = 'try the model with onnxruntime.InferenceSession in Python, and export it again';

/** Begins like the project's own. */
const OWN = /^(?:the model |it is not translated )/;

type Rule = readonly [RegExp, (found: readonly string[]) => string];
const RULES: readonly Rule[] = [
  [/Failed to allocate memory|bad_alloc/, () => 'it needs more memory than there is: export a smaller model'],
  [
    /running (\w+) node\. Name:'([^']*)' Status Message: (.*)/s,
    ([, operator, name, why]) => `${operation(name, operator)} cannot be computed: ${reason(why)}`,
  ],
  [
    /No Op registered for (\w+) with domain_version of (\d+)/,
    ([, operator, opset]) =>
      `the operation ${cut(operator)} is not one of version ${cut(opset)} of ONNX's operators: export the model with a higher opset_version`,
  ],
  [
    /Could not find an implementation for (\w+)\((\d+)\) node with name '([^']*)'/,
    ([, operator, version, name]) =>
      `${operation(name, operator)} is not computed by ONNX Runtime in its version ${cut(version)} for numbers of that type: export the model in float32, with another opset_version`,
  ],
  [
    /In Node, \("([^"]*)", (\w+),.*, Error (.*)/s,
    ([, name, operator, why]) => `${operation(name, operator)} is not as ONNX describes it: ${reason(why)}`,
  ],
  [
    /Node \((.*?)\) Op \((\w+)\) \[\w+\] (.*)/s,
    ([, name, operator, why]) => `${operation(name, operator)} does not fit its inputs: ${reason(why)}`,
  ],
  [/Type Error: (.*)/s, ([, why]) => `its operations do not fit each other: ${reason(why)}`],
  [
    /Got invalid (?:rank|dimensions) for input/,
    () => 'the model does not take examples of this shape: export it with an example of the shape of the data',
  ],
];

const MOST_CHARACTERS = 200;

export function explainLibrary(error: unknown): Error {
  const message = error instanceof Error ? error.message : '';
  if (OWN.test(message)) return new Error(message);
  for (const [pattern, sentence] of RULES) {
    const found = pattern.exec(message);
    if (found !== null) return new Error(sentence(found));
  }
  return new Error(`ONNX Runtime cannot run the model: ${AGAIN}`);
}

function operation(name: string | undefined, operator: string | undefined): string {
  const shown = name === undefined || name === '' ? cut(operator) : `${cut(name)} (${cut(operator)})`;
  return `the operation ${shown}`;
}

/** A file of the library with a line, and the function there. */
const PLACE = /^\/\S+:\d+ (?:[\w:<>,&*~ ]+\([^()]*\) )?/;

/** One line, without the place in the library's sources and the condition that it tested there. */
function reason(text: string | undefined): string {
  const plain = (text ?? '').replace(/^\/\S+:\d+ .*? was false\. /s, '').replace(PLACE, '');
  return `${cut(plain.trim().split('\n', 1)[0])}; ${AGAIN}`;
}

const cut = (text: string | undefined): string => (text ?? '').slice(0, MOST_CHARACTERS);
