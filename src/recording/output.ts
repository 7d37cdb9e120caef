// Where a command may write: what is there and is not of its own making is not replaced, and nobody is told to remove it.
import { open, readdir, realpath, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Fault, toFault } from '../fault/fault.js';
import { findFolderKind, kindInWords } from '../fault/folder-kind.js';
import { isMarked, markDrawing, MARK_ENDS_AT } from '../picture/mark.js';
import { isDiskFull } from './disk-fault.js';
import { nodeDisk, replaceFile, type Disk } from './disk.js';

const NAMED = 3;

/** What a folder is or holds, in words: `a bag (kitchen_0.mcap, metadata.yaml)`. undefined: nothing, or there is no such folder. `except`: a file of the caller. */
export async function contentsOf(
  folder: string,
  { disk = nodeDisk, except }: { readonly disk?: Disk; readonly except?: string } = {},
): Promise<string | undefined> {
  const all = await disk.list(folder).catch(() => []);
  const names = all.filter((name) => name !== except).sort();
  if (names.length === 0) return undefined;
  const kind = await findFolderKind(folder);
  const shown = names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ', …' : '');
  return kind === undefined ? shown : `${kindInWords[kind]} (${shown})`;
}

export interface DrawingFolder {
  readonly folder: string;
  /** The option that names it: `--render`. */
  readonly flag: string;
  /** Of a file that may be drawn. */
  readonly draws: (name: string) => boolean;
  /** The folder that pictures are read from. */
  readonly inputs?: string | undefined;
}

/** Before any work. A drawing of ours there may be replaced, and nothing else. Throws cli/usage, cli/output. */
export async function admitDrawings({ folder: named, flag, draws, inputs }: DrawingFolder): Promise<void> {
  // As it will be written to: `new/../mine` is `mine`, though there is no `new` yet.
  const folder = resolve(named);
  const names = await namesIn(folder);
  const kind = await findFolderKind(folder);
  const refuse = (what: string, found?: string): Fault =>
    new Fault('cli/usage', { what, found, where: named, next: `Choose a new folder for ${flag}.` });
  if (inputs !== undefined && (await isSameFolder(folder, inputs)))
    throw refuse(`The folder for drawings is the one that the pictures are in.`, inputs);
  if (kind !== undefined && kind !== 'pictures')
    throw refuse('The folder for drawings holds something else.', await contentsOf(folder));
  for (const name of names.filter(draws)) {
    if (!isMarked(await headOf(join(folder, name), MARK_ENDS_AT)))
      throw refuse('A drawing would replace a file that Jackdaw did not draw.', name);
  }
}

/** None where there is no such folder yet. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    const what = code === 'ENOTDIR' ? 'This is not a folder.' : 'The folder for drawings cannot be read.';
    throw toFault(thrown, 'cli/output', { what, where: folder });
  }
}

/** However they are spelled, and through links. */
async function isSameFolder(one: string, other: string): Promise<boolean> {
  const real = (path: string): Promise<string | undefined> => realpath(path).catch(() => undefined);
  const [a, b] = await Promise.all([real(one), real(other)]);
  return a !== undefined && a === b;
}

/** Makes the folder; the file bears our mark. Throws cli/output. */
export async function writeDrawing(folder: string, name: string, png: Uint8Array): Promise<void> {
  await writingOut(join(folder, name), async () => {
    await nodeDisk.makeFolder(resolve(folder));
    await writeFile(join(folder, name), markDrawing(png));
  });
}

/** Makes the folder too; what was there stays until the new file is whole. Throws cli/output. */
export async function writeOutput(path: string, bytes: Uint8Array): Promise<void> {
  await writingOut(path, async () => {
    await nodeDisk.makeFolder(dirname(path));
    await replaceFile(nodeDisk, path, bytes);
  });
}

/** What the system refuses becomes cli/output; anything else stays what it is. */
export async function writingOut<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const { code, syscall } = thrown as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw thrown;
    throw toFault(thrown, 'cli/output', {
      what: isDiskFull(thrown) ? 'The disk is full.' : 'The output cannot be written.',
      where: path,
      next: isDiskFull(thrown) ? 'Free some space.' : 'Choose a place that can be written to.',
    });
  }
}

export interface OutputFile {
  readonly path: string;
  /** The option that names it: `--out`. */
  readonly flag: string;
  /** `.png` */
  readonly ending: string;
  /** What such a file is: `a PNG picture`. */
  readonly what: string;
  /** Of a file that is there: it is of the kind. */
  readonly isOfKind: (head: Uint8Array) => boolean;
}

/** Enough for the longest line of a log. */
const HEAD_BYTES = 1 << 20;

/** Before any work: the name must say what will be there, and a file that is there must be of the kind. Throws cli/usage, cli/output. */
export async function admitFile({ path, flag, ending, what, isOfKind }: OutputFile): Promise<void> {
  const expected = `a new file, or one that is ${what}`;
  const next = `Give ${flag} another name that ends in ${ending}.`;
  if (!path.toLowerCase().endsWith(ending))
    throw new Fault('cli/usage', {
      what: `The file of ${flag} will be ${what}, and its name does not end in ${ending}.`,
      found: path,
      expected: `a name that ends in ${ending}`,
      next,
    });
  if (!(await nodeDisk.exists(path))) return;
  const found = await contentsOf(path);
  const head = await headOf(path, HEAD_BYTES).catch((thrown: unknown) => {
    if ((thrown as NodeJS.ErrnoException).code === 'EISDIR') return undefined;
    throw toFault(thrown, 'cli/output', { what: 'What is there cannot be read.', where: path, next });
  });
  if (head === undefined)
    throw new Fault('cli/usage', { what: 'This is a folder.', where: path, found, expected, next });
  if (!isOfKind(head))
    throw new Fault('cli/usage', { what: `The file there is not ${what}.`, where: path, expected, next });
}

async function headOf(path: string, bytes: number): Promise<Uint8Array> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
