// What stages and sources emit, and when they must not.
import { Fault } from '../../fault/fault.js';
import type { MessageOf, TopicName } from '../../message/topics.js';

/** Emitted, not yet published: it gets its time and number when it is released. */
export interface Output {
  readonly topic: TopicName;
  readonly message: MessageOf<TopicName>;
}

export function refuseOthersTopic(name: string, topic: TopicName): Fault {
  return new Fault('runtime/bad-graph', {
    what: `${name} emitted on ${topic}, which is not among the topics it writes.`,
    next: `add ${topic} to the writes of ${name}`,
  });
}

export function refuseLateEmit(name: string, topic: TopicName): Fault {
  return new Fault('runtime/closed', {
    what: `${name} emitted on ${topic} after the work it was called for had ended.`,
    next: 'return a promise that settles after the last emit',
  });
}

export function refuseEndlessAnswers(outputs: readonly Output[]): Fault {
  return new Fault('runtime/bad-graph', {
    what: 'Stages answer each other at one moment without end.',
    found: [...new Set(outputs.map(({ topic }) => topic))].join(', '),
    next: 'give one stage of the loop a latency, or let it answer less often',
  });
}
