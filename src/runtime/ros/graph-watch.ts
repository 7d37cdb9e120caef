// The stage `ros`: hears commands as others say them, and says in the diagnostics which publishers and subscribers never meet, and why.
import { toTime, type TimeNs } from '../../message/time.js';
import type { Emit, Stage } from '../stage.js';
import { OK, WARN } from '../watch/topic-health.js';
import type { RosTransport } from './transport.js';

export class GraphWatchStage implements Stage {
  readonly name = 'ros';
  readonly reads = [] as const;
  readonly writes = ['/diagnostics'] as const;
  readonly periodMs = 1000;
  readonly #transport: Pick<RosTransport, 'adapt' | 'mismatches'>;
  readonly #node: string;

  constructor(transport: Pick<RosTransport, 'adapt' | 'mismatches'>, node: string) {
    this.#transport = transport;
    this.#node = node;
  }

  take(): void {
    // It reads nothing.
  }

  tick(now: TimeNs, emit: Emit): void {
    this.#transport.adapt();
    const found = this.#transport.mismatches();
    const values = found.map(({ topic, publisher, subscriber, why }) => ({
      key: topic,
      value: `${publisher} → ${subscriber}: ${why}`,
    }));
    const message =
      found.length === 0 ? 'ok' : `${found.length} pairs of publisher and subscriber never meet`;
    const status = [
      {
        level: found.length === 0 ? OK : WARN,
        name: `${this.#node}: connections`,
        message,
        hardware_id: 'jackdaw',
        values,
      },
    ];
    emit('/diagnostics', { header: { stamp: toTime(now), frame_id: '' }, status });
  }
}
