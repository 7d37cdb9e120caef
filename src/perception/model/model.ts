// A model loaded from its folder: the manifest, and a network that is the one the manifest describes.
import { createHash } from 'node:crypto';
import { open, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Fault, toFault } from '../../fault/fault.js';
import { nearestPath } from '../../fault/nearest-path.js';
import { MANIFEST_FILE, parseManifest, type Manifest } from './manifest.js';
import { checkNetwork } from './onnx-check.js';

const NAME_ONE = 'Name the folder of one version: models/<name>/<version>.';
const MAX_MANIFEST_BYTES = 1 << 20;
/** Five times what a network of 0.8 million weights takes. */
const MAX_NETWORK_BYTES = 1 << 24;

export interface Model {
  readonly folder: string;
  readonly manifest: Manifest;
  /** The bytes of the ONNX file, checked against digest, operators and shapes; only to be read. */
  readonly network: Uint8Array;
}

/** Throws a Fault model/… for whatever is wrong with it; no engine has seen a byte of it by then. */
export async function loadModel(folder: string): Promise<Model> {
  const manifest = await readManifest(folder);
  const file = join(folder, manifest.network.file);
  const network = await readCapped(file, MAX_NETWORK_BYTES);
  checkDigest(network, manifest, file);
  checkNetwork(network, manifest, file);
  return { folder, manifest, network };
}

/** The manifest alone, checked for itself. */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = join(folder, MANIFEST_FILE);
  const text = new TextDecoder().decode(await readCapped(file, MAX_MANIFEST_BYTES));
  try {
    return parseManifest(JSON.parse(text), file);
  } catch (thrown) {
    throw toFault(thrown, 'model/bad-manifest', {
      what: 'The manifest of a model is not JSON.',
      where: file,
      next: 'Copy the model again: the file may be half written.',
    });
  }
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function checkDigest(bytes: Uint8Array, { network }: Manifest, where: string): void {
  const found = sha256Of(bytes);
  if (found === network.sha256 && bytes.length === network.bytes) return;
  throw new Fault('model/digest', {
    what: 'The network is not the one its manifest describes.',
    where,
    found: `${bytes.length} bytes, SHA-256 ${found}`,
    expected: `${network.bytes} bytes, SHA-256 ${network.sha256}`,
    next: 'Copy the model again, manifest and network together.',
  });
}

/** All of a file, if it is a plain one within the ceiling. */
async function readCapped(path: string, maxBytes: number): Promise<Uint8Array> {
  const handle = await opened(path);
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) throw unreadable(path, 'not a plain file');
    if (facts.size > maxBytes) {
      throw new Fault('model/too-large', {
        what: 'A file of the model is too large.',
        where: path,
        found: `${facts.size} bytes`,
        expected: `at most ${maxBytes} bytes`,
      });
    }
    const bytes = new Uint8Array(facts.size);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    if (bytesRead !== bytes.length) throw unreadable(path, `${bytesRead} of ${bytes.length} bytes`);
    return bytes;
  } finally {
    await handle.close();
  }
}

async function opened(path: string) {
  try {
    return await open(path, 'r');
  } catch (thrown) {
    const absent = (thrown as NodeJS.ErrnoException).code === 'ENOENT';
    throw toFault(thrown, absent ? 'model/missing' : 'model/unreadable', {
      what: absent ? 'There is no model here.' : 'A file of the model cannot be read.',
      where: path,
      ...(absent ? { found: `no ${basename(path)}` } : {}),
      expected: `a folder with ${MANIFEST_FILE} and its network`,
      next: absent ? await guess(dirname(path)) : 'Mend its permissions, or copy the model again.',
    });
  }
}

/** What somebody may have meant who names a folder without a model. */
async function guess(folder: string): Promise<string> {
  const inside = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  if (inside === undefined) return (await versionAdvice(dirname(folder))) ?? guessNear(folder);
  if (inside.some(({ name }) => name === 'run.json'))
    return 'This is a training: publish it by `npx jackdaw models export` and name what that writes.';
  return (await versionAdvice(folder)) ?? NAME_ONE;
}

async function guessNear(folder: string): Promise<string> {
  const near = await nearestPath(folder);
  return near === undefined ? NAME_ONE : `Did you mean ${near}?`;
}

/** Undefined if a folder has no versions of a model. */
async function versionAdvice(folder: string): Promise<string | undefined> {
  const inside = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const versions = inside.filter((each) => each.isDirectory() && /^\d+\.\d+/.test(each.name));
  if (versions.length === 0) return undefined;
  return `Name one of the versions of ${basename(folder)}: ${versions.map(({ name }) => name).join(', ')}.`;
}

function unreadable(path: string, found: string): Fault {
  return new Fault('model/unreadable', { what: 'A file of the model cannot be read.', where: path, found });
}
