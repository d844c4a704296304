/** Sentences for the errors of ONNX Runtime 1.30, whose texts are those that the library gave. */
import { expect, test } from '@jest/globals';
import { explainLibrary } from '../../../grader/runtime/onnx/errors.js';

const AGAIN = 'try the model with onnxruntime.InferenceSession in Python, and export it again';
const PLACE =
  '/onnxruntime_src/onnxruntime/core/providers/cpu/tensor/reshape_helper.h:91 onnxruntime::ReshapeHelper::ReshapeHelper(const onnxruntime::TensorShape&) input_shape_size == requested_shape_size was false. ';

test.each([
  [
    "Non-zero status code returned while running Reshape node. Name:'r' Status Message: " +
      PLACE +
      'The input tensor cannot be reshaped to the requested shape. Input shape:{2,2}\n',
    `the operation r (Reshape) cannot be computed: The input tensor cannot be reshaped to the requested shape. Input shape:{2,2}; ${AGAIN}`,
  ],
  [
    "Non-zero status code returned while running Expand node. Name:'' Status Message: invalid expand shape",
    `the operation Expand cannot be computed: invalid expand shape; ${AGAIN}`,
  ],
  [
    "Non-zero status code returned while running ConstantOfShape node. Name:'c' Status Message: /onnxruntime_src/onnxruntime/core/framework/bfc_arena.cc:360 void* onnxruntime::BFCArena::AllocateRawInternal(size_t) Failed to allocate memory for requested buffer of size 8000000000000\n",
    'it needs more memory than there is: export a smaller model',
  ],
  [
    'Node (m) Op (MatMul) [ShapeInferenceError] Incompatible dimensions for matrix multiplication',
    `the operation m (MatMul) does not fit its inputs: Incompatible dimensions for matrix multiplication; ${AGAIN}`,
  ],
  [
    'This is an invalid model. In Node, ("c", Cast, "", -1) : ("x": tensor(float),) -> ("y": tensor(float),) , Error Required attribute \'to\' is missing.',
    `the operation c (Cast) is not as ONNX describes it: Required attribute 'to' is missing.; ${AGAIN}`,
  ],
  [
    'This is an invalid model. In Node, ("g", Gelu, "", -1) : ("x": tensor(float),) -> ("y": tensor(float),) , Error No Op registered for Gelu with domain_version of 17',
    "the operation Gelu is not one of version 17 of ONNX's operators: export the model with a higher opset_version",
  ],
  [
    "Could not find an implementation for Relu(1) node with name 'a'",
    'the operation a (Relu) is not computed by ONNX Runtime in its version 1 for numbers of that type: export the model in float32, with another opset_version',
  ],
  [
    "Non-zero status code returned while running ConstantOfShape node. Name:'' Status Message: /onnxruntime_src/include/onnxruntime/core/common/safeint.h:17 static void SafeIntExceptionHandler<onnxruntime::OnnxRuntimeException>::SafeIntOnOverflow() Integer overflow\n",
    `the operation ConstantOfShape cannot be computed: Integer overflow; ${AGAIN}`,
  ],
  ['the model gives an output of shape [2] for 3 examples', 'the model gives an output of shape [2] for 3 examples'],
  ['/onnxruntime_src/secret.cc:1 something else', `ONNX Runtime cannot run the model: ${AGAIN}`],
])('%#', (message, sentence) => {
  expect(explainLibrary(new Error(message)).message).toBe(sentence);
});

test('what is no error at all', () => {
  expect(explainLibrary('odd').message).toBe(`ONNX Runtime cannot run the model: ${AGAIN}`);
});
