/** Mistakes on the scores themselves that a student reports as the logits: a relu or a softmax too many. */
import { map, zip } from '../matrix.js';
import type { Step } from '../tape.js';
import { groupsOf, softmax, softmaxBackward } from './softmax.js';

/** The last layer; the variant `reported` of `relu-on-logits` and `softmax-twice` is part of its value. */
export function output(layer: Step): Step {
  const { name } = layer;
  return {
    name,
    forward: (run) => {
      const out = layer.forward(run);
      const relu = run.switches.variant('relu-on-logits', name, 'loss') === 'reported';
      const reached = relu ? map(out, (value) => Math.max(value, 0)) : out;
      const isSoftmax = run.switches.variant('softmax-twice', name, 'loss') === 'reported';
      return isSoftmax ? softmax(reached, groupsOf(reached, 'last')) : reached;
    },
    backward: (run, gradient) => {
      const out = run.get(name);
      const isSoftmax = run.switches.variant('softmax-twice', name, 'loss') === 'reported';
      const reached = isSoftmax ? softmaxBackward(out, gradient, groupsOf(out, 'last'), false) : gradient;
      const relu = run.switches.variant('relu-on-logits', name, 'loss') === 'reported';
      layer.backward(run, relu ? zip(reached, out, (g, value) => (value > 0 ? g : 0)) : reached);
    },
  };
}
