// What jackdaw models look does: a folder of pictures, what a model sees in each, and its pictures of that.
import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { Fault, retold, toFault } from '../fault/fault.js';
import { readManifest } from '../perception/model/model.js';
import { decodePicture, type Picture } from '../picture/decode.js';
import { admitDrawings, writeDrawing } from '../recording/output.js';
import { renderDetections } from '../robot/detection-picture.js';
import { withEye, type Seen } from '../robot/look.js';
import { findModelFolder } from '../robot/named-model.js';
import { withProgress } from './judging.js';

export interface LookFlags {
  readonly pictures: string;
  readonly render?: string;
  readonly json?: true;
}

export interface Looked {
  /** SHA-256 of the model's network. */
  readonly model: string;
  readonly pictures: readonly {
    readonly file: string;
    readonly found: readonly { readonly class: string; readonly score: number }[];
    readonly surface: string | undefined;
  }[];
  readonly detections: number;
  /** Pictures that cannot be looked at, and why. */
  readonly bad: readonly { readonly file: string; readonly why: string }[];
}

/** JPEG and PNG files in the order of their names; bad ones are noted and left out. Throws cli/usage, model/…, engine/…, cli/output. */
export async function lookAtPictures(named: string, { pictures, render }: LookFlags): Promise<Looked> {
  const files = await picturesIn(pictures);
  if (render !== undefined) await admitRender(render, pictures, files);
  const folder = await findModelFolder(named);
  const { network } = await readManifest(folder);
  const bad: Looked['bad'][number][] = [];
  const looked = await withEye(folder, (look) =>
    withProgress('looking', async (onProgress) => {
      const each: Looked['pictures'][number][] = [];
      for (const file of files) {
        const picture = await readOr(join(pictures, file), (why) => bad.push({ file, why }));
        if (picture === undefined) continue;
        const seen = await look(picture);
        if (render !== undefined)
          await writeDrawing(render, drawingOf(file), await renderDetections(picture, seen));
        each.push({ file, ...wordsFor(seen) });
        onProgress(each.length + bad.length, files.length);
      }
      return each;
    }),
  );
  const detections = looked.reduce((sum, { found }) => sum + found.length, 0);
  return { model: network.sha256, pictures: looked, detections, bad };
}

/** In one line: how many pictures, what is seen in them by class, and which floors. */
export function summaryOf({ pictures, detections, bad }: Looked): string {
  const classes = tally(pictures.flatMap(({ found }) => found.map((each) => each.class)));
  const floors = tally(pictures.flatMap(({ surface }) => surface ?? []));
  const seen = classes.map(([name, count]) => `${name} ${count}`).join(', ');
  const share = (count: number): string => `${Math.round((100 * count) / pictures.length)} %`;
  const parts = [
    `${pictures.length} ${pictures.length === 1 ? 'picture' : 'pictures'}`,
    `${detections} ${detections === 1 ? 'detection' : 'detections'}${seen === '' ? '' : ` (${seen})`}`,
    ...(floors.length === 0
      ? []
      : [`floor ${floors.map(([name, count]) => `${name} ${share(count)}`).join(', ')}`]),
    ...(bad.length === 0 ? [] : [`${bad.length} could not be read`]),
  ];
  return parts.join(' · ');
}

/** The most frequent first. */
function tally(names: readonly string[]): [name: string, count: number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

async function readOr(path: string, note: (why: string) => void): Promise<Picture | undefined> {
  try {
    return await readLoose(path);
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.code !== 'picture/undecodable') throw thrown;
    note(thrown.found === undefined ? thrown.what : `${thrown.what} (${thrown.found})`);
    return undefined;
  }
}

/** A picture that is part of nothing. Throws picture/undecodable. */
export async function readLoose(where: string): Promise<Picture> {
  try {
    return await decodePicture(await readFile(where));
  } catch (thrown) {
    const next = 'Copy the picture again, or take it out of the folder.';
    throw retold(toFault(thrown, 'picture/undecodable', { what: 'a picture cannot be read' }), {
      where,
      next,
    });
  }
}

function wordsFor({ detections, surface }: Seen): Omit<Looked['pictures'][number], 'file'> {
  return {
    found: detections.detections.map(({ results }) => {
      const { class_id, score } = results[0]!.hypothesis;
      return { class: class_id, score: Number(score.toFixed(3)) };
    }),
    surface: surface?.results[0]?.class_id,
  };
}

/** Names of the JPEG and PNG files of a folder. Throws cli/usage if there are none. */
export async function picturesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const pictures = names.filter((name) => /\.(png|jpe?g)$/i.test(name)).sort();
  if (pictures.length > 0) return pictures;
  throw new Fault('cli/usage', {
    what: 'There are no pictures.',
    found: folder,
    expected: 'a folder with JPEG or PNG files',
  });
}

function drawingOf(file: string): string {
  return `${basename(file, extname(file))}.png`;
}

/** Before the model looks: nobody's pictures are replaced, and none of two drawings either. */
async function admitRender(folder: string, inputs: string, files: readonly string[]): Promise<void> {
  const fileByDrawing = new Map<string, string>();
  for (const file of files) {
    const name = drawingOf(file);
    const other = fileByDrawing.get(name);
    if (other !== undefined)
      throw new Fault('cli/usage', {
        what: `Two pictures would have one drawing, ${name}.`,
        found: `${other} and ${file}`,
        where: inputs,
        next: 'Rename one of them.',
      });
    fileByDrawing.set(name, file);
  }
  await admitDrawings({ folder, flag: '--render', draws: (name) => fileByDrawing.has(name), inputs });
}
