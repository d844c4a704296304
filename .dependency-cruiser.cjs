/** The import rules of the architecture, as code. `npm run lint` runs them. */
const NODE_IO = '^(node:)?(fs|fs/promises|child_process|net|http|https|dgram|os|worker_threads|cluster|tls|dns)$';

/**
 * What a room may import of the project's own rooms, besides itself and errors.ts; a file beside the rooms counts as one.
 * Libraries are free except where a rule below forbids them.
 */
const VALUES = ['tensor', 'text', 'dates'];
const CONTRACTS = [...VALUES, 'files', 'schema', 'protocol', 'stages'];
const ROOMS = {
  tensor: [],
  text: [],
  dates: [],
  files: ['text'],
  protocol: VALUES,
  building: [],
  // the schemas of kinds are part of a rubric's and a report's; validators are built here
  schema: [...VALUES, 'protocol', 'kinds/schemas.ts', 'building'],
  stages: [...VALUES, 'files', 'schema', 'protocol'],
  numerics: ['tensor', 'schema', 'protocol', 'stages'],
  translation: ['text', 'files', 'tensor'],
  models: ['text', 'files', 'protocol'],
  onnx: ['text', 'files', 'models', 'tensor', 'translation'],
  'collected/analysis': [...CONTRACTS, 'numerics'],
  checks: [...CONTRACTS, 'numerics'],
  kinds: [...CONTRACTS, 'numerics', 'checks'],
  plan: [...CONTRACTS, 'checks', 'kinds'],
  score: [...CONTRACTS, 'numerics', 'checks'],
  report: [...CONTRACTS, 'numerics', 'score', 'checks', 'kinds', 'collected/analysis', 'atomic.ts', 'present.ts'],
  'course-systems': [...CONTRACTS, 'checks', 'kinds', 'report', 'roster', 'score'],
  gradescope: [
    ...CONTRACTS,
    'checks',
    'course-systems',
    'kinds',
    'plan',
    'report',
    'rubric',
    'sandbox',
    'workspace',
    'temporary.ts',
  ],
  cache: [],
  images: [...CONTRACTS, 'cache'],
  supertux: [...CONTRACTS, 'images', 'numerics'],
  rubric: [...CONTRACTS, 'cache', 'numerics', 'images', 'checks', 'kinds'],
  intake: [...CONTRACTS, 'models', 'present.ts', 'temporary.ts'],
  sandbox: [...CONTRACTS, 'cache', 'temporary.ts'],
  collected: [...CONTRACTS, 'cache', 'sandbox', 'intake', 'temporary.ts'],
  grading: [
    ...CONTRACTS,
    'cache',
    'checks',
    'kinds',
    'collected',
    'intake',
    'kept',
    'plan',
    'report',
    'rubric',
    'sandbox',
    'score',
  ],
  kept: [...CONTRACTS, 'cache', 'checks', 'kinds', 'plan', 'atomic.ts', 'present.ts'],
  decided: [...CONTRACTS, 'kept', 'report', 'score', 'append.ts', 'atomic.ts', 'present.ts'],
  batch: [
    ...CONTRACTS,
    'checks',
    'decided',
    'grading',
    'intake',
    'kept',
    'report',
    'atomic.ts',
    'present.ts',
    'temporary.ts',
  ],
  changes: [
    ...CONTRACTS,
    'batch',
    'checks',
    'course-systems',
    'decided',
    'grading',
    'intake',
    'kept',
    'plan',
    'report',
    'sandbox',
    'score',
    'append.ts',
    'atomic.ts',
    'present.ts',
    'temporary.ts',
  ],
  queue: [
    ...CONTRACTS,
    'batch',
    'cache',
    'grading',
    'intake',
    'kept',
    'report',
    'rubric',
    'sandbox',
    'atomic.ts',
    'temporary.ts',
  ],
  roster: [...CONTRACTS, 'intake'],
  starters: [...CONTRACTS, 'numerics', 'checks', 'kinds', 'score', 'atomic.ts'],
  workspace: [...CONTRACTS, 'checks', 'intake', 'kinds', 'plan'],
  selftest: [...CONTRACTS, 'building', 'numerics', 'checks', 'grading', 'score', 'temporary.ts'],
};

const inRooms = (rooms) =>
  rooms.map((room) => `^grader/${room.endsWith('.ts') ? room.replace('.', '\\.') : `${room}/`}`).join('|');

const rooms = Object.entries(ROOMS).map(([room, may]) => ({
  name: `${room}-imports`,
  comment: `${room}/ may import ${['errors', room, ...may].join(', ')}`,
  severity: 'error',
  from: { path: `^grader/${room}/` },
  to: { path: '^grader/', pathNot: inRooms(['errors.ts', room, ...may]) },
}));

