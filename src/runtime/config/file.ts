// The configuration file: YAML read under a ceiling, with the line of every value.
import { open } from 'node:fs/promises';
import { LineCounter, isMap, isScalar, parseDocument, type Document, type Node } from 'yaml';
import { Fault, toFault } from '../../fault/fault.js';

/** A robot's configuration is a page or two. */
const BYTES_CEILING = 256 * 1024;
/** YAML aliases may be expanded so often before the file is refused. */
const ALIASES_CEILING = 100;

export interface ConfigFile {
  /** As messages call it: the path that the person gave. */
  readonly name: string;
  readonly text: string;
}

export interface FileSettings {
  readonly values: unknown;
  /** `line:column` of each key, by its dotted path. */
  readonly positionByPath: ReadonlyMap<string, string>;
}

/** Throws 'config/unreadable'. */
export async function readConfigFile(path: string): Promise<ConfigFile> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > BYTES_CEILING) throw tooBig(path, size);
      return { name: path, text: await file.readFile('utf8') };
    } finally {
      await file.close();
    }
  } catch (thrown) {
    throw toFault(thrown, 'config/unreadable', {
      what: `The configuration ${path} cannot be read.`,
      found: reasonOf(thrown),
    });
  }
}

/** Without the path, which has been said. */
function reasonOf(thrown: unknown): string {
  const { code, message } = thrown as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'that is a folder';
  return message;
}

/** Throws 'config/unreadable' with every place where the text is not YAML. */
export function parseConfigFile({ name, text }: ConfigFile): FileSettings {
  if (text.length > BYTES_CEILING) throw tooBig(name, text.length);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  if (document.errors.length > 0) throw notYaml(name, document, lines);
  const positionByPath = new Map<string, string>();
  notePositions(document.contents, '', lines, positionByPath);
  return { values: valuesOf(name, document), positionByPath };
}

function valuesOf(name: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: ALIASES_CEILING }) ?? {};
  } catch (thrown) {
    throw toFault(thrown, 'config/unreadable', { what: `The configuration ${name} cannot be expanded.` });
  }
}

function notePositions(
  node: Node | null,
  prefix: string,
  lines: LineCounter,
  positionByPath: Map<string, string>,
): void {
  if (!isMap(node)) return;
  for (const { key, value } of node.items) {
    if (!isScalar(key)) continue;
    const path = joinPath(prefix, String(key.value));
    positionByPath.set(path, position(key.range?.[0] ?? 0, lines));
    notePositions(value as Node | null, path, lines, positionByPath);
  }
}

export function joinPath(prefix: string, key: string): string {
  return prefix === '' ? key : `${prefix}.${key}`;
}

function position(offset: number, lines: LineCounter): string {
  const { line, col } = lines.linePos(offset);
  return `${line}:${col}`;
}

function notYaml(name: string, document: Document, lines: LineCounter): Fault {
  const found = document.errors.map(({ pos, message }) => `${name}:${position(pos[0], lines)} ${message}`);
  return new Fault('config/unreadable', {
    what: 'The configuration is not YAML.',
    found: found.slice(0, 20).join('\n'),
    expected: 'sections named after the stages, each with its parameters',
  });
}

function tooBig(name: string, size: number): Fault {
  return new Fault('config/unreadable', {
    what: `The configuration ${name} is too big.`,
    found: `${size} bytes`,
    expected: `at most ${BYTES_CEILING}`,
  });
}
