/**
 * Runs the probes of an ONNX model, which no other backend can run: in ONNX Runtime, and where the library's changes to
 * its graph make a difference, again without them. Its own failures are told to the student; a library that is missing or
 * does not start is a fault of the machine.
 */
import { GraderError } from '../../errors.js';
import { BACKEND_FAILED } from '../../protocol/worker.js';
import type { Subject, SubjectPlan } from '../../stages/plan.js';
import type { BackendKit } from '../kits/backend.js';
import { ONNX } from '../kits/onnx.js';
import { tryBackend, type Outcome } from './on-backend.js';
import type { Run } from './run.js';

interface OnnxPlan extends SubjectPlan {
  readonly subject: Extract<Subject, { kind: 'model' }>;
}

/** The name of the backend if all went well at once; null otherwise. Throws a GraderError. */
export async function askOnnx(plan: OnnxPlan, path: string, run: Run): Promise<string | null> {
  const backend = run.choices.find(({ name }) => name === 'onnx') ?? missing(path);
  const { problem, remarks } = await tried(plan, path, backend, run);
  run.remark(remarks);
  if (problem === null) return remarks.length === 0 ? backend.name : null;
  if (problem.kind !== 'differs') return null;
  run.backendLeft(path, plan.probes);
  run.remark([`${path} was run as it is written, without the changes of ONNX Runtime: ${problem.sentence}`]);
  await tried({ ...plan, subject: { ...plan.subject, plain: true } }, path, backend, run);
  return null;
}

async function tried(plan: OnnxPlan, path: string, backend: BackendKit, run: Run): Promise<Outcome> {
  const outcome = await tryBackend(plan, path, backend, run);
  const { problem } = outcome;
  if (problem?.fault !== undefined) throw problem.fault;
  if (problem?.sentence.includes(BACKEND_FAILED) === true) {
    throw new GraderError('SANDBOX_UNAVAILABLE', `${path} could not be run: ${problem.sentence}`, { advice: ADVICE });
  }
  return outcome;
}

const ADVICE = 'Run: tuxgrade doctor. It says how to get the backend onnx, without which ONNX models are not graded.';

function missing(path: string): never {
  const found = ONNX.find();
  const why = typeof found === 'string' ? found : 'another backend was chosen for this run: leave --backend out';
  throw new GraderError('SANDBOX_UNAVAILABLE', `${path} is an ONNX model, which only the backend onnx runs: ${why}`, {
    advice: ADVICE,
  });
}
