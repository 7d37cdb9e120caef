// Writers of the registry's types, each compiled to one function: straight-line code with offsets known beforehand.
import type { MessageDefinition, MessageDefinitionField } from '@foxglove/message-definition';
import { closure } from './definitions.js';
import { parts } from './fused-parts.js';

/** Writes a value into the bytes from `at` on and returns the end; offsets are aligned from `origin` on. */
export type FusedWrite = (value: unknown, target: FusedTarget, origin: number, at: number) => number;

/** One buffer, seen three ways. */
export interface FusedTarget {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where the buffer lies on a boundary of four bytes. */
  readonly floats: Float32Array | undefined;
}

/**
 * undefined where it cannot be: a field that has no straight encoding, or a Node that forbids making code
 * (--disallow-code-generation-from-strings). Only names and types of our own definitions get into the code.
 */
export function fuseWriter(typeName: string): FusedWrite | undefined {
  const definitions = closure(typeName);
  const byName = new Map(definitions.map((definition) => [definition.name ?? '', definition]));
  const [top] = definitions;
  const code = new Code(byName);
  if (top === undefined || !code.structure(top, 'value')) return undefined;
  try {
    // The only place that makes code: what goes in are names that `isPlain` has let through.
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
    return new Function('parts', code.text())(parts) as FusedWrite;
  } catch {
    return undefined;
  }
}

interface Word {
  readonly bytes: number;
  /** DataView's setter, without `set`. */
  readonly setter: string;
  readonly array: string;
}

const words: Readonly<Record<string, Word | undefined>> = {
  int8: { bytes: 1, setter: 'Int8', array: 'Int8Array' },
  uint8: { bytes: 1, setter: 'Uint8', array: 'Uint8Array' },
  int16: { bytes: 2, setter: 'Int16', array: 'Int16Array' },
  uint16: { bytes: 2, setter: 'Uint16', array: 'Uint16Array' },
  int32: { bytes: 4, setter: 'Int32', array: 'Int32Array' },
  uint32: { bytes: 4, setter: 'Uint32', array: 'Uint32Array' },
  int64: { bytes: 8, setter: 'BigInt64', array: 'BigInt64Array' },
  uint64: { bytes: 8, setter: 'BigUint64', array: 'BigUint64Array' },
  float32: { bytes: 4, setter: 'Float32', array: 'Float32Array' },
  float64: { bytes: 8, setter: 'Float64', array: 'Float64Array' },
};

/** Lines of a function, and what is known of the place it has come to. */
class Code {
  readonly #byName: ReadonlyMap<string, MessageDefinition>;
  readonly #lines: string[] = [];
  /** Bytes behind the variable `at`. */
  #ahead = 0;
  /** The place behind the origin is `rest` modulo `modulus`. */
  #modulus = 8;
  #rest = 0;
  #variables = 0;

  constructor(byName: ReadonlyMap<string, MessageDefinition>) {
    this.#byName = byName;
  }

  text(): string {
    this.#catchUp();
    const head = [
      '"use strict";',
      'return (value, target, origin, at) => {',
      'const { bytes, view, floats } = target;',
    ];
    return [...head, ...this.#lines, 'return at;', '};'].join('\n');
  }

  /** False where something in it cannot be written like this. */
  structure(definition: MessageDefinition, value: string): boolean {
    const fields = definition.definitions.filter(({ isConstant }) => isConstant !== true);
    // An empty message holds one byte: IDL forbids empty structures.
    if (fields.length === 0) return this.#word(words['uint8']!, '0');
    return fields.every((field) => isPlain(field.name) && this.#field(field, `${value}.${field.name}`));
  }

  #field(field: MessageDefinitionField, value: string): boolean {
    if (field.isArray === true) return this.#array(field, value);
    return this.#one(field, value);
  }

  #one({ type, isComplex }: MessageDefinitionField, value: string): boolean {
    if (isComplex === true) return this.#nested(type, value);
    const word = words[type];
    if (word !== undefined) return this.#word(word, value);
    if (type === 'bool') return this.#word(words['uint8']!, `${value} ? 1 : 0`);
    if (type === 'string') return this.#string(value);
    if (type !== 'time' && type !== 'duration') return false;
    const stamp = this.#variable(value);
    return this.#word(words['int32']!, `${stamp}.sec`) && this.#word(words['uint32']!, `${stamp}.nanosec`);
  }

