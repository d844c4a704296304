/** Sends one request; a reply that does not match the request is a violation of the protocol. */
import { FrameError } from '../../protocol/frames.js';
import type { Request } from '../../protocol/worker.js';
import { decodeReply, type DecodedReply } from './replies.js';
import type { Sendable } from './requests.js';
import type { Death, Session } from '../process/session.js';
import type { Allowance } from '../process/time-limit.js';

/** A reply that matches the request (`loaded` or `returned`, or `threw`), or why there is none. */
export type Answer = { readonly reply: DecodedReply } | { readonly death: Death };

const REPLY_TO: Readonly<Record<Request['type'], DecodedReply['type']>> = {
  'load-module': 'loaded',
  'load-model': 'loaded',
  call: 'returned',
  predict: 'returned',
  differentiate: 'returned',
};

export async function ask(session: Session, sendable: Sendable, allowance: Allowance): Promise<Answer> {
  const { request, asked } = sendable;
  const answered = await session.request(sendable, allowance);
  if ('death' in answered) return answered;
  try {
    const reply = decodeReply(answered.frame, asked);
    if (reply.type === 'threw' || reply.type === REPLY_TO[request.type]) return { reply };
    return { death: session.violate(`a reply that does not fit: ${reply.type}`) };
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    return { death: session.violate(error.message) };
  }
}
