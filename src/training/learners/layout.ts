// Between PyTorch's layouts, which our vector and files have, and those of tfjs.
import type { Parameter } from '../parameters.js';

/** The shape of a parameter's tensor in tfjs. */
export function tfjsShape({ op, role, shape }: Parameter): number[] {
  if (role !== 'weight') return [...shape];
  const [out, input, height, width] = shape as [number, number, number?, number?];
  if (height === undefined || width === undefined) return [input, out];
  return op === 'depthwise' ? [height, width, out, 1] : [height, width, input, out];
}

/** [out, in, kernel, kernel] → [kernel, kernel, in, out] (depthwise and dense weights too); a new array. */
export function toTfjs(values: Float32Array, { role, shape }: Parameter): Float32Array {
  const result = new Float32Array(values.length);
  if (role !== 'weight') {
    result.set(values);
    return result;
  }
  const { out, input, cells } = sides(shape);
  for (let o = 0, from = 0; o < out; o++) {
    for (let i = 0; i < input; i++) {
      for (let cell = 0; cell < cells; cell++, from++) result[(cell * input + i) * out + o] = values[from]!;
    }
  }
  return result;
}

/** The way back, into `into`. */
export function fromTfjs(values: Float32Array, { role, shape }: Parameter, into: Float32Array): void {
  if (role !== 'weight') return into.set(values);
  const { out, input, cells } = sides(shape);
  for (let o = 0, to = 0; o < out; o++) {
    for (let i = 0; i < input; i++) {
      for (let cell = 0; cell < cells; cell++, to++) into[to] = values[(cell * input + i) * out + o]!;
    }
  }
}

/** [batch, rows, columns, channels] → [batch, channels, rows, columns]; a new array. */
export function planesFirst(values: Float32Array, [batch, height, width, channels]: Shape4): Float32Array {
  return swap(values, { batch, outer: height * width, inner: channels });
}

/** [batch, channels, rows, columns] → [batch, rows, columns, channels]; the shape is that of the result. */
export function channelsLast(values: Float32Array, [batch, height, width, channels]: Shape4): Float32Array {
  return swap(values, { batch, outer: channels, inner: height * width });
}

export type Shape4 = readonly [batch: number, height: number, width: number, channels: number];

interface Swap {
  readonly batch: number;
  readonly outer: number;
  readonly inner: number;
}

/** [batch, outer, inner] → [batch, inner, outer]. */
function swap(values: Float32Array, { batch, outer, inner }: Swap): Float32Array {
  const result = new Float32Array(values.length);
  for (let n = 0, from = 0; n < batch; n++) {
    const start = n * outer * inner;
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < inner; i++, from++) result[start + i * outer + o] = values[from]!;
  }
  return result;
}

function sides([out, input, ...kernel]: readonly number[]): { out: number; input: number; cells: number } {
  return { out: out!, input: input!, cells: kernel.reduce((product, side) => product * side, 1) };
}
