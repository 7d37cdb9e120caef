import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import type { FaultCode } from '../../fault/codes.js';
import { Fault } from '../../fault/fault.js';
import { checkNetwork } from './onnx-check.js';
import { loadModel } from './model.js';
import { encodeOnnx, type OnnxGraph, type OnnxModel, type OnnxNode, type OnnxTensor } from './onnx.js';
import { tinyManifest, tinyNetwork, writeTinyModel } from './testing/tiny-model.js';

const good = tinyNetwork();
const graph = good.graph!;
const nodes = graph.node!;
const weights = graph.initializer!;

function withGraph(change: Partial<OnnxGraph>): OnnxModel {
  return { ...good, graph: { ...graph, ...change } };
}
function withNode(change: Partial<OnnxNode>): OnnxModel {
  return withGraph({ node: [{ ...nodes[0]!, ...change }, ...nodes.slice(1)] });
}
function withWeight(change: Partial<OnnxTensor>): OnnxModel {
  return withGraph({ initializer: [{ ...weights[0]!, ...change }, ...weights.slice(1)] });
}
const attribute = (change: object) =>
  withNode({ attribute: [...nodes[0]!.attribute!, { name: 'x', ...change }] });

/** Each is the good network with one thing wrong, and carries the digest of what it is. */
const networks: readonly (readonly [string, FaultCode, OnnxModel])[] = [
  [
    'weights lie in another file',
    'model/external-data',
    withWeight({
      rawData: new Uint8Array(0),
      externalData: [{ key: 'location', value: '../../etc/passwd' }],
      dataLocation: 1,
    }),
  ],
  ['only the flag says that weights lie elsewhere', 'model/external-data', withWeight({ dataLocation: 1 })],
  [
    'an attribute holds external weights',
    'model/external-data',
    attribute({
      type: 4,
      t: { dims: [1], dataType: 1, externalData: [{ key: 'location', value: '/dev/zero' }] },
    }),
  ],
  ['an operator is unknown', 'model/unsupported', withNode({ opType: 'Loop' })],
  ['an operator is of another domain', 'model/unsupported', withNode({ domain: 'com.microsoft' })],
  ['an attribute holds a graph', 'model/unsupported', attribute({ type: 5, g: Uint8Array.of(10, 0) })],
  ['a kernel is absurd', 'model/unsupported', attribute({ name: 'pads', type: 7, ints: [1e9, 0, 0, 0] })],
  ['it brings functions', 'model/unsupported', { ...good, functions: [Uint8Array.of(10, 0)] }],
  ['weights are sparse', 'model/unsupported', withGraph({ sparseInitializer: [Uint8Array.of(10, 0)] })],
  [
    'the operator set is another',
    'model/unsupported',
    { ...good, opsetImport: [{ domain: '', version: 18 }] },
  ],
  [
    'there are two operator sets',
    'model/unsupported',
    { ...good, opsetImport: [{ version: 17 }, { domain: 'ai.onnx.ml', version: 3 }] },
  ],
  ['the format is too new', 'model/unsupported', { ...good, irVersion: 99 }],
  [
    'operators are others than the manifest says',
    'model/unsupported',
    withGraph({ node: nodes.slice(0, -1) }),
  ],
  ['a weight is shorter than it says', 'model/corrupt', withWeight({ dims: [7, 3, 8, 8] })],
  ['a weight is longer than memory', 'model/too-large', withWeight({ dims: [1e6, 1e6] })],
  ['a weight has a negative side', 'model/corrupt', withWeight({ dims: [-2, 3, 8, 8] })],
  ['a weight is of another type', 'model/corrupt', withWeight({ dataType: 10 })],
  ['two weights have one name', 'model/corrupt', withGraph({ initializer: [...weights, weights[0]!] })],
  [
    'there are too many nodes',
    'model/too-large',
    withGraph({ node: Array.from({ length: 2001 }, () => nodes[2]!) }),
  ],
  ['there is no graph', 'model/corrupt', { irVersion: 8, opsetImport: [{ version: 17 }] }],
  ['an output is missing', 'model/shapes', withGraph({ output: graph.output!.slice(1) })],
  ['the input is another', 'model/shapes', withGraph({ input: [{ ...graph.input![0]!, name: 'picture' }] })],
  [
    'there is a second input',
    'model/shapes',
    withGraph({ input: [...graph.input!, { ...graph.input![0]!, name: 'more' }] }),
  ],
  [
    'a shape is open',
    'model/shapes',
    withGraph({
      input: [
        {
          name: 'image',
          type: {
            tensorType: {
              elemType: 1,
              shape: { dim: [{ dimParam: 'n' }, { dimValue: 3 }, { dimValue: 32 }, { dimValue: 48 }] },
            },
          },
        },
      ],
    }),
  ],
  [
    'the input is not float32',
    'model/shapes',
    withGraph({
      input: [
        { name: 'image', type: { tensorType: { ...graph.input![0]!.type!.tensorType, elemType: 10 } } },
      ],
    }),
  ],
];

