// A training that starts from a published model says what the model says, before and after its norms are settled.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Model } from '../perception/model/model.js';
import { publishRun } from './export/publish-run.js';
import { settleNorms, takeWeights } from './first-weights.js';
import type { Heads, Learner } from './learner.js';
import { openWasm } from './learners/wasm.js';
import { parseNetwork, type Layer, type Network } from './network.js';
import { drawSample, everyLayer } from './testing/learner-contract.js';
import { writeRandomRun } from './testing/random-run.js';
import { decodeWeights } from './weights.js';

const { pictures, weights: slopes } = drawSample(everyLayer, 3);

function renamed(change: Partial<Network>): Network {
  return parseNetwork(JSON.stringify({ ...everyLayer, ...change }), 'renamed');
}

function assertNear(found: Heads, expected: Heads, within: number): void {
  for (const head of ['heat', 'box', 'free', 'surface'] as const) {
    const scale = Math.max(1, ...expected[head].map(Math.abs));
    found[head].forEach((value, i) =>
      assert.ok(
        Math.abs(value - expected[head][i]!) <= within * scale,
        `${head} ${i}: ${value}, expected ${expected[head][i]}`,
      ),
    );
  }
}

describe('first weights from a model', () => {
  let folder: string;
  let model: Model;
  let learner: Learner;
  let expected: Heads;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackdaw-start-'));
    const run = await writeRandomRun(join(folder, 'run'), JSON.stringify(everyLayer), 5);
    model = await publishRun({ run, out: join(folder, 'every', '1.0.0'), frames: [], learner: 'wasm' });
    learner = await openWasm(everyLayer);
    const file = join(run, 'weights.safetensors');
    learner.load(decodeWeights(everyLayer, await readFile(file), file));
    expected = learner.predict(pictures);
  });
  after(async () => {
    learner.close();
    await rm(folder, { recursive: true });
  });

  it('when every layer fits, then the network says what the model says', () => {
    const first = takeWeights(model, everyLayer, 1);
    assert.deepEqual(first.drawn, []);
    learner.load(first.parameters);
    assertNear(learner.predict(pictures), expected, 1e-4);
  });

  it('when the network weighs cells and the model does not, then it still says what the model says', () => {
    const layers = everyLayer.layers.flatMap((layer): Layer[] =>
      layer.op === 'pool'
        ? [
            { name: 'look', op: 'weigh', from: layer.from },
            { ...layer, from: 'look' },
          ]
        : [layer],
    );
    const weighing = renamed({ layers });
    const first = takeWeights(model, weighing, 1);
    assert.deepEqual(first.drawn, []);
    assert.ok(!first.taken.includes('look') && first.taken.includes('gaze'));
    assert.ok(first.knows.includes('surface'));
  });

  it('when its norms are settled, then it still does, and so it does in training', () => {
    const { parameters, taken } = takeWeights(model, everyLayer, 1);
    const observed = new Float32Array(parameters.length);
    learner.load(parameters);
    learner.observe(pictures, observed);
    settleNorms(everyLayer, taken, { parameters, observed });
    learner.load(parameters);
    assertNear(learner.predict(pictures), expected, 1e-3);
    let trained: Heads | undefined;
    learner.descend(pictures, (heads) => ((trained = heads), slopes), new Float32Array(parameters.length));
    // Training takes the biased variance: n / (n - 1) apart, n from 72 on.
    assertNear(trained!, expected, 0.03);
  });

  it('when a class is spelt otherwise than in the model, then it is new, and the spelling is told', () => {
    const first = takeWeights(model, renamed({ classes: ['A', 'other'] }), 1);
    assert.deepEqual(first.newNames, ['A', 'other']);
    assert.deepEqual(first.alike, [['A', 'a']]);
    const both = takeWeights(model, renamed({ classes: ['A', 'a'] }), 1);
    assert.deepEqual(both.alike, []);
  });

  it('when classes differ, then those of the same name are taken, wherever they stand', () => {
    const other = renamed({ classes: ['new', 'a'], surfaces: ['u', 't', 's'] });
    const first = takeWeights(model, other, 1);
    assert.deepEqual(first.drawn, []);
    assert.deepEqual(first.newNames, ['new']);
    learner.load(first.parameters);
    const { heat, surface } = learner.predict(pictures);
    const cells = heat.length / 6;
    for (let picture = 0; picture < 3; picture++) {
      const at = (plane: number): number => (2 * picture + plane) * cells;
      const rows = [heat.subarray(at(1), at(2)), expected.heat.subarray(at(0), at(1))] as const;
      rows[0].forEach((value, i) => assert.ok(Math.abs(value - rows[1][i]!) < 1e-3));
    }
    assert.ok(Math.abs(surface[0]! - expected.surface[2]!) < 1e-3);
  });

  it('when a layer is of another size, then it and nothing else is drawn', () => {
    const layers = everyLayer.layers.map((layer) =>
      layer.name === 'wide' && layer.op === 'conv' ? { ...layer, kernel: 5 as const } : layer,
    );
    const first = takeWeights(model, renamed({ layers }), 1);
    assert.deepEqual(first.drawn, ['wide']);
    assert.deepEqual(first.knows, [], 'it lies before every head');
    assert.deepEqual(takeWeights(model, everyLayer, 1).knows.toSorted(), ['box', 'free', 'heat', 'surface']);
  });

  it('when nothing fits, then a fault says so', () => {
    const { name, version } = model.manifest;
    const foreign: Model = { ...model, manifest: { ...model.manifest, labels: ['x'], surfaces: ['y'] } };
    const layers = everyLayer.layers.map((layer) => ({ ...layer, name: `other.${layer.name}` }));
    const from = (names: string | readonly string[]) =>
      names === 'image'
        ? names
        : typeof names === 'string'
          ? `other.${names}`
          : names.map((each) => `other.${each}`);
    const network = parseNetwork(
      JSON.stringify({
        ...everyLayer,
        layers: layers.map((layer) => ({ ...layer, from: from(layer.from) })),
        outputs: { heat: 'other.heat', box: 'other.box', free: 'other.free', surface: 'other.surface' },
      }),
      `${name} ${version}`,
    );
    assert.throws(() => takeWeights(foreign, network, 1), { code: 'training/bad-start', message: /stem/ });
  });
});
