// The lifecycle of a managed node: each state with each request, failures, and requests that come at a bad time.
import assert from 'node:assert/strict';
import { Fault } from '../../fault/fault.js';
import { Lifecycle, type LifecycleWork } from './lifecycle.js';
import { states, transitions, type PrimaryState, type Step } from './lifecycle-table.js';

const steps: readonly Step[] = ['configure', 'cleanup', 'activate', 'deactivate', 'shutdown'];
/** The way to each state. */
const ways: Readonly<Record<PrimaryState, readonly Step[]>> = {
  unconfigured: [],
  inactive: ['configure'],
  active: ['configure', 'activate'],
  finalized: ['shutdown'],
};

describe('the lifecycle of a node', () => {
  for (const from of Object.keys(ways) as PrimaryState[]) {
    for (const step of steps) {
      const legal = transitions.find((each) => each.from === from && each.label === step);
      const outcome = legal === undefined ? 'it is refused' : `it is ${legal.to}`;
      it(`when it is ${from} and ${step} is asked for, then ${outcome}`, async () => {
        const { lifecycle, done } = create();
        for (const each of ways[from]) await lifecycle.take(each);
        const before = done.length;
        assert.equal(await lifecycle.request({ id: 0, label: step }), legal !== undefined);
        assert.equal(lifecycle.state, legal?.to ?? from);
        assert.deepEqual(done.slice(before), legal === undefined ? [] : [step]);
      });
    }
  }

  it('when numbers are asked for, then exactly those of lifecycle_msgs that begin at the state are taken', async () => {
    for (let id = 0; id <= 100; id++) {
      const { lifecycle } = create();
      assert.equal(await lifecycle.request({ id, label: '' }), id === 1 || id === 5, `${id}`);
    }
  });

  it('when a transition is under way, then another request is refused and our own step waits', async () => {
    const { lifecycle, done } = create({ configure: () => new Promise((resolve) => setTimeout(resolve, 5)) });
    const configuring = lifecycle.request({ id: 1, label: '' });
    assert.equal(lifecycle.state, 'configuring');
    assert.deepEqual(lifecycle.available(), []);
    assert.equal(await lifecycle.request({ id: 3, label: '' }), false);
    assert.equal(await lifecycle.take('activate'), true);
    assert.equal(await configuring, true);
    assert.deepEqual([lifecycle.state, done], ['active', ['configure', 'activate']]);
  });

  it('when coming to life fails, then it stays where it was, says why, and may try again', async () => {
    let attempts = 0;
    const { lifecycle, faults } = create({
      configure: () => {
        if (attempts++ === 0) throw new Fault('model/missing', { what: 'There is no model.' });
      },
    });
    assert.equal(await lifecycle.take('configure'), false);
    assert.deepEqual([lifecycle.state, faults.map(({ code }) => code)], ['unconfigured', ['model/missing']]);
    assert.equal(await lifecycle.take('configure'), true);
  });

  it('when letting go fails, then it is cleaned up; when that fails too, then it is finalized', async () => {
    const broken = (): never => {
      throw new Error('stuck');
    };
    const once = create({ deactivate: broken });
    await once.lifecycle.take('configure');
    await once.lifecycle.take('activate');
    assert.equal(await once.lifecycle.take('deactivate'), false);
    assert.deepEqual([once.lifecycle.state, once.done.at(-1)], ['unconfigured', 'cleanup']);

    const twice = create({ cleanup: broken });
    await twice.lifecycle.take('configure');
    assert.equal(await twice.lifecycle.take('cleanup'), false);
    assert.deepEqual([twice.lifecycle.state, twice.faults.length], ['finalized', 2]);
  });

  it('when a transition is made, then each edge is told in order, with its number', async () => {
    const { lifecycle, edges } = create();
    await lifecycle.take('configure');
    await lifecycle.take('shutdown');
    assert.deepEqual(edges, [
      '1 unconfigured configuring',
      '10 configuring inactive',
      '6 inactive shuttingdown',
      '50 shuttingdown finalized',
    ]);
    assert.equal(states[lifecycle.state], 4);
  });
});

function create(change: Partial<LifecycleWork> = {}) {
  const done: string[] = [];
  const edges: string[] = [];
  const faults: Fault[] = [];
  const work = Object.fromEntries(
    steps.map((step) => [
      step,
      async () => {
        await change[step]?.();
        done.push(step);
      },
    ]),
  ) as unknown as LifecycleWork;
  const lifecycle = new Lifecycle({
    work,
    onFault: (fault) => faults.push(fault),
    onEdge: ({ id, from, to }) => edges.push(`${id} ${from} ${to}`),
  });
  return { lifecycle, done, edges, faults };
}
