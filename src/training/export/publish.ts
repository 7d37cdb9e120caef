// From trained weights to a published model: written beside, judged by golden frames three ways, then renamed into its place.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, toFault } from '../../fault/fault.js';
import { HUNG_MS, openEngine, type Engine, type NetworkOutputs } from '../../perception/engine/engine.js';
import {
  answer,
  differences,
  encodeAnswer,
  GOLDEN_FOLDER,
  toAnswer,
  type Answer,
} from '../../perception/model/golden.js';
import {
  MANIFEST_FILE,
  MANIFEST_SCHEMA,
  parseManifest,
  type Manifest,
} from '../../perception/model/manifest.js';
import { loadModel, sha256Of, type Model } from '../../perception/model/model.js';
import { encodeOnnx } from '../../perception/model/onnx.js';
import { Preparer } from '../../perception/prepare/prepare.js';
import type { Picture } from '../../picture/decode.js';
import { encodePng } from '../../picture/encode.js';
import { nodeDisk } from '../../recording/disk.js';
import type { Network } from '../network.js';
import type { Tensor } from '../safetensors.js';
import { CARD_FILE, describeModel } from './card.js';
import { operatorsOf, OPSET, toOnnx } from './onnx-graph.js';
import { decodingOf, type OperatingPoint } from './operating-point.js';

const NETWORK_FILE = 'model.onnx';
const TOLERANCES = { logits: 1e-3, iou: 0.99, score: 0.005 } as const;

export interface Publication {
  readonly network: Network;
  readonly name: string;
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly version: string;
  readonly origin: Manifest['origin'];
  readonly point: OperatingPoint;
  /** At least one; they travel with the model. */
  readonly frames: readonly Picture[];
  /** What the trainer says to inputs [1, 3, height, width]. */
  readonly predict: (input: Float32Array) => NetworkOutputs;
  /** Reads a finished folder with other people's software; says what differs. Absent: nobody does. */
  readonly readIndependently?: ((folder: string) => Promise<readonly string[]>) | undefined;
  /** Folder to be: models/<name>/<version>. */
  readonly folder: string;
}

/** Throws Fault model/exists, model/parity or model/write-failed; then nothing has changed. */
export async function publishModel(publication: Publication): Promise<Model> {
  const { folder } = publication;
  if (await nodeDisk.exists(folder)) throw taken(folder);
  const beside = `${folder}.new`;
  try {
    await rm(beside, { recursive: true, force: true });
    await nodeDisk.makeFolder(join(beside, GOLDEN_FOLDER));
    const manifest = await writeParts(publication, beside);
    await agree(publication, { folder: beside, manifest });
    await nodeDisk.rename(beside, folder);
    return await loadModel(folder);
  } catch (thrown) {
    await rm(beside, { recursive: true, force: true }).catch(() => undefined);
    throw toFault(thrown, 'model/write-failed', {
      what: 'The model cannot be written.',
      where: folder,
      next: 'Free some space or mend the permissions, then export again.',
    });
  }
}

/** All files but the golden answers, which only a loaded model can give. */
async function writeParts(publication: Publication, folder: string): Promise<Manifest> {
  const model = toOnnx(publication.network, publication.weights);
  const network = encodeOnnx(model);
  const images = await Promise.all(
    publication.frames.map(({ rgb, width, height }) => encodePng(rgb, width, height)),
  );
  const frames = images.map((bytes, i) => {
    const name = String(i + 1).padStart(3, '0');
    return { image: `${name}.png`, expected: `${name}.json`, sha256: sha256Of(bytes) };
  });
  const manifest = manifestOf(publication, { network, operators: operatorsOf(model), frames });
  await writeFile(join(folder, NETWORK_FILE), network, { flush: true });
  await Promise.all(
    frames.map(({ image }, i) => writeFile(join(folder, GOLDEN_FOLDER, image), images[i]!, { flush: true })),
  );
  await writeFile(join(folder, CARD_FILE), describeModel(manifest), { flush: true });
  await writeFile(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, undefined, 2)}\n`, {
    flush: true,
  });
  return manifest;
}

interface Parts {
  readonly network: Uint8Array;
  readonly operators: readonly string[];
  readonly frames: Manifest['golden']['frames'];
}

function manifestOf({ network, name, version, origin, point, folder }: Publication, parts: Parts): Manifest {
  const { width, height, mean, std } = network.input;
  return parseManifest(
    {
      schema: MANIFEST_SCHEMA,
      name,
      version,
      network: {
        file: NETWORK_FILE,
        sha256: sha256Of(parts.network),
        bytes: parts.network.length,
        opset: OPSET,
        operators: parts.operators,
      },
      input: {
        name: 'image',
        width,
        height,
        layout: 'NCHW',
        colour: 'rgb',
        resize: 'stretch-bilinear',
        mean,
        std,
      },
      outputs: { stride: network.stride, heat: 'heat', box: 'box', free: 'free', surface: 'surface' },
      labels: network.classes,
      surfaces: network.surfaces,
      decoding: decodingOf(point, network.classes),
      origin,
      metrics: point.metrics,
      golden: { frames: parts.frames, tolerances: TOLERANCES },
      reference: point.reference,
    } satisfies Record<keyof Manifest, unknown>,
    folder,
  );
}

/** The parity gate: trainer, our runtime and an independent reading say the same to every golden frame. */
async function agree(
  publication: Publication,
  { folder, manifest }: { readonly folder: string; readonly manifest: Manifest },
): Promise<void> {
  const model = await loadModel(folder);
  const engine = await openEngine({ kind: 'onnx-runtime', model, threads: 1, deadlineMs: HUNG_MS });
  const problems: string[] = [];
  try {
    for (const [i, picture] of publication.frames.entries()) {
      const { image, expected } = manifest.golden.frames[i]!;
      const ours = await answer(manifest, engine, picture);
      const trainers = trainersAnswer(publication, manifest, engine, picture);
      problems.push(...differences(manifest, ours, trainers).map((each) => `trainer, ${image}: ${each}`));
      await writeFile(join(folder, GOLDEN_FOLDER, expected), encodeAnswer(ours), { flush: true });
    }
  } finally {
    await engine.close();
  }
  if (problems.length === 0) problems.push(...((await publication.readIndependently?.(folder)) ?? []));
  if (problems.length > 0) throw notAgreed(publication.folder, problems);
}

/** By the same prepared input: between runs the engine's memory is ours to read. */
function trainersAnswer(
  { predict }: Publication,
  manifest: Manifest,
  { input }: Engine,
  picture: Picture,
): Answer {
  new Preparer(manifest.input).prepare(
    {
      width: picture.width,
      height: picture.height,
      encoding: 'rgb8',
      step: 3 * picture.width,
      data: picture.rgb,
    },
    input,
  );
  return toAnswer(manifest, predict(input.slice()), picture);
}

function taken(where: string): Fault {
  return new Fault('model/exists', {
    what: 'There is a model here already, and published models do not change.',
    where,
    next: 'Give it another version.',
  });
}

function notAgreed(where: string, problems: readonly string[]): Fault {
  return new Fault('model/parity', {
    what: 'The model does not say the same everywhere; nothing was published.',
    where,
    found: problems.slice(0, 10).join('\n            '),
    expected: `logits within ${TOLERANCES.logits}, the same detections (IoU ${TOLERANCES.iou}, scores within ${TOLERANCES.score})`,
    next: 'This is a defect of export or runtime, not of the training: report it with the folder of the training.',
  });
}
