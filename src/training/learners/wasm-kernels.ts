// The gradient kernels of convolutions that tfjs's WebAssembly backend lacks, from kernels it has and loops over its memory.
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

const { computeConv2DInfo } = tf.backend_util;

/** The module's memory as arrays. Views hold until the next allocation: make first, view then. */
export interface Heap {
  /** A new tensor, its numbers undefined. */
  make<T extends tf.Tensor>(shape: readonly number[]): T;
  views<K extends string>(tensors: Readonly<Record<K, tf.TensorInfo>>): Record<K, Float32Array>;
}

export function heapOf(backend: unknown): Heap {
  const memory = backend as BackendWasm;
  return {
    make: <T extends tf.Tensor>(shape: readonly number[]) =>
      tf.engine().makeTensorFromTensorInfo(memory.makeOutput([...shape], 'float32')) as T,
    views<K extends string>(tensors: Readonly<Record<K, tf.TensorInfo>>) {
      const views = {} as Record<K, Float32Array>;
      for (const name in tensors) views[name] = memory.typedArrayFromHeap(tensors[name]) as Float32Array;
      return views;
    },
  };
}

type Pad = Parameters<typeof computeConv2DInfo>[4];

interface ConvolutionAttributes {
  readonly strides: [number, number] | number;
  readonly pad: Pad;
  readonly filterShape?: [number, number, number, number];
  readonly inputShape?: [number, number, number, number];
}

interface Window {
  readonly kernel: number;
  readonly stride: number;
  /** Zeros above and left of the picture. */
  readonly top: number;
  readonly left: number;
}

interface KernelArguments {
  readonly inputs: Readonly<Record<string, tf.TensorInfo>>;
  readonly attrs?: unknown;
  readonly backend: unknown;
}

/** Registers them once; a second call changes nothing. */
export function registerGradientKernels(): void {
  const kernels: Readonly<Record<string, (args: KernelArguments) => tf.TensorInfo>> = {
    Conv2DBackpropFilter: convBackFilter,
    Conv2DBackpropInput: convBackInput,
    DepthwiseConv2dNativeBackpropFilter: depthwiseBackFilter,
    DepthwiseConv2dNativeBackpropInput: depthwiseBackInput,
  };
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    const known = tf.getKernel(kernelName, 'wasm');
    if (known?.kernelFunc === (kernel as unknown as tf.KernelFunc)) continue;
    // tfjs has a Conv2DBackpropInput, as plain loops: a product of matrices is many times faster.
    if (known !== undefined && known !== null) tf.unregisterKernel(kernelName, 'wasm');
    tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc: kernel as unknown as tf.KernelFunc });
  }
}

/** For each place of the kernel: the transposed picture under it times dy, [in, rows] · [rows, out]. */
function convBackFilter({ inputs, attrs }: KernelArguments): tf.TensorInfo {
  const { filterShape, strides, pad } = attrs as ConvolutionAttributes;
  const [x, dy] = [tensorOf(inputs['x']!), tensorOf(inputs['dy']!)];
  const window = windowOf(x.shape, filterShape!, { strides, pad });
  return tf.tidy(() => {
    const [, , input, output] = filterShape!;
    const slopes = tf.reshape(dy, [-1, output]);
    const places = underEachPlace(x, dy.shape, window).map((under) =>
      tf.matMul(tf.transpose(tf.reshape(under, [-1, input])), slopes),
    );
    return tf.reshape(tf.stack(places), filterShape!);
  });
}

/** dy spread out by the stride, convolved with the kernel turned by half and its channels swapped. */
function convBackInput({ inputs, attrs }: KernelArguments): tf.TensorInfo {
  const { inputShape, strides, pad } = attrs as ConvolutionAttributes;
  const [dy, filter] = [tensorOf(inputs['dy']!), tensorOf(inputs['filter']!)];
  const window = windowOf(inputShape!, filter.shape, { strides, pad });
  return tf.tidy(() => {
    const turned = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]);
    return tf.conv2d(spread(dy, inputShape!, window), turned, 1, 'valid');
  });
}

function depthwiseBackInput({ inputs, attrs }: KernelArguments): tf.TensorInfo {
  const { inputShape, strides, pad } = attrs as ConvolutionAttributes;
  const [dy, filter] = [tensorOf(inputs['dy']!), tensorOf(inputs['filter']!)];
  const window = windowOf(inputShape!, filter.shape, { strides, pad });
  return tf.tidy(() =>
    tf.depthwiseConv2d(spread(dy, inputShape!, window), tf.reverse(filter, [0, 1]), 1, 'valid'),
  );
}

