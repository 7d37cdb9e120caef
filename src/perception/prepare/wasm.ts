// A WebAssembly module written down as expressions: just the instructions that our kernel needs, by their names in the standard.
// Numbers of sections, types and instructions: WebAssembly Core Specification 2.0, chapter 5.

/** Instructions in the order in which they are carried out. An operand's code stands before its operator. */
export type Code = readonly number[];

interface Instance {
  readonly exports: Readonly<Record<string, unknown>>;
}
/** Node has it, the library of ECMAScript types does not. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => Instance;
};

/** Memory of a module; its buffer is another one after it has grown. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
export const PAGE_BYTES = 65_536;

export type LocalType = 'i32' | 'v128';
const typeCodes: Readonly<Record<LocalType, number>> = { i32: 0x7f, v128: 0x7b };

export interface WasmFunction {
  /** All of type i32. Local variables are numbered behind the parameters. */
  readonly parameters: number;
  readonly locals: readonly LocalType[];
  readonly body: Code;
}

/** One function, and memory of which it has one page at first. */
export function instantiate({ parameters, locals, body }: WasmFunction): {
  readonly memory: WasmMemory;
  readonly run: (...parameters: number[]) => void;
} {
  const text = (name: string): Code => vector([...new TextEncoder().encode(name)]);
  const declared = locals.flatMap((type) => [1, typeCodes[type]]);
  const code = [...unsigned(locals.length), ...declared, ...body, END];
  const signature = [0x60, ...vector(Array.from({ length: parameters }, () => typeCodes.i32)), 0];
  const module = [
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, ...signature]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...text('memory'), 2, 0, ...text('run'), 0, 0]),
    ...section(10, [1, ...vector(code)]),
  ];
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(module)));
  return exports as unknown as ReturnType<typeof instantiate>;
}

const END = 0x0b;

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
/** Runs `body` until `again` is zero, at least once. */
export const repeatWhile = (again: Code, body: Code): Code => [0x03, 0x40, ...body, ...again, 0x0d, 0, END];
export const select = (condition: Code, yes: Code, no: Code): Code => [...yes, ...no, ...condition, 0x1b];

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  add: operator([0x6a]),
  lessThan: operator([0x48]),
  shiftLeft: operator([0x74]),
  load: (address: Code, offset = 0): Code => [...address, 0x28, 2, ...unsigned(offset)],
};

/** Of 128 bits in lanes; the names say how they are read. */
export const v128 = {
  load: (address: Code): Code => [...address, ...simd(0), 4, 0],
  load32Splat: (address: Code, offset = 0): Code => [...address, ...simd(9), 2, ...unsigned(offset)],
  load64Zero: (address: Code): Code => [...address, ...simd(93), 0, 0],
  store: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    ...simd(11),
    2,
    ...unsigned(offset),
  ],
  xor: operator(simd(81)),
};
export const i8x16 = {
  /** Bytes of one operand by the numbers in the other; 0 where there is no such byte. */
  swizzle: operator(simd(14)),
};
export const i16x8 = {
  splat: operator(simd(16)),
  add: operator(simd(142)),
  subtract: operator(simd(145)),
  multiply: operator(simd(149)),
};
export const i32x4 = {
  splat: operator(simd(17)),
  add: operator(simd(174)),
  /** Products of 16-bit lanes, summed in pairs. */
  dot: operator(simd(186)),
  /** Lanes of two operands: 0 to 3 of the first, 4 to 7 of the second. */
  shuffle: (one: Code, other: Code, lanes: readonly number[]): Code => [
    ...one,
    ...other,
    ...simd(13),
    ...lanes.flatMap((lane) => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3]),
  ],
};
export const f32x4 = {
  const: (value: number): Code => {
    const bytes = new Uint8Array(Float32Array.of(value, value, value, value).buffer);
    return [...simd(12), ...bytes];
  },
  fromInteger: operator(simd(250)),
  add: operator(simd(228)),
  multiply: operator(simd(230)),
};

function operator(code: Code): (...operands: Code[]) => Code {
  return (...operands) => [...operands.flat(), ...code];
}

function simd(instruction: number): Code {
  return [0xfd, ...unsigned(instruction)];
}

function section(id: number, content: Code): Code {
  return [id, ...vector(content)];
}

function vector(bytes: Code): Code {
  return [...unsigned(bytes.length), ...bytes];
}

/** LEB128, seven bits a byte. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  const rest = value >> 7;
  const isLast = rest === (value & 0x40 ? -1 : 0);
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(rest)];
}
