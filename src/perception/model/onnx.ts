// ONNX files as protocol buffers: the part of the schema that our networks use, and what must be recognised to be refused.
import protobuf from 'protobufjs';

/** TensorProto.DataType. */
export const onnxTypes = { float32: 1, int64: 7 } as const;
/** AttributeProto.AttributeType. */
export const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 } as const;

export interface OnnxTensor {
  readonly name?: string;
  readonly dims?: readonly number[];
  readonly dataType?: number;
  readonly rawData?: Uint8Array;
  readonly floatData?: readonly number[];
  readonly int64Data?: readonly number[];
  readonly externalData?: readonly { readonly key?: string; readonly value?: string }[];
  readonly dataLocation?: number;
}

export interface OnnxAttribute {
  readonly name: string;
  readonly type?: number;
  readonly f?: number;
  readonly i?: number;
  readonly s?: Uint8Array;
  readonly ints?: readonly number[];
  readonly floats?: readonly number[];
  readonly strings?: readonly Uint8Array[];
  readonly t?: OnnxTensor;
  readonly tensors?: readonly OnnxTensor[];
  /** Whole graphs and other structures inside an attribute: kept as bytes, only to be refused. */
  readonly g?: Uint8Array;
  readonly graphs?: readonly Uint8Array[];
  readonly sparseTensor?: Uint8Array;
  readonly sparseTensors?: readonly Uint8Array[];
  readonly refAttrName?: string;
}

export interface OnnxNode {
  readonly opType: string;
  readonly name?: string;
  readonly domain?: string;
  readonly input?: readonly string[];
  readonly output: readonly string[];
  readonly attribute?: readonly OnnxAttribute[];
}

export interface OnnxValue {
  readonly name: string;
  readonly type?: {
    readonly tensorType?: {
      readonly elemType?: number;
      readonly shape?: {
        readonly dim?: readonly { readonly dimValue?: number; readonly dimParam?: string }[];
      };
    };
  };
}

export interface OnnxGraph {
  readonly name?: string;
  readonly node?: readonly OnnxNode[];
  readonly initializer?: readonly OnnxTensor[];
  readonly sparseInitializer?: readonly Uint8Array[];
  readonly input?: readonly OnnxValue[];
  readonly output?: readonly OnnxValue[];
}

export interface OnnxModel {
  readonly irVersion?: number;
  readonly producerName?: string;
  readonly producerVersion?: string;
  readonly opsetImport?: readonly { readonly domain?: string; readonly version?: number }[];
  readonly graph?: OnnxGraph;
  readonly trainingInfo?: readonly Uint8Array[];
  readonly functions?: readonly Uint8Array[];
}

type Fields = Readonly<Record<string, readonly [id: number, type: string, rule?: 'repeated']>>;

/** Field numbers are those of onnx.proto. Nothing in it nests in itself: no file can make the decoder recurse. */
const messages: Readonly<Record<string, Fields>> = {
  Model: {
    irVersion: [1, 'int64'],
    producerName: [2, 'string'],
    producerVersion: [3, 'string'],
    graph: [7, 'Graph'],
    opsetImport: [8, 'Opset', 'repeated'],
    trainingInfo: [20, 'bytes', 'repeated'],
    functions: [25, 'bytes', 'repeated'],
  },
  Opset: { domain: [1, 'string'], version: [2, 'int64'] },
  Graph: {
    node: [1, 'Node', 'repeated'],
    name: [2, 'string'],
    initializer: [5, 'Tensor', 'repeated'],
    input: [11, 'Value', 'repeated'],
    output: [12, 'Value', 'repeated'],
    sparseInitializer: [15, 'bytes', 'repeated'],
  },
  Node: {
    input: [1, 'string', 'repeated'],
    output: [2, 'string', 'repeated'],
    name: [3, 'string'],
    opType: [4, 'string'],
    attribute: [5, 'Attribute', 'repeated'],
    domain: [7, 'string'],
  },
  Attribute: {
    name: [1, 'string'],
    f: [2, 'float'],
    i: [3, 'int64'],
    s: [4, 'bytes'],
    t: [5, 'Tensor'],
    g: [6, 'bytes'],
    floats: [7, 'float', 'repeated'],
    ints: [8, 'int64', 'repeated'],
    strings: [9, 'bytes', 'repeated'],
    tensors: [10, 'Tensor', 'repeated'],
    graphs: [11, 'bytes', 'repeated'],
    type: [20, 'int32'],
    refAttrName: [21, 'string'],
    sparseTensor: [22, 'bytes'],
    sparseTensors: [23, 'bytes', 'repeated'],
  },
  Tensor: {
    dims: [1, 'int64', 'repeated'],
    dataType: [2, 'int32'],
    floatData: [4, 'float', 'repeated'],
    int64Data: [7, 'int64', 'repeated'],
    name: [8, 'string'],
    rawData: [9, 'bytes'],
    externalData: [13, 'Entry', 'repeated'],
    dataLocation: [14, 'int32'],
  },
  Entry: { key: [1, 'string'], value: [2, 'string'] },
  Value: { name: [1, 'string'], type: [2, 'Type'] },
  Type: { tensorType: [1, 'TensorType'] },
  TensorType: { elemType: [1, 'int32'], shape: [2, 'Shape'] },
  Shape: { dim: [1, 'Dimension', 'repeated'] },
  Dimension: { dimValue: [1, 'int64'], dimParam: [2, 'string'] },
};

const modelType = protobuf.Root.fromJSON({
  nested: Object.fromEntries(
    Object.entries(messages).map(([name, fields]) => [
      name,
      {
        fields: Object.fromEntries(
          Object.entries(fields).map(([field, [id, type, rule]]) => [
            field,
            rule === undefined ? { id, type } : { id, type, rule },
          ]),
        ),
      },
    ]),
  ),
}).lookupType('Model');

/** Throws whatever protobufjs throws: bytes that are no protocol buffer. Fields outside the schema are skipped. */
export function decodeOnnx(bytes: Uint8Array): OnnxModel {
  return modelType.toObject(modelType.decode(bytes), { longs: Number });
}

/** The same model gives the same bytes. */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  return modelType.encode(modelType.fromObject(model)).finish();
}

/** The numbers of a float32 tensor, a copy; undefined for one of another type. */
export function floatsOf({ dataType, rawData, floatData = [] }: OnnxTensor): Float32Array | undefined {
  if (dataType !== onnxTypes.float32) return undefined;
  if (rawData === undefined || rawData.length === 0) return Float32Array.from(floatData);
  return new Float32Array(new Uint8Array(rawData).buffer);
}