/** Sums over the batch and the plane, place by place: loops, since as kernels it would be nine products and sums. */
function depthwiseBackFilter({ inputs, attrs, backend }: KernelArguments): tf.TensorInfo {
  const { filterShape, strides, pad } = attrs as ConvolutionAttributes;
  const [x, dy] = [tensorOf(inputs['x']!), tensorOf(inputs['dy']!)];
  const window = windowOf(x.shape, filterShape!, { strides, pad });
  const heap = heapOf(backend);
  const result = heap.make(filterShape!);
  const { input, slopes, sums } = heap.views({ input: x, slopes: dy, sums: result });
  const exact = new Float64Array(sums.length);
  sumUnderPlaces(exact, { input, slopes, inputShape: x.shape, outputShape: dy.shape, window });
  sums.set(exact);
  return result;
}

interface DepthwiseSum {
  readonly input: Float32Array;
  readonly slopes: Float32Array;
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  readonly window: Window;
}

function sumUnderPlaces(sums: Float64Array, sum: DepthwiseSum): void {
  const { input, slopes, window } = sum;
  const [batch, height, width, channels] = sum.inputShape as [number, number, number, number];
  const [, rows, columns] = sum.outputShape as [number, number, number];
  const { kernel, stride, top, left } = window;
  for (let n = 0; n < batch; n++) {
    for (let row = 0; row < rows; row++) {
      for (let ky = 0; ky < kernel; ky++) {
        const y = row * stride + ky - top;
        if (y < 0 || y >= height) continue;
        for (let kx = 0; kx < kernel; kx++) {
          const to = (ky * kernel + kx) * channels;
          for (let column = 0; column < columns; column++) {
            const x = column * stride + kx - left;
            if (x < 0 || x >= width) continue;
            const a = ((n * height + y) * width + x) * channels;
            const b = ((n * rows + row) * columns + column) * channels;
            for (let c = 0; c < channels; c++) sums[to + c]! += input[a + c]! * slopes[b + c]!;
          }
        }
      }
    }
  }
}

/** What lies under each place of the kernel, [batch, rows, columns, channels] each. */
function underEachPlace(x: tf.Tensor4D, [, rows, columns]: readonly number[], window: Window): tf.Tensor4D[] {
  const { kernel, stride, top, left } = window;
  const reach = (cells: number): number => (cells - 1) * stride + kernel;
  const [batch, height, width, channels] = x.shape;
  const padded = tf.pad(x, [
    [0, 0],
    [top, Math.max(0, reach(rows!) - top - height)],
    [left, Math.max(0, reach(columns!) - left - width)],
    [0, 0],
  ]);
  return Array.from({ length: kernel * kernel }, (_, place) => {
    const [y, from] = [Math.floor(place / kernel), place % kernel];
    const end = [batch, y + reach(rows!) - kernel + 1, from + reach(columns!) - kernel + 1, channels];
    return tf.stridedSlice(padded, [0, y, from, 0], end, [1, stride, stride, 1]) as tf.Tensor4D;
  });
}

/** dy with stride - 1 zeros between its cells, and as many around it as a valid convolution at stride 1 needs. */
function spread(dy: tf.Tensor4D, [, height, width]: readonly number[], window: Window): tf.Tensor4D {
  const { kernel, stride, top, left } = window;
  const [batch, rows, columns, channels] = dy.shape;
  const apart = stride === 1 ? dy : interleave(dy, stride);
  const around = (side: number, cells: number, before: number): [number, number] => {
    const first = kernel - 1 - before;
    return [first, side + kernel - 1 - first - cells * stride];
  };
  const [above, below] = around(height!, rows, top);
  const [front, behind] = around(width!, columns, left);
  const room = tf.slice(
    apart,
    [0, 0, 0, 0],
    [batch, rows * stride + Math.min(0, below), columns * stride + Math.min(0, behind), channels],
  );
  return tf.pad(room, [
    [0, 0],
    [above, Math.max(0, below)],
    [front, Math.max(0, behind)],
    [0, 0],
  ]);
}

function interleave(dy: tf.Tensor4D, stride: number): tf.Tensor4D {
  const [batch, rows, columns, channels] = dy.shape;
  const wide = tf.pad(tf.reshape(dy, [batch * rows * columns, channels]), [
    [0, 0],
    [0, (stride - 1) * channels],
  ]);
  const tall = tf.pad(tf.reshape(wide, [batch * rows, columns * stride * channels]), [
    [0, 0],
    [0, (stride - 1) * columns * stride * channels],
  ]);
  return tf.reshape(tall, [batch, rows * stride, columns * stride, channels]);
}

function windowOf(
  inputShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad }: Pick<ConvolutionAttributes, 'strides' | 'pad'>,
): Window {
  const [kernel] = filterShape as [number];
  const shapes = [inputShape, [kernel, kernel, inputShape[3], 1]] as unknown as [Shape, Shape];
  const { padInfo, strideHeight } = computeConv2DInfo(...shapes, strides, 1, pad);
  return { kernel, stride: strideHeight, top: padInfo.top, left: padInfo.left };
}

type Shape = [number, number, number, number];

function tensorOf(info: tf.TensorInfo): tf.Tensor4D {
  return info as tf.Tensor4D;
}
