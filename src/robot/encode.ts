// The stage `encode`: raw camera pictures to JPEG, on the encoder's own threads.
import { z } from 'zod';
import type { Image } from '../message/messages.js';
import { Fault } from '../fault/fault.js';
import { encodeJpeg } from '../picture/encode.js';
import type { Emit, Envelope, Stage } from '../runtime/stage.js';
import type { TimeNs } from '../message/time.js';

export const encodeConfig = z.strictObject({
  quality: z
    .number()
    .int()
    .min(1)
    .max(100)
    .default(90)
    .describe('JPEG quality')
    .meta({ unit: '1-100', live: true }),
});

export type EncodeConfig = z.infer<typeof encodeConfig>;

/** camera/image_raw (rgb8) → camera/image_raw/compressed, header kept. */
export class EncodeStage implements Stage {
  readonly name = 'encode';
  readonly reads = ['camera/image_raw'] as const;
  readonly writes = ['camera/image_raw/compressed'] as const;
  /** Long enough that the encoder's threads work while the simulation goes on, short of a frame's period. */
  readonly latencyMs = 40;
  #quality: number;

  constructor(config: EncodeConfig) {
    this.#quality = config.quality;
  }

  reconfigure({ quality }: EncodeConfig): void {
    this.#quality = quality;
  }

  async take(envelope: Envelope, _now: TimeNs, emit: Emit): Promise<void> {
    if (envelope.topic !== 'camera/image_raw') return;
    const { message } = envelope;
    const data = await encodeJpeg(packedRgb(message), message.width, message.height, this.#quality);
    emit('camera/image_raw/compressed', {
      header: message.header,
      format: 'rgb8; jpeg compressed rgb8',
      data,
    });
  }
}

/** The pixels without row padding; only rgb8 leaves our cameras. */
function packedRgb(image: Image): Uint8Array {
  const rowBytes = image.width * 3;
  if (image.encoding !== 'rgb8' || image.step < rowBytes || image.data.length < image.step * image.height) {
    throw new Fault('stage/bad-input', {
      what: 'The picture cannot be encoded',
      found: `${image.encoding}, ${image.width}x${image.height}, step ${image.step}, ${image.data.length} bytes`,
      expected: 'rgb8 with step at least 3 x width and step x height bytes',
    });
  }
  if (image.step === rowBytes) return image.data;
  const packed = new Uint8Array(rowBytes * image.height);
  for (let row = 0; row < image.height; row++) {
    packed.set(image.data.subarray(row * image.step, row * image.step + rowBytes), row * rowBytes);
  }
  return packed;
}
