// The codec against the Foxglove serializer, against itself, and against bytes that lie.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import type * as Foxglove from '@foxglove/rosmsg2-serialization';
import { Fault } from '../fault/fault.js';
import { Codec, codecOf, decode, encode, encodeInto } from './codec.js';
import { closure, parseSchema } from './definitions.js';
import { randomMessage } from './sample.js';
import { schemaText } from './schema.js';
import { topicNames, topics } from './topics.js';

const { MessageReader, MessageWriter } = createRequire(import.meta.url)(
  '@foxglove/rosmsg2-serialization',
) as typeof Foxglove;

const types = [...new Set(topicNames.map((name) => topics[name].type))];

function drawFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

/** The Foxglove serializer cuts strings that are not ASCII short, so the comparison leaves them out. */
function asciiOnly<M>(value: M): M {
  if (typeof value === 'string') return 'plain' as M;
  if (Array.isArray(value)) return value.map(asciiOnly) as M;
  if (ArrayBuffer.isView(value) || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asciiOnly(each)])) as M;
}

describe('message codec', () => {
  for (const type of types) {
    it(`when a ${type} goes through bytes then it comes back equal`, () => {
      fc.assert(
        fc.property(fc.integer(), (seed) => {
          const message = randomMessage(type, drawFrom(seed));
          assert.deepEqual(decode(type, encode(type, message)), message);
          assert.deepEqual(decode(type, encode(type, message), 'given'), message);
        }),
        { numRuns: 30 },
      );
    });

    it(`when the Foxglove serializer writes a ${type} then the bytes are the same`, () => {
      const writer = new MessageWriter(closure(type));
      const reader = new MessageReader(closure(type));
      fc.assert(
        fc.property(fc.integer(), (seed) => {
          const message = asciiOnly(randomMessage(type, drawFrom(seed)));
          const bytes = encode(type, message);
          assert.deepEqual(bytes, new Uint8Array(writer.writeMessage(message)));
          assert.deepEqual(reader.readMessage(bytes), message);
        }),
        { numRuns: 15 },
      );
    });

    it(`when a ${type} is written without made code then the bytes are the same, dirty buffers and all`, () => {
      const plain = new Codec(type, parseSchema(type, schemaText(type)));
      fc.assert(
        fc.property(fc.integer(), fc.nat(8), (seed, offset) => {
          const message = randomMessage(type, drawFrom(seed));
          const bytes = new Uint8Array(plain.size(message) + offset).fill(0xaa);
          const end = encodeInto(type, message as never, bytes, offset);
          assert.deepEqual(bytes.subarray(offset, end), plain.encode(message));
        }),
        { numRuns: 30 },
      );
    });

    it(`when bytes of a ${type} are cut or changed then decoding gives a value or a Fault`, () => {
      fc.assert(
        fc.property(fc.integer(), fc.nat(), fc.nat(255), fc.boolean(), (seed, place, byte, cut) => {
          const bytes = encode(type, randomMessage(type, drawFrom(seed)));
          const hostile = cut ? bytes.slice(0, place % bytes.length) : bytes;
          if (!cut) hostile[place % bytes.length] = byte;
          valueOrFault(() => decode(type, hostile));
        }),
        { numRuns: 60 },
      );
    });
  }

  it('when a count says four thousand million then it is refused before anything is allocated', () => {
    const bytes = encode('tf2_msgs/msg/TFMessage', { transforms: [] });
    bytes.fill(0xff, 4);
    assert.throws(
      () => decode('tf2_msgs/msg/TFMessage', bytes),
      (thrown) => thrown instanceof Fault && /sequence of 4294967295/.test(thrown.message),
    );
  });

  it('when the caller gives a buffer then the message lies at the offset and padding is zero', () => {
    const type = 'rcl_interfaces/msg/Log';
    const message = randomMessage(type, drawFrom(3));
    const buffer = new Uint8Array(4096).fill(0xee);
    const end = encodeInto(type, message, buffer, 8);
    assert.deepEqual(buffer.slice(8, end), encode(type, message));
    assert.equal(buffer[end], 0xee);
  });

  it('when the buffer is too small then it is a Fault', () => {
    const message = randomMessage('nav_msgs/msg/Odometry', drawFrom(1));
    assert.throws(() => encodeInto('nav_msgs/msg/Odometry', message, new Uint8Array(64)), {
      code: 'message/unencodable',
    });
  });

  it('when a covariance has 35 numbers then it is a Fault', () => {
    const message = randomMessage('nav_msgs/msg/Odometry', drawFrom(1));
    message.pose.covariance = new Float64Array(35);
    assert.throws(() => encode('nav_msgs/msg/Odometry', message), { code: 'message/unencodable' });
  });

  it('when the bytes are big-endian then they decode too', () => {
    const bytes = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 9);
    assert.deepEqual(decode('rosgraph_msgs/msg/Clock', bytes), { clock: { sec: 7, nanosec: 9 } });
  });

  it('when a type comes with its own schema text then it decodes by that', () => {
    const definitions = parseSchema(
      'strange_msgs/msg/Odd',
      'uint8[3] rgb\nstd_msgs/Header header\n' + headerBlock(),
    );
    const codec = new Codec('strange_msgs/msg/Odd', definitions);
    const message = { rgb: Uint8Array.of(1, 2, 3), header: { stamp: { sec: 1, nanosec: 2 }, frame_id: 'é' } };
    assert.deepEqual(codec.decode(codec.encode(message)), message);
  });

  it('when our own schema text is parsed then it describes the same bytes', () => {
    for (const type of types) {
      const message = randomMessage(type, drawFrom(11));
      const codec = new Codec(type, parseSchema(type, schemaText(type)));
      assert.deepEqual(codec.encode(message), codecOf(type).encode(message as never), type);
    }
  });
});

function headerBlock(): string {
  return `${'='.repeat(80)}\nMSG: std_msgs/Header\nbuiltin_interfaces/Time stamp\nstring frame_id\n`;
}

function valueOrFault(run: () => unknown): void {
  try {
    run();
  } catch (thrown) {
    assert.ok(thrown instanceof Fault, `not a Fault: ${String(thrown)}`);
  }
}
