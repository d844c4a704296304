/** What Dodona takes of a judge: commands by the schema of its partial output, nested in one order. */
import { Ajv } from 'ajv';

const text = { type: 'string' };
const message = {
  type: 'object',
  required: ['format', 'description'],
  additionalProperties: false,
  properties: {
    // Dodona shows every other format as markup
    format: { const: 'plain' },
    description: text,
    permission: { enum: ['student', 'staff', 'zeus'] },
  },
};
const status = {
  type: 'object',
  required: ['enum'],
  properties: {
    enum: {
      enum: [
        ...['internal error', 'compilation error', 'memory limit exceeded', 'time limit exceeded'],
        ...['output limit exceeded', 'runtime error', 'wrong', 'correct'],
      ],
    },
    human: text,
  },
};
const command = (name: string, required: readonly string[], properties: object) => ({
  type: 'object',
  required: ['command', ...required],
  additionalProperties: false,
  properties: { command: { const: name }, ...properties },
});
const accepted = { accepted: { type: 'boolean' } };
const dodona = {
  oneOf: [
    command('start-judgement', [], {}),
    command('start-tab', ['title'], { title: text, hidden: { type: 'boolean' }, permission: text }),
    command('start-context', [], { description: message }),
    command('start-testcase', ['description'], { description: message }),
    command('start-test', ['expected'], { expected: text, description: message, channel: text }),
    command('append-message', ['message'], { message }),
    command('close-test', ['generated', 'status'], { generated: text, status, ...accepted }),
    command('close-testcase', [], accepted),
    command('close-context', [], accepted),
    command('close-tab', [], { badgeCount: { type: 'integer', minimum: 0 } }),
    command('close-judgement', [], { status, ...accepted }),
  ],
};

const validate = new Ajv({ strict: false }).compile(dodona);

const NESTED = ['judgement', 'tab', 'context', 'testcase', 'test'];

/** Each command fits the schema, and what is opened is closed, in order and at its depth. */
export function dodonaProblems(file: string): string[] {
  const commands = file
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly command: string });
  const problems = commands.flatMap((one) => (validate(one) ? [] : [`no command: ${JSON.stringify(one)}`]));
  let depth = 0;
  for (const { command: name } of commands) {
    const [verb, what = ''] = name.split('-');
    if (verb === 'start') {
      if (NESTED[depth] !== what) problems.push(`${name} at depth ${String(depth)}`);
      depth += 1;
    } else if (verb === 'close') {
      depth -= 1;
      if (NESTED[depth] !== what) problems.push(`${name} at depth ${String(depth)}`);
    } else if (depth === 0) problems.push(`${name} outside the judgement`);
  }
  return depth === 0 ? problems : [...problems, 'something is left open'];
}
