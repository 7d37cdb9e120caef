// What a network must be before an engine sees it: our operators, our shapes, nothing outside its own bytes.
import { Fault } from '../../fault/fault.js';
import type { FaultCode } from '../../fault/codes.js';
import { gridOf, type Manifest } from './manifest.js';
import {
  decodeOnnx,
  onnxTypes,
  type OnnxAttribute,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
} from './onnx.js';

/** What the exports of jackdaw and of PyTorch need for such a network. */
const allowedOperators: ReadonlySet<string> = new Set([
  'Add',
  'BatchNormalization',
  'Clip',
  'Concat',
  'Constant',
  'Conv',
  'Exp',
  'Flatten',
  'Gemm',
  'GlobalAveragePool',
  'HardSigmoid',
  'HardSwish',
  'Identity',
  'Mul',
  'ReduceMean',
  'Relu',
  'Reshape',
  'Resize',
  'Sigmoid',
  'Softplus',
]);
const OPSETS = { least: 13, most: 22 } as const;
const IR_VERSIONS = { least: 7, most: 11 } as const;
const MAX_NODES = 2000;
const MAX_WEIGHTS = 16_000_000;
const MAX_KERNEL = 64;

type Refusal = readonly [FaultCode, Omit<ConstructorParameters<typeof Fault>[1], 'where'>];

/** Throws a Fault model/… for the first thing that is wrong with it. `where`: the file, for the Fault. */
export function checkNetwork(bytes: Uint8Array, manifest: Manifest, where: string): void {
  const refusal = refusalOf(decode(bytes, where), manifest);
  if (refusal !== undefined) throw new Fault(refusal[0], { where, next: NEXT, ...refusal[1] });
}

const NEXT = 'Take a model that `npx jackdaw models export` wrote.';

function decode(bytes: Uint8Array, where: string): OnnxModel {
  try {
    return decodeOnnx(bytes);
  } catch (cause) {
    throw new Fault('model/corrupt', {
      what: 'The network is not an ONNX file.',
      where,
      found: cause instanceof Error ? cause.message : String(cause),
      expected: 'a protocol buffer with an ONNX ModelProto',
      next: NEXT,
      cause,
    });
  }
}

/** In the order in which it is safe to look. */
function refusalOf(model: OnnxModel, manifest: Manifest): Refusal | undefined {
  return (
    versionRefusal(model, manifest) ??
    externalRefusal(model) ??
    sizeRefusal(model) ??
    operatorRefusal(model, manifest) ??
    weightRefusal(model) ??
    shapeRefusal(model, manifest)
  );
}

function versionRefusal(model: OnnxModel, { network }: Manifest): Refusal | undefined {
  const { irVersion = 0, opsetImport = [], graph } = model;
  if (graph === undefined || (graph.node?.length ?? 0) === 0) {
    return [
      'model/corrupt',
      { what: 'The network has no graph.', expected: 'an ONNX ModelProto with nodes' },
    ];
  }
  if (irVersion < IR_VERSIONS.least || irVersion > IR_VERSIONS.most) {
    return unsupported(
      'a version of the format',
      `IR ${irVersion}`,
      `${IR_VERSIONS.least} to ${IR_VERSIONS.most}`,
    );
  }
  const foreign = opsetImport.find(({ domain = '' }) => domain !== '' && domain !== 'ai.onnx');
  if (foreign !== undefined) return unsupported('operators of others', foreign.domain ?? '', 'ONNX only');
  const opsets = opsetImport.map(({ version = 0 }) => version);
  const [opset = 0] = opsets;
  if (opsets.length === 1 && opset === network.opset && opset >= OPSETS.least && opset <= OPSETS.most) {
    return undefined;
  }
  const expected = `${network.opset}, as the manifest says, and ${OPSETS.least} to ${OPSETS.most}`;
  return unsupported('an operator set', opsets.join(', ') || 'none', expected);
}

function externalRefusal(model: OnnxModel): Refusal | undefined {
  const tensor = tensorsOf(model).find(
    ({ externalData = [], dataLocation = 0 }) => externalData.length > 0 || dataLocation !== 0,
  );
  if (tensor === undefined) return undefined;
  const place = tensor.externalData?.find(({ key }) => key === 'location')?.value;
  return [
    'model/external-data',
    {
      what: 'The network keeps weights outside its own file.',
      found: `${tensor.name ?? 'a tensor'} in ${JSON.stringify(place ?? '')}`.slice(0, 200),
      expected: 'all weights inside model.onnx',
    },
  ];
}

function sizeRefusal({ graph }: OnnxModel): Refusal | undefined {
  const nodes = graph?.node?.length ?? 0;
  const weights = (graph?.initializer ?? []).reduce((sum, { dims = [] }) => sum + product(dims), 0);
  if (nodes <= MAX_NODES && weights <= MAX_WEIGHTS) return undefined;
  return [
    'model/too-large',
    {
      what: 'The network is too large.',
      found: `${nodes} nodes, ${weights} weights`,
      expected: `at most ${MAX_NODES} nodes and ${MAX_WEIGHTS} weights`,
    },
  ];
}

function operatorRefusal(model: OnnxModel, { network }: Manifest): Refusal | undefined {
  const { graph, trainingInfo = [], functions = [] } = model;
  const nodes = graph?.node ?? [];
  const sparse = graph?.sparseInitializer ?? [];
  if (trainingInfo.length + functions.length + sparse.length > 0) {
    return unsupported('a feature', 'training info, functions or sparse weights', 'a plain graph');
  }
  for (const node of nodes) {
    const problem = nodeProblem(node);
    if (problem !== undefined) return unsupported('an operator', problem, [...allowedOperators].join(', '));
  }
  const used = [...new Set(nodes.map(({ opType }) => opType))].sort();
  if (used.join() === [...network.operators].sort().join()) return undefined;
  return unsupported('other operators than its manifest says', used.join(', '), network.operators.join(', '));
}

