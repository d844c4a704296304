/** All well-known mistakes that a report may name, with their words, by topic. */
import { MISTAKES } from './index.js';
import { LOCAL } from './local.js';
import { TOPICS, type Topic, type Words } from './mistake.js';
import { PROTOCOL } from './protocol.js';

/** `network`: changes the numbers of a network; `step`: one typed step; `protocol`: how a function behaves. */
export type Where = 'network' | 'step' | 'protocol';

export interface Entry extends Words {
  readonly where: Where;
}

export interface TopicEntries {
  readonly topic: Topic;
  readonly entries: readonly Entry[];
}

const of = (where: Where, all: readonly Words[]): Entry[] =>
  all.map(({ name, topic, sentence, hint, section }) => ({ name, topic, sentence, hint, section, where }));

const TYPED = LOCAL.map((one) => ({ ...one, hint: `Of a gradient: ${one.hint} Of a value: ${one.hintOfValue}` }));

const ALL: readonly Entry[] = [...of('network', MISTAKES), ...of('step', TYPED), ...of('protocol', PROTOCOL)];

export const CATALOGUE: readonly TopicEntries[] = TOPICS.map((topic) => ({
  topic,
  entries: ALL.filter((one) => one.topic === topic),
}));
