// The inner loop of prepare, for WebAssembly's instructions on 128 bits: two rows of a frame become one of the network's input.
import type { InputSpec } from '../model/manifest.js';
import {
  f32x4,
  get,
  i16x8,
  i32,
  i32x4,
  i8x16,
  instantiate,
  PAGE_BYTES,
  repeatWhile,
  select,
  set,
  v128,
  type Code,
  type LocalType,
  type WasmFunction,
} from './wasm.js';

/** Places between two source pixels are whole multiples of 1 / STEPS: their sums are exact in integers. */
export const STEPS = 256;
/** A pixel and its neighbour are one load, which reaches beyond a row's last. */
const LOAD_BYTES = 8;
const COLUMN_BYTES = 8;
const VECTOR_BYTES = 16;
/** Target pixels that are worked on side by side. */
const ABREAST = 4;

/** Where things are in the kernel's memory, bytes. */
interface Places {
  /** Which of the loaded bytes are red, green and blue, for `swizzle`. */
  readonly order: number;
  /** By target column: the source pixel's offset in its row, then the shares of it and of its neighbour. */
  readonly columns: number;
  readonly planes: number;
  readonly slots: number;
}

export class PrepareKernel {
  readonly #spec: InputSpec;
  readonly #places: Places;
  readonly #module: ReturnType<typeof instantiate>;
  #slotBytes = 0;
  #slots: readonly [Uint8Array, Uint8Array];
  #planes: Float32Array;