const BUILDS_WORKER = '^grader/worker/build\\.ts$';
const WORKERS =
  '^grader/(worker|runtime|translation|onnx|models|protocol|tensor)/|^grader/text/fields\\.ts$|^grader/files/(copy-names|lfs)\\.ts$';

/** The same within the sandbox: what is started, how, what it is started with, what one worker is asked, and a submission. */
const SANDBOX = {
  process: [],
  kits: [],
  drivers: ['kits', 'process'],
  reading: ['drivers', 'process'],
  asking: ['process'],
  observing: ['asking', 'kits', 'drivers', 'process', 'reading'],
};

/** Within the intake: a list of files, archives as such a list, its place in the homework, a class, and what models claim. */
const INTAKE = {
  files: [],
  archives: ['files'],
  place: ['files'],
  class: ['files', 'archives'],
  models: ['files'],
};

/** Within the command line: what may be written, what is done then, and what commands share. */
const CLI = {
  parser: ['commands'],
};

/** Within the reader: what it parses for the intake, each by itself. */
const READER = {
  archives: ['reply.ts'],
  metadata: ['reply.ts'],
  models: [],
};

const within = (outer, inner) =>
  Object.entries(inner).map(([room, may]) => ({
    name: `${outer}-${room}-imports`,
    comment: `${outer}/${room}/ may import ${[room, ...may].join(', ')} of ${outer}/`,
    severity: 'error',
    from: { path: `^grader/${outer}/${room}/` },
    to: { path: `^grader/${outer}/`, pathNot: inRooms([room, ...may].map((one) => `${outer}/${one}`)) },
  }));

