/** Mistakes on the scores themselves that a student reports as the logits: a relu or a softmax too many. */
import { map, zip } from '../matrix.js';
import type { Tensor32 } from '../program.js';
import type { Run, Step } from '../tape.js';
import { groupsOf, softmax, softmaxBackward } from './softmax.js';

/** The last layer; the variant `reported` of `relu-on-logits` and `softmax-twice` is part of its value. */
export function output(layer: Step): Step {
  const { name } = layer;
  const isReported = (run: Run, id: string) => run.switches.variant(id, name, 'loss') === 'reported';
  // there is no softmax of a single score
  const hasSoftmax = (run: Run, { shape }: Tensor32) => isReported(run, 'softmax-twice') && shape.at(-1) !== 1;
  return {
    name,
    forward: (run) => {
      const out = layer.forward(run);
      const reached = isReported(run, 'relu-on-logits') ? map(out, (value) => Math.max(value, 0)) : out;
      return hasSoftmax(run, out) ? softmax(reached, groupsOf(reached, 'last')) : reached;
    },
    backward: (run, gradient) => {
      const out = run.get(name);
      const isSoftmax = hasSoftmax(run, out);
      const reached = isSoftmax ? softmaxBackward(out, gradient, groupsOf(out, 'last'), false) : gradient;
      const isRelu = isReported(run, 'relu-on-logits');
      // after a softmax nothing tells where a relu was off
      if (isRelu && isSoftmax) throw new Error('relu-on-logits:reported and softmax-twice:reported exclude each other');
      layer.backward(run, isRelu ? zip(reached, out, (g, value) => (value > 0 ? g : 0)) : reached);
    },
  };
}
