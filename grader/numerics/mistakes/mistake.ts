/**
 * The interface of a well-known mistake: a rewrite rule on the reference network, its words, and where it can be made.
 * Must not decide whether a mistake was made (see claims.ts). A hint must never tell the answer.
 */
import type { Network, NetworkNode } from '../../schema/network.js';
import type { Named, Rewrite } from '../ops/op.js';

/** The sections of the lecture that explain what a mistake gets wrong. */
export const SECTIONS = [
  'Quiz 2: forward propagation',
  'Quiz 2: questions on Jacobians',
  'Quiz 2: backward propagation',
  'Quiz 2: why backwards',
  'Regression vs classification',
  'Tips for training neural networks',
  'Homework 3',
] as const;
export type Section = (typeof SECTIONS)[number];

export const TOPICS = [
  'scale',
  'relu and other activations',
  'linear layers',
  'losses',
  'convolution and pooling',
  'residual connections, normalisation and attention',
  'order of the steps',
  'protocol',
] as const;
export type Topic = (typeof TOPICS)[number];

/** What is said of a mistake. */
export interface Words {
  /** Unique, for reports and for `rubric mistakes`. */
  readonly name: string;
  readonly topic: Topic;
  /** What the numbers show, after "it": a student reads it. */
  readonly sentence: string;
  /** A question that points to the mistake; never the answer; at most 80 words. */
  readonly hint: string;
  readonly section: Section;
}

export interface Mistake extends Words {
  /** `scale`: the right answer times a factor. */
  readonly kind: 'scale' | 'rule';
  /** All ways to make it in a network, first the one that makes it in every place; none where it cannot be made. */
  readonly variants: (setting: Setting) => readonly Variant[];
  /** Pairs are searched among the main mistakes only. */
  readonly main?: true;
  /** It may change the result so little that no sample has to show it. */
  readonly subtle?: true;
  /** It takes a tensor of another step, so that a step by itself need not show it. */
  readonly fromElsewhere?: true;
}

/** A mistake that was made at a node, or in every place (null). */
export interface Made<M extends Words = Words> {
  readonly mistake: M;
  readonly at: string | null;
}

/** A network and its right values at a sample, from which shapes are read. */
export interface Setting {
  readonly network: Network;
  readonly values: Named;
}

export interface Variant {
  /** The one node at which the mistake is made; null if it is made in every place. */
  readonly at: string | null;
  readonly rewrite: Rewrite;
}

/** Whether a mistake is made at a node. */
export type Where = (node: NetworkNode) => boolean;

/** A mistake made at all nodes to which it applies, or at one of them. */
export function atNodes(
  applies: (node: NetworkNode, setting: Setting) => boolean,
  rewrite: (where: Where, setting: Setting) => Rewrite,
): Mistake['variants'] {
  return (setting) => {
    const names = setting.network.nodes.filter((node) => applies(node, setting)).map(({ name }) => name);
    if (names.length === 0) return [];
    const everywhere = { at: null, rewrite: rewrite(({ name }) => names.includes(name), setting) };
    if (names.length === 1) return [everywhere];
    return [everywhere, ...names.map((at) => ({ at, rewrite: rewrite(({ name }) => name === at, setting) }))];
  };
}

/** A mistake with an operation, wherever a network has it. */
export function atOps(ops: readonly NetworkNode['op'][], rewrite: (where: Where) => Rewrite): Mistake['variants'] {
  return atNodes(({ op }) => ops.includes(op), rewrite);
}