describe('loading a model', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackdaw-model-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const refuses = (code: FaultCode): Promise<void> =>
    assert.rejects(loadModel(folder), (fault: Fault) => {
      assert.equal(fault.code, code, fault.message);
      assert.ok(fault.where?.startsWith(folder), 'says where');
      assert.ok(fault.found !== undefined || fault.expected !== undefined, 'says what was found or expected');
      return true;
    });

  it('when all is as its manifest says, then it is loaded', async () => {
    await writeTinyModel(folder);
    const { manifest, network } = await loadModel(folder);
    assert.equal(manifest.network.bytes, network.length);
    assert.deepEqual(manifest.labels, ['red', 'blue']);
  });

  for (const [what, code, network] of networks) {
    it(`when ${what}, then it is refused as ${code} before an engine sees it`, async () => {
      await writeTinyModel(folder, { network: encodeOnnx(network) });
      await refuses(code);
    });
  }

  it('when one byte of the network is another, then it is refused', async () => {
    await writeTinyModel(folder);
    const { network } = await loadModel(folder);
    const changed = network.slice();
    changed[changed.length - 40]! ^= 1;
    await writeFile(join(folder, 'model.onnx'), changed);
    await refuses('model/digest');
  });

  it('when a training or all versions are named, then it says what was meant', async () => {
    const above = join(folder, '..', `${basename(folder)}-above`);
    await writeTinyModel(join(above, '0.2.0'));
    await assert.rejects(loadModel(above), {
      code: 'model/missing',
      message: /Name one of the versions of .*: 0\.2\.0\./,
    });
    await assert.rejects(loadModel(join(above, '0.3.0')), {
      code: 'model/missing',
      message: /Name one of the versions of .*: 0\.2\.0\./,
    });
    await writeFile(join(above, 'run.json'), '{}');
    await assert.rejects(loadModel(above), { code: 'model/missing', message: /models export/ });
    await rm(above, { recursive: true });
  });

  it('when there is no folder, no network or only half of one, then each is told', async () => {
    await refuses('model/missing');
    await writeTinyModel(folder);
    await rm(join(folder, 'model.onnx'));
    await refuses('model/missing');
    await writeTinyModel(folder);
    await writeFile(join(folder, 'model.onnx'), encodeOnnx(good).subarray(0, 1000));
    await refuses('model/digest');
  });

  it('when files are larger than any model of ours, then they are not read', async () => {
    await writeTinyModel(folder);
    await writeFile(join(folder, 'model.onnx'), new Uint8Array((1 << 24) + 1));
    await refuses('model/too-large');
    await writeFile(join(folder, 'manifest.json'), ' '.repeat((1 << 20) + 1));
    await refuses('model/too-large');
  });

  it('when the network is the manifest’s but no ONNX file, then it is refused', async () => {
    await writeTinyModel(folder, { network: new TextEncoder().encode('<html>404</html>') });
    await refuses('model/corrupt');
  });

  it('when the manifest is no JSON, or lacks, adds or contradicts, then each is refused with the path', async () => {
    await writeTinyModel(folder);
    await writeFile(join(folder, 'manifest.json'), '{"schema": 1,');
    await refuses('model/bad-manifest');
    const changes: Record<string, unknown> = {
      labels: undefined,
      schema: 2,
      surprise: true,
      input: {},
      surfaces: ['sea', 'sea'],
      decoding: { thresholds: [0.5] },
      network: { file: '../model.onnx' },
    };
    for (const [key, value] of Object.entries(changes)) {
      await writeTinyModel(folder, { change: { [key]: value } });
      await assert.rejects(loadModel(folder), (fault: Fault) => {
        assert.equal(fault.code, 'model/bad-manifest');
        assert.ok(fault.found?.includes(key), `${key}: ${fault.found}`);
        return true;
      });
    }
  });

  it('when any bytes of the network are broken, then it loads or is a Fault, and nothing else is thrown', () => {
    const bytes = encodeOnnx(good);
    const manifest = tinyManifest(bytes);
    const broken = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(broken, fc.nat(bytes.length), (changes, length) => {
        const copy = bytes.slice(0, length);
        for (const [at, byte] of changes) if (at < length) copy[at] = byte;
        try {
          checkNetwork(copy, manifest, 'tiny');
        } catch (thrown) {
          assert.ok(thrown instanceof Fault, String(thrown));
          assert.match(thrown.code, /^model\//);
        }
      }),
      { numRuns: 400 },
    );
  });
});
