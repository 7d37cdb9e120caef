// The description of a network: the shipped one holds what is promised, and what does not fit is named.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Fault } from '../fault/fault.js';
import { obstacleClasses } from '../simulation/scene/obstacle-classes.js';
import { parseNetwork, shapesOf, withClasses } from './network.js';
import { drawParameters, sliceOf, tableOf } from './parameters.js';

const path = new URL('../../models/obstacle-net/network.json', import.meta.url);
const text = readFileSync(path, 'utf8');

type Loose = Record<string, unknown> & { layers: Record<string, unknown>[] };

/** The shipped description, changed. */
function changed(change: (network: Loose) => void): string {
  const network = JSON.parse(text) as Loose;
  change(network);
  return JSON.stringify(network);
}

function problemsOf(change: (network: Loose) => void): string {
  try {
    parseNetwork(changed(change), 'made-up.json');
  } catch (thrown) {
    assert.ok(thrown instanceof Fault && thrown.code === 'training/bad-network');
    return thrown.found ?? '';
  }
  return assert.fail('it was accepted');
}

describe('the description of a network', () => {
  const network = parseNetwork(text, 'network.json');

  it('when the classes are others, then the heat map has their planes and the rest is as it was', () => {
    const again = parseNetwork(JSON.stringify(withClasses(network, ['chair', 'dog'])), 'dogs');
    assert.deepEqual(again.classes, ['chair', 'dog']);
    assert.equal(shapesOf(again).get(again.outputs.heat)!.channels, 2);
    assert.equal(again.layers.length, network.layers.length);
  });

  it('when the shipped one is read, then its heads, classes and size are those agreed', () => {
    const shapes = shapesOf(network);
    assert.deepEqual(shapes.get(network.outputs.heat), { channels: 8, height: 18, width: 24 });
    assert.deepEqual(shapes.get(network.outputs.box), { channels: 4, height: 18, width: 24 });
    assert.deepEqual(shapes.get(network.outputs.free), { channels: 1, height: 18, width: 24 });
    assert.deepEqual(shapes.get(network.outputs.surface), { channels: 4, height: 1, width: 1 });
    assert.deepEqual(network.classes, obstacleClasses);
    const { length } = tableOf(network);
    assert.ok(length > 300_000 && length < 800_000, `${length} parameters`);
  });

  it('when a layer reads what is not there, then the layer is named', () => {
    assert.match(
      problemsOf(({ layers }) => (layers[2]!['from'] = 'nowhere')),
      /stage4\.1\.conv: reads nowhere/,
    );
  });

  it('when shapes do not fit, then each layer is named that they do not fit in', () => {
    const found = problemsOf(({ layers }) => {
      for (const layer of layers) if (layer['name'] === 'stage8.1.conv') layer['filters'] = 63;
    });
    assert.match(found, /layer stage8\.1: what is added has different shapes/);
  });

  it('when a name is taken or a head has the wrong size, then that is said', () => {
    assert.match(
      problemsOf(({ layers }) => (layers[1]!['name'] = 'stem')),
      /layer stem: the name is taken/,
    );
    assert.match(
      problemsOf((network) => (network['classes'] = ['shoe'])),
      /output heat: is 8 x 18 x 24, expected 1 x 18 x 24/,
    );
  });

  it('when keys are unknown or the text is not JSON, then it is refused', () => {
    assert.match(
      problemsOf(({ layers }) => (layers[0]!['dilation'] = 2)),
      /dilation/,
    );
    assert.throws(() => parseNetwork('{', 'x'), { code: 'training/bad-network' });
  });
});

describe('the parameters of a network', () => {
  const network = parseNetwork(text, 'network.json');

  it('when they are listed, then they tile the vector and have the layouts of PyTorch', () => {
    const separable = changed(({ layers }) => {
      const layer = layers.find(({ name }) => name === 'stage8.1.conv')!;
      layer['op'] = 'depthwise';
      delete layer['filters'];
    });
    const { parameters, length } = tableOf(parseNetwork(separable, 'made-up.json'));
    const shapeByName = new Map(parameters.map(({ name, shape }) => [name, shape]));
    let end = 0;
    for (const { offset, length: count } of parameters) {
      assert.equal(offset, end);
      end += count;
    }
    assert.equal(end, length);
    assert.deepEqual(shapeByName.get('stem.weight'), [16, 3, 3, 3]);
    assert.deepEqual(shapeByName.get('stage4.in.weight'), [32, 16, 3, 3]);
    assert.deepEqual(shapeByName.get('stage8.1.conv.weight'), [64, 1, 3, 3]);
    assert.deepEqual(shapeByName.get('surface.weight'), [4, 64]);
    assert.equal(shapeByName.has('stem.bias'), false);
    assert.deepEqual(shapeByName.get('heat.bias'), [8]);
  });

  it('when they are drawn, then the seed decides, and scale, variance and the heads begin as described', () => {
    const drawn = drawParameters(network, 5);
    assert.deepEqual(drawn, drawParameters(network, 5));
    assert.notDeepEqual(drawn, drawParameters(network, 6));
    const valuesOf = (name: string) =>
      sliceOf(
        drawn,
        tableOf(network).parameters.find((each) => each.name === name)!,
      );
    assert.ok(valuesOf('stem.norm.variance').every((value) => value === 1));
    assert.ok(valuesOf('heat.bias').every((value) => Math.abs(value + 4.6) < 1e-6));
    const weights = valuesOf('stage16.1.conv.weight');
    const variance = weights.reduce((sum, value) => sum + value * value, 0) / weights.length;
    const fanIn = 104 * 9;
    assert.ok(Math.abs(variance * fanIn - 2) < 0.05, `He's variance, found ${variance * fanIn}`);
  });
});
