/** The text of a new rubric, with comments: what `rubric new` writes. Pure. It must lint without a warning. */

export const NEW_KINDS = ['gradients', 'models'] as const;
export type NewKind = (typeof NEW_KINDS)[number];

export interface NewRubric {
  readonly kind: NewKind;
  readonly id: string;
  readonly title: string;
  /** More than 0; divided among the checks. */
  readonly points: number;
}

export function newRubric(asked: NewRubric): string {
  const { id, title, points } = asked;
  return `# A homework of your own. After each change, run: tuxgrade rubric lint FILE
schemaVersion: 1
id: ${id}
title: ${JSON.stringify(title)}
points: ${String(points)}

# When it is due, and until when late work is taken; take the # away to use it.
# dates: { due: "2030-09-13T23:59:00-05:00", closes: "2030-09-15T23:59:00-05:00" }
# late: { kind: per-day, fraction: 0.1 }

${asked.kind === 'gradients' ? gradients(points) : models(points)}`;
}

/** The points in these shares; the last one has what rounding leaves. */
function divide(points: number, shares: readonly number[]): string[] {
  const parts = shares.slice(0, -1).map((share) => Math.round(100 * share * points) / 100);
  const rest = points - parts.reduce((sum, part) => sum + part, 0);
  return [...parts, Number(rest.toFixed(6))].map(String);
}

const TWO_LAYERS = `networks:
  # Values and gradients are computed from this description; B is the number of examples.
  two-layer:
    inputs: { x: [B, D], y: [B, 1] }
    parameters: { W1: [H, D], b1: [H], w2: [1, H], b2: [1] }
    nodes:
      - { name: z1, op: linear, of: [x, W1, b1] }
      - { name: z2, op: relu, of: [z1] }
      - { name: yhat, op: linear, of: [z2, w2, b2] }
      - { name: loss, op: half-squared-error, of: [yhat, y] }

sampleSets:
  # Random numbers at which code is tried. Students see "practice"; "exam" and "square" have other numbers.
  practice: { kind: generic, network: two-layer, sizes: { B: 4, D: 3, H: 5 }, count: 2, seed: 1 }
  exam: { kind: generic, network: two-layer, sizes: { B: 5, D: 3, H: 4 }, count: 2, seed: 2 }
  # With H = D, a transposed weight has the right shape, so that this is seen as well.
  square: { kind: generic, network: two-layer, sizes: { B: 6, D: 3, H: 3 }, count: 1, seed: 3 }

targets:
  # backprop.ts or backprop.js exports forward(params, x, y) and backward(params, x, y).
  forward:
    kind: function
    file: backprop
    export: forward
    arguments: [{ W1: W1, b1: b1, w2: w2, b2: b2 }, x, y]
    returns: record
  backward:
    kind: function
    file: backprop
    export: backward
    arguments: [{ W1: W1, b1: b1, w2: w2, b2: b2 }, x, y]
    returns: record
`;

function gradients(points: number): string {
  const [first, second, third] = divide(points, [0.2, 0.3, 0.5]);
  return `${TWO_LAYERS}
checks:
  # Students see this one before they hand in: tuxgrade precheck
  - id: forward-practice
    kind: forward
    title: "Forward, on numbers that you see"
    points: ${first ?? ''}
    target: forward
    network: two-layer
    at: [practice]
    purity: 1
    outputs: &values
      - { name: z1, of: z1, weight: 1 }
      - { name: z2, of: z2, weight: 1 }
      - { name: yhat, of: yhat, weight: 1 }
      - { name: loss, of: loss, weight: 1 }

  - id: forward
    kind: forward
    title: "Forward, on other numbers"
    points: ${second ?? ''}
    visibility: after_published
    target: forward
    network: two-layer
    at: [exam, square]
    purity: 1
    outputs: *values

  - id: backward
    kind: gradient
    title: "Backward, on other numbers"
    points: ${third ?? ''}
    visibility: after_published
    target: backward
    network: two-layer
    at: [exam, square]
    purity: 1
    # a mistake costs the output in which it is made, not all that follow
    follow-through: true
    hint: Work backwards from the loss, and write the shape beside every gradient.
    outputs:
      - { name: dyhat, of: yhat, weight: 1 }
      - { name: dz2, of: z2, weight: 1 }
      - { name: dz1, of: z1, weight: 1 }
      - { name: dW1, of: W1, weight: 2 }
      - { name: db1, of: b1, weight: 1 }
      - { name: dw2, of: w2, weight: 2 }
      - { name: db2, of: b2, weight: 1 }
`;
}

function models(points: number): string {
  const [first, second, third] = divide(points, [0.2, 0.3, 0.5]);
  return `targets:
  # model/model.json as TensorFlow.js saves it, or model/model.onnx: two numbers in, a score for each of two classes out.
  model: { kind: model, path: model/model.json, input: [2], outputs: [1, 2] }

data:
  # Points inside and outside of a circle, made from a seed. For a table of your own, write for example
  #   valid: { kind: points, path: valid.csv, features: 2, columns: [width, length], classes: [iris, rose] }
  # and keep the one for "heldout" where students do not see it: --data heldout=DIR
  valid: { kind: point-in-circle, seed: 1, count: 2000, center: [0, 0], radius: 1.5, box: { low: -2, high: 2 } }
  heldout: { kind: point-in-circle, seed: 2, count: 2000, center: [0, 0], radius: 1.5, box: { low: -2, high: 2 } }

checks:
  - id: size
    kind: model-limits
    title: "A model that is small enough"
    points: ${first ?? ''}
    target: model
    parameters: 10000

  # Students see this one before they hand in: tuxgrade precheck
  - id: valid
    kind: accuracy
    title: "Accuracy on points of the same kind"
    points: ${second ?? ''}
    needs: [size]
    target: model
    data: valid
    # nothing up to 60 % right, everything from 95 % on
    ramp: { from: 0.6, to: 0.95 }

  - id: heldout
    kind: accuracy
    title: "Accuracy on points that nobody has seen"
    points: ${third ?? ''}
    visibility: after_published
    needs: [size]
    target: model
    data: heldout
    ramp: { from: 0.6, to: 0.95 }
`;
}
