/** What the programs in tf.js share: tensors in and out, and gradients of every node by tf.js's own differentiation. */
import type * as Core from '@tensorflow/tfjs-core';
import { tf } from '../../../../grader/runtime/tf.js';
import { labelsOf, tensorOf, type Given, type Outputs, type Tensor32 } from '../program.js';
import type { NetworkName } from '../networks/networks.js';
import type { WrongProgram } from '../wrong-program.js';

export { tf };

export type Tensor = Core.Tensor;
export type Named = Readonly<Record<string, Tensor>>;

/** What a student's code returns: by node, and by parameter, input and node. */
export interface Answer {
  readonly values: Named;
  readonly gradients: Named;
}

/** A student's code for a network whose inputs, labels and parameters have these names. */
export type Code<Name extends string> = (given: Readonly<Record<Name, Tensor>>) => Answer;

function tensors(given: Given): Named {
  const all = Object.entries(given).map(([name, { values, shape }]) => [
    name,
    values instanceof Int32Array
      ? tf.tensor(labelsOf(given, name).values, [...shape], 'int32')
      : tf.tensor(tensorOf(given, name).values, [...shape]),
  ]);
  return Object.fromEntries(all) as Named;
}

function read(named: Named): Readonly<Record<string, Tensor32>> {
  const all = Object.entries(named).map(([name, tensor]) => [
    name,
    { shape: [...tensor.shape], values: Float32Array.from(tensor.dataSync()) },
  ]);
  return Object.fromEntries(all) as Record<string, Tensor32>;
}

function runOn(given: Given, code: Code<string>): Outputs {
  // otherwise its first use prints an advertisement
  Object.assign(tf.backend(), { firstUse: false });
  tf.engine().startScope();
  try {
    const { values, gradients } = code(tensors(given));
    return { values: read(values), gradients: read(gradients) };
  } finally {
    tf.engine().endScope();
  }
}

/** `ids`: as in WrongProgram. */
export function student<Name extends string>(
  network: NetworkName,
  ids: readonly string[] | null,
  name: string,
  code: Code<Name>,
): WrongProgram {
  return { name, network, ids, run: (given) => runOn(given, code) };
}

/** Names a node's value on its way, so that its gradient can be asked for. */
export type Tap = (name: string, value: Tensor) => Tensor;

/** A forward pass in tf.js; returns the loss. */
export type Forward<Name extends string> = (given: Readonly<Record<Name, Tensor>>, tap: Tap) => Tensor;

/**
 * Values and gradients of a forward pass by tf.grads. The gradient of a node is that of a tensor of zeros which is added to it; what
 * the loss does not depend on has a gradient of zeros.
 */
export function differentiated<Name extends string>(forward: Forward<Name>): Code<Name> {
  return (given) => {
    const values: Record<string, Tensor> = {};
    const keep: Tap = (name, value) => {
      values[name] = value;
      return value;
    };
    const loss = forward(given, keep);
    const inputs = Object.entries<Tensor>(given).filter(([name, { dtype }]) => dtype === 'float32' && name !== 'y');
    const nodes = Object.entries(values).map(([name, value]) => [name, tf.zerosLike(value)] as const);
    const names = [...inputs, ...nodes].map(([name]) => name);
    const asFunction = (...all: Tensor[]) => {
      const by = Object.fromEntries(names.map((name, index) => [name, all[index]])) as Record<string, Tensor>;
      const add: Tap = (name, value) => tf.add(value, by[name] ?? 0);
      const own = forward({ ...given, ...Object.fromEntries(inputs.map(([name]) => [name, by[name]])) }, add);
      return all.reduce((sum, tensor) => sum.add(tensor.sum().mul(0)), own) as Core.Scalar;
    };
    const gradients = tf.grads(asFunction)([...inputs, ...nodes].map(([, tensor]) => tensor));
    return {
      values: { ...values, loss },
      gradients: Object.fromEntries(names.map((name, index) => [name, gradients[index]])) as Named,
    };
  };
}
