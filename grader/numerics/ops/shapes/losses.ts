/** Shapes of the operands of losses; a loss is a single number. Sides of 1 do not count in targets. */
import { given, lastSide, mayEqualSqueezed, Misfit, showShape, tell, type ShapeRule } from './shape.js';

/** A target with a number for each output. */
export const againstValues: ShapeRule = (operands) => {
  const [out, target] = [given(operands, 0), given(operands, 1)];
  if (mayEqualSqueezed(out.shape, target.shape)) return [];
  throw new Misfit(`${tell(out, target)}: their shapes must be equal`);
};

/** A label for each row of outputs, one output for each class. */
export const againstLabels: ShapeRule = (operands) => {
  const [out, label] = [given(operands, 0), given(operands, 1)];
  const rows = out.shape.slice(0, -1);
  if (!mayEqualSqueezed(rows, label.shape)) {
    throw new Misfit(`${tell(out, label)}: ${label.name} needs shape ${showShape(rows)}, one label for each row`);
  }
  const [{ classes = 1 }, outputs] = [label, lastSide(out)];
  if (typeof classes === 'number' && typeof outputs === 'number' && classes > outputs) {
    throw new Misfit(
      `${tell(out)} and ${label.name} has ${String(classes)} classes: ${out.name} needs an output for each class`,
    );
  }
  return [];
};

export const hingeShape: ShapeRule = (operands, node) =>
  (given(operands, 1).classes === undefined ? againstValues : againstLabels)(operands, node);

export const penalisedShape: ShapeRule = () => [];