function nodeProblem({ opType = '', domain = '', attribute = [] }: Partial<OnnxNode>): string | undefined {
  if (!allowedOperators.has(opType)) return opType || 'a nameless one';
  if (domain !== '' && domain !== 'ai.onnx') return `${domain}.${opType}`;
  const odd = attribute.find((each) => !isPlain(each));
  return odd === undefined ? undefined : `${opType} with the attribute ${odd.name}`;
}

/** Numbers, short lists and text; kernels, strides and pads that no camera network has would only eat memory. */
function isPlain(attribute: OnnxAttribute): boolean {
  const { g, graphs = [], tensors = [], sparseTensor, sparseTensors = [], refAttrName = '' } = attribute;
  const { i = 0, ints = [], floats = [], strings = [] } = attribute;
  if (g !== undefined || sparseTensor !== undefined || refAttrName !== '') return false;
  if (graphs.length + tensors.length + sparseTensors.length + strings.length > 0) return false;
  if (ints.length > 16 || floats.length > 16) return false;
  const limit = attribute.name === 'group' ? 4096 : MAX_KERNEL;
  return [i, ...ints].every((value) => Math.abs(value) <= limit);
}

function weightRefusal(model: OnnxModel): Refusal | undefined {
  const tensors = tensorsOf(model);
  const names = tensors.map(({ name = '' }) => name).filter((name) => name !== '');
  if (new Set(names).size !== names.length) {
    return ['model/corrupt', { what: 'Two weights of the network have one name.', expected: 'a name each' }];
  }
  const wrong = tensors.find((tensor) => !isWhole(tensor));
  if (wrong === undefined) return undefined;
  return [
    'model/corrupt',
    {
      what: 'A weight of the network is not as long as it says.',
      found: `${wrong.name ?? ''} [${(wrong.dims ?? []).join(', ')}]`,
      expected: 'float32 or int64, with all its numbers',
    },
  ];
}

function isWhole({ dims = [], dataType, rawData, floatData = [], int64Data = [] }: OnnxTensor): boolean {
  const count = product(dims);
  if (!Number.isSafeInteger(count) || dims.some((dim) => dim < 0)) return false;
  if (dataType !== onnxTypes.float32 && dataType !== onnxTypes.int64) return false;
  if (rawData !== undefined) return rawData.length === count * (dataType === onnxTypes.float32 ? 4 : 8);
  return (dataType === onnxTypes.float32 ? floatData : int64Data).length === count;
}

function shapeRefusal({ graph }: OnnxModel, manifest: Manifest): Refusal | undefined {
  const weights = new Set((graph?.initializer ?? []).map(({ name }) => name));
  const inputs = (graph?.input ?? []).filter(({ name }) => !weights.has(name));
  const expected = expectedShapes(manifest);
  const found = { inputs: describe(inputs), outputs: describe(graph?.output ?? []) };
  if (found.inputs === expected.inputs && found.outputs === expected.outputs) return undefined;
  return [
    'model/shapes',
    {
      what: 'Inputs or outputs of the network are not those its manifest describes.',
      found: `${found.inputs} → ${found.outputs}`.slice(0, 400),
      expected: `${expected.inputs} → ${expected.outputs}`,
    },
  ];
}

/** Lengths of the four outputs and of the input, by their names in the graph. */
export function shapesByName(manifest: Manifest): ReadonlyMap<string, readonly number[]> {
  const { input, outputs, labels, surfaces } = manifest;
  const { rows, columns } = gridOf(manifest);
  return new Map([
    [input.name, [1, 3, input.height, input.width]],
    [outputs.heat, [1, labels.length, rows, columns]],
    [outputs.box, [1, 4, rows, columns]],
    [outputs.free, [1, 1, rows, columns]],
    [outputs.surface, [1, surfaces.length]],
  ]);
}

function expectedShapes(manifest: Manifest): { readonly inputs: string; readonly outputs: string } {
  const [input, ...outputs] = [...shapesByName(manifest)].map(([name, dims]) => `${name}[${dims.join()}]`);
  return { inputs: input!, outputs: outputs.sort().join(' ') };
}

function describe(values: readonly OnnxValue[]): string {
  return values
    .map(({ name, type }) => {
      const tensor = type?.tensorType;
      const dims = (tensor?.shape?.dim ?? []).map(({ dimValue, dimParam }) => dimValue ?? dimParam ?? '?');
      return `${name}${tensor?.elemType === onnxTypes.float32 ? '' : ' (not float32) '}[${dims.join()}]`;
    })
    .sort()
    .join(' ');
}

function tensorsOf({ graph }: OnnxModel): OnnxTensor[] {
  const inAttributes = (graph?.node ?? []).flatMap(({ attribute = [] }) =>
    attribute.flatMap(({ t, tensors = [] }) => (t === undefined ? tensors : [t, ...tensors])),
  );
  return [...(graph?.initializer ?? []), ...inAttributes];
}

function unsupported(what: string, found: string, expected: string): Refusal {
  return ['model/unsupported', { what: `The network uses ${what} that is not allowed.`, found, expected }];
}

function product(dims: readonly number[]): number {
  return dims.reduce((result, dim) => result * dim, 1);
}
