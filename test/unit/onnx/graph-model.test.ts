/** Graphs as a whole: which operation is the output, constants, shapes that are worked out, and what is refused. */
import { expect, test } from '@jest/globals';
import {
  attribute,
  drawn,
  gapOfGraph,
  graphArtifacts,
  node,
  refusalOfGraph,
  whole,
  wholes,
} from '../../support/onnx-fuzz/graphs.js';
import { onnxLibrary } from '../../support/onnx-library.js';

const { list, text, texts, whole: int } = attribute;

test('a small network as a converter writes it', async () => {
  const conv = {
    strides: list(1, 2, 2, 1),
    padding: text('SAME'),
    data_format: text('NHWC'),
    dilations: list(1, 1, 1, 1),
  };
  const artifacts = graphArtifacts(
    [7, 6, 2],
    {
      filter: drawn([3, 3, 2, 4]),
      bias: drawn([4]),
      start: wholes(0),
      stop: wholes(1),
      one: wholes(1),
      rest: whole(-1),
      matrix: drawn([48, 3]),
      shift: drawn([3]),
    },
    [
      node('conv', '_FusedConv2D', ['x', 'filter', 'bias'], {
        ...conv,
        fused_ops: texts('BiasAdd', 'Relu'),
        num_args: int(1),
      }),
      node('shape', 'Shape', ['conv']),
      node('rows', 'StridedSlice', ['shape', 'start', 'stop', 'one'], {
        shrink_axis_mask: int(1),
        begin_mask: int(0),
        end_mask: int(0),
        ellipsis_mask: int(0),
        new_axis_mask: int(0),
      }),
      node('sides', 'Pack', ['rows', 'rest'], { axis: int(0), N: int(2) }),
      node('flat', 'Reshape', ['conv', 'sides']),
      node('dense', '_FusedMatMul', ['flat', 'matrix', 'shift'], { fused_ops: texts('BiasAdd'), num_args: int(1) }),
      node('out', 'Softmax', ['dense', '^conv']),
    ],
  );
  expect(await gapOfGraph(onnxLibrary(), artifacts, [7, 6, 2])).toBeLessThan(2e-5);
});

test('without a signature, the operation that no other uses is the output', async () => {
  const artifacts = graphArtifacts([3], {}, [node('a', 'Relu', ['x']), node('b', 'Neg', ['a'])]);
  const bare = { ...artifacts, signature: undefined };
  expect(refusalOfGraph(bare, [3])).toBeNull();
  const forked = graphArtifacts([3], {}, [node('a', 'Relu', ['x']), node('b', 'Neg', ['x'])]);
  expect(refusalOfGraph({ ...forked, signature: undefined }, [3])).toBe('a graph of 2 outputs');
  expect(await gapOfGraph(onnxLibrary(), graphArtifacts([3], {}, [node('out', 'Relu', ['x'])]), [3])).toBe(0);
});

test('what the signature names is the output, also where other operations use it', async () => {
  const artifacts = graphArtifacts([3], {}, [node('out', 'Neg', ['x']), node('left', 'Relu', ['out'])]);
  expect(await gapOfGraph(onnxLibrary(), artifacts, [3])).toBe(0);
});

test.each<[string, Parameters<typeof graphArtifacts>[1], readonly ReturnType<typeof node>[], string]>([
  [
    'an operation that is not known',
    {},
    [node('out', 'Where', ['x'])],
    'the operation out (Where) that is not translated',
  ],
  ['a circle', {}, [node('out', 'Relu', ['a']), node('a', 'Relu', ['out'])], 'the operation out in a loop'],
  ['an operation that is not there', {}, [node('out', 'Relu', ['z'])], 'the operation z, which is not there'],
  [
    'an output that is constant',
    { c: drawn([3]) },
    [node('out', 'Identity', ['c'])],
    'a graph whose output does not depend on its input',
  ],
  [
    'the mean over the examples',
    { axis: wholes(0) },
    [node('out', 'Mean', ['x', 'axis'])],
    'the operation out (Mean) along an axis that is not one of an example',
  ],
  [
    'a reshape of the examples',
    { sides: wholes(-1, 2) },
    [node('out', 'Reshape', ['x', 'sides'])],
    'the operation out (Reshape) to a shape in which the examples are not the first axis',
  ],
  [
    'a matrix that comes first',
    { m: drawn([4, 4]) },
    [node('out', 'MatMul', ['m', 'x'])],
    'the operation out (MatMul) whose operand 0 is not computed from the examples',
  ],
])('%s is refused', (_, constants, nodes, problem) => {
  expect(refusalOfGraph(graphArtifacts([4], constants, nodes), [4])).toBe(problem);
});

test('an input of another shape or type, and two inputs', () => {
  const artifacts = graphArtifacts([4], {}, [node('out', 'Relu', ['x'])]);
  expect(refusalOfGraph(artifacts, [5])).toBe('the input x, which is made for another shape than [?, 5]');
  const second = { name: 'y', op: 'Placeholder', input: [], attr: { dtype: attribute.type('float32') } };
  expect(refusalOfGraph(graphArtifacts([4], {}, [second, node('out', 'Add', ['x', 'y'])]), [4])).toBe(
    'a graph of 2 inputs',
  );
  const whole32 = { name: 'z', op: 'Placeholder', input: [], attr: { dtype: attribute.type('int32') } };
  expect(refusalOfGraph(graphArtifacts([4], {}, [whole32, node('out', 'Relu', ['z'])]), [4])).toBe(
    'the input z that is not of type float32',
  );
});
