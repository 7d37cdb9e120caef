// The diagnostics as a peer hears them: the newest status of every name.
import type { DiagnosticArray, DiagnosticStatus } from '../../../message/messages.js';
import { hear, type Hearing } from './hearing.js';

const topic = '/diagnostics';

export class Diagnostics {
  readonly #hearing: Hearing = hear(`${topic}=diagnostic_msgs/msg/DiagnosticArray@reliable`);

  get statusByName(): ReadonlyMap<string, DiagnosticStatus> {
    const statuses = this.#hearing.messages<DiagnosticArray>(topic).flatMap(({ status }) => status);
    return new Map(statuses.map((status) => [status.name, status]));
  }

  until(
    what: string,
    holds: (statusByName: ReadonlyMap<string, DiagnosticStatus>) => boolean,
  ): Promise<void> {
    return this.#hearing.until(what, () => holds(this.statusByName));
  }
}
