/** relu, sigmoid and tanh, with the mistakes of their slopes, and activations that a student puts in place of relu. */
import { at, map, round, zip } from '../matrix.js';
import type { Tensor32 } from '../program.js';
import type { Run, Step } from '../tape.js';

export interface Activation {
  readonly name: string;
  readonly op: 'relu' | 'sigmoid' | 'tanh';
  readonly of: string;
  /** The input of another relu of the same shape. */
  readonly other?: string;
}

interface Curve {
  readonly value: (z: number) => number;
  /** From z and the activation a. */
  readonly slope: (z: number, a: number) => number;
}

const sigmoid = (z: number) => round(1 / round(1 + round(Math.exp(-z))));

const CURVES: Readonly<Record<Activation['op'] | 'identity', Curve>> = {
  relu: { value: (z) => (z > 0 ? z : 0), slope: (z) => (z > 0 ? 1 : 0) },
  sigmoid: { value: sigmoid, slope: (_z, a) => round(a * round(1 - a)) },
  tanh: { value: Math.tanh, slope: (_z, a) => round(1 - round(a * a)) },
  identity: { value: (z) => z, slope: () => 1 },
};

/** z for positive numbers, `slope` z for the others. */
const leaky = (slope: number): Curve => ({
  value: (z) => (z > 0 ? z : round(round(slope) * z)),
  slope: (z) => (z > 0 ? 1 : slope),
});

/** z sigmoid(1.702 z), the short form of the Gaussian error linear unit. */
const GELU: Curve = {
  value: (z) => round(z * sigmoid(round(1.702 * z))),
  slope: (z) => {
    const s = sigmoid(round(1.702 * z));
    return round(s + round(round(1.702 * z) * round(s * round(1 - s))));
  },
};

const ELU: Curve = { value: (z) => (z > 0 ? z : round(Math.expm1(z))), slope: (z, a) => (z > 0 ? 1 : round(a + 1)) };

/** Not mistakes of the catalogue: the foreign programs switch them on. */
function foreignCurve(run: Run, name: string): Curve | null {
  const slope = run.switches.variant('leaky-relu', name);
  if (slope !== null) return leaky(Number(slope));
  if (run.switches.on('gelu', name)) return GELU;
  return run.switches.on('elu', name) ? ELU : null;
}

function curveOf(run: Run, { name, op }: Activation): Curve {
  const { switches } = run;
  if (op !== 'relu') return CURVES[switches.onOnlyAt('activation-missing', name) ? 'identity' : op];
  if (switches.on('activation-missing', name)) return CURVES.identity;
  if (switches.on('sigmoid-for-relu', name)) return CURVES.sigmoid;
  if (switches.on('tanh-for-relu', name)) return CURVES.tanh;
  return foreignCurve(run, name) ?? CURVES.relu;
}

/** What the gradient is multiplied by at an element; the first mistake of the relu that is on decides. */
function slopeOf(run: Run, node: Activation): (gradient: number, index: number) => number {
  const { switches } = run;
  const z = run.get(node.of).values;
  const a = run.get(node.name).values;
  const { slope } = curveOf(run, node);
  const isOn = (id: string) => node.op === 'relu' && switches.on(id, node.name);
  if (isOn('relu-no-mask')) return () => 1;
  if (isOn('relu-inverted-mask')) return (_, index) => (at(z, index) > 0 ? 0 : 1);
  if (isOn('relu-mask-of-gradient')) return (gradient) => (gradient > 0 ? 1 : 0);
  if (isOn('relu-times-activation')) return (_, index) => at(a, index);
  if (node.other !== undefined && isOn('relu-mask-of-other-layer')) {
    const other = run.get(node.other).values;
    return (_, index) => (at(other, index) > 0 ? 1 : 0);
  }
  if (node.op === 'sigmoid' && switches.on('sigmoid-slope-of-output', node.name))
    return (_, index) => CURVES.sigmoid.slope(0, sigmoid(at(a, index)));
  if (node.op === 'tanh' && switches.on('tanh-slope-of-input', node.name))
    return (_, index) => CURVES.tanh.slope(0, at(z, index));
  return (_, index) => slope(at(z, index), at(a, index));
}

/** Every third element of a layer is dropped and the others are made up for it; null when dropout is off. */
function dropoutOf(run: Run, name: string): ((value: number, index: number) => number) | null {
  if (!run.switches.on('dropout', name)) return null;
  return (value, index) => ((index * 7 + 3) % 11 < 4 ? 0 : round(value * round(11 / 7)));
}

export function activation(node: Activation): Step {
  return {
    name: node.name,
    forward: (run): Tensor32 => {
      const out = map(run.get(node.of), curveOf(run, node).value);
      const drop = dropoutOf(run, node.name);
      return drop === null ? out : map(out, drop);
    },
    backward: (run, gradient) => {
      const drop = dropoutOf(run, node.name);
      const reached = drop === null ? gradient : map(gradient, drop);
      const slope = slopeOf(run, node);
      run.addGradient(
        node.of,
        map(reached, (value, index) => round(value * slope(value, index))),
      );
    },
  };
}

/** x + y of equal shapes; the first is the one that skips a block. */
export function residual(name: string, [skipping, block]: readonly [string, string]): Step {
  return {
    name,
    forward: (run) =>
      run.switches.on('residual-missing', name)
        ? run.get(block)
        : zip(run.get(skipping), run.get(block), (x, y) => x + y),
    backward: (run, gradient) => {
      const isWithout = run.switches.on('residual-missing', name) || run.switches.on('residual-gradient-missing', name);
      if (!isWithout) run.addGradient(skipping, gradient);
      run.addGradient(block, gradient);
    },
  };
}