  #nested(type: string, value: string): boolean {
    const definition = this.#byName.get(type);
    return definition !== undefined && this.structure(definition, this.#variable(value));
  }

  #array({ type, isComplex, arrayLength }: MessageDefinitionField, value: string): boolean {
    const word = isComplex === true ? undefined : words[type];
    if (word !== undefined) return this.#numbers(word, value, arrayLength);
    const list = this.#variable(value);
    if (arrayLength === undefined) this.#word(words['uint32']!, `${list}.length`);
    else this.#line(`parts.requireLength(${list}, ${arrayLength});`);
    const item = `v${this.#variables++}`;
    this.#forgetPlace();
    this.#line(`for (const ${item} of ${list}) {`);
    const isWhole = this.#one({ name: item, type, isComplex: isComplex === true }, item);
    this.#forgetPlace();
    this.#line('}');
    return isWhole;
  }

  #numbers({ bytes, setter, array }: Word, value: string, fixed: number | undefined): boolean {
    const given = this.#variable(value);
    const list = this.#variable(
      `${given} instanceof ${array} ? ${given} : parts.numeric(${given}, ${array})`,
    );
    if (fixed !== undefined)
      this.#line(`if (${list}.length !== ${fixed}) parts.requireLength(${list}, ${fixed});`);
    if (fixed === undefined) this.#word(words['uint32']!, `${list}.length`);
    if (fixed !== undefined && fixed <= FEW) {
      // Setting a few is faster than making a view of them.
      for (let i = 0; i < fixed; i++) this.#word({ bytes, setter, array }, `${list}[${i}]`);
      return true;
    }
    this.#catchUp();
    this.#line(`if (${list}.length > 0) {`);
    // An empty sequence is not aligned to its elements.
    const [modulus, rest] = [this.#modulus, this.#rest];
    this.#align(bytes);
    this.#catchUp();
    [this.#modulus, this.#rest] = [modulus, rest];
    if (bytes === 1) this.#line(`bytes.set(${list}, at);`);
    else if (setter === 'Float32')
      this.#line(
        `if (floats !== undefined && (at & 3) === 0) floats.set(${list}, at >> 2);`,
        `else parts.copy(bytes, ${list}, at);`,
      );
    else this.#line(`parts.copy(bytes, ${list}, at);`);
    this.#line(`at += ${list}.length * ${bytes};`, '}');
    this.#modulus = fixed === undefined ? Math.min(bytes, 4) : bytes;
    this.#rest = 0;
    return true;
  }

  #word({ bytes, setter }: Word, value: string): boolean {
    this.#align(bytes);
    const little = bytes === 1 ? '' : ', true';
    this.#line(`view.set${setter}(at + ${this.#ahead}, ${value}${little});`);
    this.#advance(bytes);
    return true;
  }

  #string(value: string): boolean {
    this.#align(4);
    this.#catchUp();
    this.#line(`at = parts.string(target, ${value}, at);`);
    this.#forgetPlace();
    return true;
  }

  /** Zeroes what is skipped, so that the same message gives the same bytes whatever the buffer held before. */
  #align(size: number): void {
    if (size === 1) return;
    if (this.#modulus % size !== 0) {
      this.#catchUp();
      // What is zeroed too much is written next: a word of this size follows.
      if (size === 2) this.#line('view.setUint8(at, 0);');
      else for (let i = 0; i < size; i += 4) this.#line(`view.setUint32(at + ${i}, 0);`);
      this.#line(`at = origin + ((at - origin + ${size - 1}) & ${-size});`);
      this.#modulus = size;
      this.#rest = 0;
      return;
    }
    while (this.#rest % size !== 0) {
      this.#line(`bytes[at + ${this.#ahead}] = 0;`);
      this.#advance(1);
    }
  }

  #advance(bytes: number): void {
    this.#ahead += bytes;
    this.#rest = (this.#rest + bytes) % this.#modulus;
  }

  #catchUp(): void {
    if (this.#ahead > 0) this.#line(`at += ${this.#ahead};`);
    this.#ahead = 0;
  }

  #forgetPlace(): void {
    this.#catchUp();
    this.#modulus = 1;
    this.#rest = 0;
  }

  #variable(value: string): string {
    const name = `v${this.#variables++}`;
    this.#line(`const ${name} = ${value};`);
    return name;
  }

  #line(...text: string[]): void {
    this.#lines.push(...text);
  }
}

/** Fixed arrays up to here are written number by number (covariances have 9 or 36). */
const FEW = 40;

function isPlain(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(name);
}
