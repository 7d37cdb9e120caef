// The watch of a node: what a check finds is said once, stands in the diagnostics as long as it lasts, and its end is told.
import assert from 'node:assert/strict';
import { Fault } from '../../fault/fault.js';
import type { DiagnosticStatus } from '../../message/messages.js';
import { WARN } from '../watch/topic-health.js';
import type { Check, Concern } from './check.js';
import { NodeWatch } from './node-watch.js';
import { rclGraph } from './testing/rcl-graph.js';

const concern: Concern = {
  key: '/scan',
  level: WARN,
  fault: new Fault('ros/no-input', { what: 'Waiting for /scan.', next: 'Start it.' }),
};

function watched(check: Check) {
  const said: string[] = [];
  const diagnosed: DiagnosticStatus[] = [];
  const faults: Fault[] = [];
  const watch = new NodeWatch({
    checks: [check],
    rcl: rclGraph({}),
    node: '/guard',
    say: (level, text) => said.push(`${level} ${text}`),
    diagnose: (status) => diagnosed.push(...status),
    onFault: (fault) => faults.push(fault),
  });
  return { watch, said, diagnosed, faults };
}

describe('the watch of a node', () => {
  it('when something is amiss, then it is said once, is diagnosed as long as it lasts, and its end is told', () => {
    let concerns: Concern[] = [concern];
    const { watch, said, diagnosed } = watched({
      name: 'inputs',
      look: () => concerns,
      over: (key) => `${key} arrives.`,
    });
    watch.look();
    watch.look();
    concerns = [];
    watch.look();
    assert.deepEqual(said, [`warn ${concern.fault.message}`, 'info /scan arrives.']);
    assert.deepEqual(
      diagnosed.map(({ name, level, message }) => [name, level, message]),
      [
        ['/guard: inputs', 1, 'Waiting for /scan.'],
        ['/guard: inputs', 1, 'Waiting for /scan.'],
        ['/guard: inputs', 0, 'ok'],
      ],
    );
    assert.deepEqual(diagnosed[0]?.values, [{ key: '/scan', value: 'Waiting for /scan.' }]);
  });

  it('when a look fails, then that is reported and the next one is made', () => {
    let fails = true;
    const { watch, diagnosed, faults } = watched({
      name: 'inputs',
      look: () => (fails ? assert.fail('rcl') : []),
    });
    watch.look();
    fails = false;
    watch.look();
    assert.deepEqual([faults.length, diagnosed.length], [1, 1]);
  });
});