  constructor(spec: InputSpec) {
    const columns = VECTOR_BYTES;
    const planes = columns + VECTOR_BYTES * Math.ceil((spec.width * COLUMN_BYTES) / VECTOR_BYTES);
    this.#spec = spec;
    this.#places = { order: 0, columns, planes, slots: planes + 12 * spec.width * spec.height };
    this.#module = instantiate(blendRow(spec, this.#places));
    [this.#slots, this.#planes] = this.#makeRoom(0);
  }

  /** Two source rows, to be filled before `blend`. */
  get slots(): readonly [Uint8Array, Uint8Array] {
    return this.#slots;
  }

  /** The input as far as it is blended: red, green and blue, one after the other. */
  get planes(): Float32Array {
    return this.#planes;
  }

  /** For rows of so many bytes, of pixels whose red byte is `red` and blue byte `blue`; `columns`: where to look for them. */
  aim(
    rowBytes: number,
    pixel: { readonly bytes: number; readonly red: number; readonly blue: number },
    columns: { readonly pixel: Int32Array; readonly share: Int32Array },
  ): void {
    [this.#slots, this.#planes] = this.#makeRoom(rowBytes);
    const memory = new DataView(this.#module.memory.buffer);
    new Uint8Array(memory.buffer, this.#places.order, VECTOR_BYTES).fill(0xff);
    for (const [channel, byte] of [pixel.red, 1, pixel.blue].entries()) {
      memory.setUint8(this.#places.order + 4 * channel, byte);
      memory.setUint8(this.#places.order + 4 * channel + 2, byte + pixel.bytes);
    }
    for (let x = 0, at = this.#places.columns; x < this.#spec.width; x++, at += COLUMN_BYTES) {
      const share = columns.share[x]!;
      memory.setInt32(at, columns.pixel[x]! * pixel.bytes, true);
      memory.setInt16(at + 4, STEPS - share, true);
      memory.setInt16(at + 6, share, true);
    }
  }

  /** Row `y` of the planes: the row in slot `above`, and of that in slot `below` so many STEPS. */
  blend(y: number, above: number, below: number, down: number): void {
    const { slots, planes } = this.#places;
    const out = planes + 4 * this.#spec.width * y;
    this.#module.run(slots + above * this.#slotBytes, slots + below * this.#slotBytes, down, out);
  }

  /** Memory only grows, when a camera's rows do. */
  #makeRoom(rowBytes: number): [readonly [Uint8Array, Uint8Array], Float32Array] {
    const { memory } = this.#module;
    const { slots, planes } = this.#places;
    this.#slotBytes = rowBytes + LOAD_BYTES;
    const missing = slots + 2 * this.#slotBytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    const slot = (i: number): Uint8Array =>
      new Uint8Array(memory.buffer, slots + i * this.#slotBytes, rowBytes);
    return [[slot(0), slot(1)], new Float32Array(memory.buffer, planes, (slots - planes) / 4)];
  }
}

/** Taken from 16-bit numbers to make them signed ones. */
const HALF = 0x8000;
const locals = {
  x: 'i32',
  column: 'i32',
  to: 'i32',
  order: 'v128',
  up: 'v128',
  down: 'v128',
  sums0: 'v128',
  sums1: 'v128',
  sums2: 'v128',
  sums3: 'v128',
} as const satisfies Readonly<Record<string, LocalType>>;
const parameters = ['above', 'below', 'share', 'out'] as const;
const names: readonly string[] = [...parameters, ...Object.keys(locals)];
const read = (name: (typeof parameters)[number] | keyof typeof locals): Code => get(names.indexOf(name));
const write = (name: keyof typeof locals, value: Code): Code => set(names.indexOf(name), value);

/** The function behind `blend`: (address of the upper row, of the lower, share of the lower, address of the target row). */
function blendRow({ width, height, mean, std }: InputSpec, places: Places): WasmFunction {
  const body = [
    ...write('order', v128.load(i32.const(places.order))),
    ...write('down', i16x8.splat(read('share'))),
    ...write('up', i16x8.subtract(i16x8.splat(i32.const(STEPS)), read('down'))),
    ...repeatWhile(i32.lessThan(read('x'), i32.const(width)), [
      ...write('column', firstColumn(width)),
      ...write('to', i32.add(read('out'), i32.shiftLeft(read('column'), i32.const(2)))),
      ...write('column', i32.add(i32.const(places.columns), i32.shiftLeft(read('column'), i32.const(3)))),
      ...[0, 1, 2, 3].flatMap((i) => write(`sums${i as 0 | 1 | 2 | 3}`, sumsOf(i * COLUMN_BYTES))),
      ...[0, 1, 2].flatMap((channel) => {
        const scale = f32x4.const(1 / (255 * STEPS * STEPS * std[channel]!));
        const offset = f32x4.const(-mean[channel]! / std[channel]!);
        const value = f32x4.add(f32x4.multiply(f32x4.fromInteger(fourOf(channel)), scale), offset);
        return v128.store(read('to'), value, 4 * channel * width * height);
      }),
      ...write('x', i32.add(read('x'), i32.const(ABREAST))),
    ]),
  ];
  return { parameters: parameters.length, locals: Object.values(locals), body };
}

/** Where the width is no multiple of four, the last four overlap the four before. */
function firstColumn(width: number): Code {
  const last = i32.const(width - ABREAST);
  return select(i32.lessThan(read('x'), last), read('x'), last);
}

/**
 * Red, green and blue of one target pixel, times STEPS²: a source pixel and its neighbour, spread to 16 bits (red, red, green, green,
 * blue, blue), are blended with those of the row below, and then with each other by a sum of products.
 */
function sumsOf(columnOffset: number): Code {
  const offset = i32.load(read('column'), columnOffset);
  const shares = v128.load32Splat(read('column'), columnOffset + 4);
  const neighbours = (row: 'above' | 'below'): Code =>
    i8x16.swizzle(v128.load64Zero(i32.add(read(row), offset)), read('order'));
  const blended = i16x8.add(
    i16x8.multiply(neighbours('above'), read('up')),
    i16x8.multiply(neighbours('below'), read('down')),
  );
  // `dot` takes signed numbers. The shares are STEPS in sum, so that much comes back.
  const signed = v128.xor(blended, i16x8.splat(i32.const(HALF)));
  return i32x4.add(i32x4.dot(signed, shares), i32x4.splat(i32.const(HALF * STEPS)));
}

/** One channel of the four pixels. */
function fourOf(channel: number): Code {
  const two = (one: Code, other: Code): Code => i32x4.shuffle(one, other, [channel, 4 + channel, 0, 0]);
  return i32x4.shuffle(two(read('sums0'), read('sums1')), two(read('sums2'), read('sums3')), [0, 1, 4, 5]);
}