module.exports = {
  forbidden: [
    ...rooms,
    ...within('sandbox', SANDBOX),
    ...within('intake', INTAKE),
    ...within('reader', READER),
    ...within('cli', CLI),
    {
      name: 'numerics-builds-upwards',
      comment:
        'Inputs that show mistakes, and what follows from own values, are made of the rest; neither needs the other.',
      severity: 'error',
      from: { path: '^grader/numerics/((?!sampling/|following/)|(sampling|following)/)' },
      to: { path: '^grader/numerics/(sampling|following)/', pathNot: '^grader/numerics/$2/' },
    },
    {
      name: 'pure-rooms-have-no-io',
      severity: 'error',
      from: {
        path: '^grader/(tensor|text|dates|files|schema|stages|protocol|numerics|translation|models|onnx|collected/analysis|checks|kinds|score|plan|starters/from-rubric|course-systems)/',
        pathNot: 'schema/write-(json-schemas|validators)\\.ts$|protocol/channel\\.ts$',
      },
      to: { path: [NODE_IO, '^node_modules/execa'] },
    },
    {
      name: 'report-io-in-writers-only',
      severity: 'error',
      from: { path: '^grader/report/', pathNot: '^grader/report/writers/' },
      to: { path: [NODE_IO, '^node_modules/execa'] },
    },
    {
      name: 'worker-knows-no-expectations',
      comment:
        'Student code shares its process: the worker and the runtime may know the protocol, tensors and frames, nothing else.',
      severity: 'error',
      // the build does not run there
      from: { path: '^grader/(worker|runtime)/', pathNot: BUILDS_WORKER },
      to: { path: '^grader/', pathNot: WORKERS },
    },
    {
      name: 'build-of-worker-imports',
      severity: 'error',
      from: { path: BUILDS_WORKER },
      to: { path: '^grader/', pathNot: `^grader/building/|${WORKERS}` },
    },
    {
      name: 'reader-reads-only',
      comment: 'It runs in the sandbox, beside hostile bytes: it knows what it is asked and the channel, nothing else.',
      severity: 'error',
      from: { path: '^grader/reader/' },
      to: {
        path: '^grader/',
        pathNot: '^grader/(reader|translation|onnx|models|protocol|tensor|text|dates|files)/|^grader/errors\\.ts$',
      },
    },
    {
      name: 'what-reads-runs-in-the-sandbox',
      comment: 'The process that grades asks it by its protocol; what both know of models is in models/.',
      severity: 'error',
      from: { path: '^grader/', pathNot: '^grader/(reader/|worker/build\\.ts$)' },
      to: { path: '^grader/reader/' },
    },
    {
      name: 'archives-and-maps-are-parsed-in-the-reader',
      comment:
        'Whatever parses what a student handed in could be brought down by it: not in the process that grades. tensor/picture.ts and tensor/indexed-png.ts only write PNG files; gradescope/archive/npm.ts unpacks what npm has checked.',
      severity: 'error',
      from: {
        path: '^grader/',
        pathNot: '^grader/((reader|decoder)/|tensor/(picture|indexed-png)\\.ts$|gradescope/archive/npm\\.ts$)',
      },
      to: {
        path: '^node_modules/(yauzl|tar-stream|@jridgewell/trace-mapping|fast-png)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'onnx-models-are-parsed-in-the-sandbox',
      comment: 'By the reader, and by the worker that runs them, in which there is no student code.',
      severity: 'error',
      from: { path: '^grader/', pathNot: '^grader/(reader|runtime|onnx/format)/' },
      to: { path: '^grader/onnx/format/(read|wire)' },
    },
    {
      name: 'models-run-in-the-worker',
      comment: 'Native libraries get what students exported: not in the process that grades.',
      severity: 'error',
      from: { path: '^grader/', pathNot: '^grader/(worker|runtime)/' },
      to: { path: '^grader/runtime/' },
    },
    {
      name: 'yaml-of-a-class-is-parsed-in-the-reader',
      comment: "A rubric is the staff's own; metadata beside submissions may be a student's.",
      severity: 'error',
      from: { path: '^grader/', pathNot: '^grader/(reader|rubric)/' },
      to: { path: '^node_modules/yaml/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'worker-reaches-no-expectations',
      comment: 'Nor through a chain of imports.',
      severity: 'error',
      from: { path: '^grader/worker/' },
      to: { path: '^grader/(rubric|checks|kinds|score|numerics|plan|report|grading)/', reachable: true },
    },
    {
      name: 'programs-with-mistakes-are-self-contained',
      comment: 'They are built into one file and run in the sandbox, where a student has a network and its inputs.',
      severity: 'error',
      from: { path: '^grader/selftest/engine\\.ts$' },
      to: { path: '^grader/', pathNot: '^grader/(numerics|tensor|schema)/' },
    },
    {
      name: 'worker-examines-no-data-sets',
      comment: 'What is known of the images of a course is for the decoder alone.',
      severity: 'error',
      from: { path: '^grader/worker/' },
      to: { path: '^grader/collected/', reachable: true },
    },
    {
      name: 'decoder-knows-data-sets-only',
      comment: 'It runs in the sandbox, beside hostile images, where no student code runs.',
      severity: 'error',
      from: { path: '^grader/decoder/' },
      to: { path: '^grader/', pathNot: '^grader/(decoder|collected/analysis|protocol|stages|tensor|text|files)/' },
    },
    {
      name: 'what-decodes-runs-in-the-sandbox',
      severity: 'error',
      from: { path: '^grader/', pathNot: '^grader/decoder/' },
      to: { path: '^grader/decoder/' },
    },
    {
      name: 'a-kind-is-one-folder',
      comment: 'What two kinds share is in checks/, or beside the kinds.',
      severity: 'error',
      from: { path: '^grader/kinds/([^/]+)/' },
      to: { path: '^grader/kinds/[^/]+/', pathNot: '^grader/kinds/$1/' },
    },
    {
      name: 'typebox-in-schemas-only',
      severity: 'error',
      from: { path: '^grader/', pathNot: '^grader/(schema/|kinds/[^/]+/schema\\.ts$)' },
      to: { path: '^node_modules/typebox' },
    },
    {
      name: 'schemas-of-kinds-use-schemas-only',
      severity: 'error',
      from: { path: '^grader/kinds/(schemas|[^/]+/schema)\\.ts$' },
      to: { path: '^grader/', pathNot: '^grader/(kinds/[^/]+/schema\\.ts$|schema/|protocol/)' },
    },
    {
      name: 'grading-loads-no-schemas',
      comment: 'Validators are compiled when tuxgrade is built; the schema library takes its time to load.',
      severity: 'error',
      from: { path: '^grader/', pathNot: '^grader/(schema/|kinds/(schemas|[^/]+/schema)\\.ts$)' },
      to: { path: '^grader/kinds/(schemas|[^/]+/schema)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-program-imports-cli',
      severity: 'error',
      from: { path: '^grader/', pathNot: '^grader/(cli|program)/' },
      to: { path: '^grader/cli/' },
    },
    {
      name: 'no-cycles',
      comment: 'Of types neither: whoever reads one file must not have to read the other first.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: "the build puts lazy-crypto in the place of Node's module",
      severity: 'error',
      from: { orphan: true, path: '^grader/', pathNot: '^grader/worker/lazy-crypto\\.ts$' },
      to: {},
    },
    {
      name: 'no-unlisted-packages',
      severity: 'error',
      from: { path: '^grader/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'undetermined'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
