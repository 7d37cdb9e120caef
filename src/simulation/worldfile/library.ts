// Finds the PROTO a node type names: declared by EXTERNPROTO, beside the file, or among our own; never on the network.
import { basename, dirname, join, resolve } from 'node:path';
import { Fault } from '../../fault/fault.js';
import type { Files } from './files.js';
import type { WorldLimits } from './limits.js';
import { parseProto } from './parse.js';
import { showPosition, type ExternProto, type Header, type Node, type Proto } from './tree.js';
import { isBefore } from './version.js';

/** The file a name is looked up from. */
export interface Includer {
  readonly file: string;
  readonly header: Header | undefined;
  readonly externProtos: readonly ExternProto[];
}

/** On the network, nowhere to be found, a script template, or a file that is not the PROTO it should be. */
export type Lack = 'remote' | 'absent' | 'script' | 'broken';

export type FoundProto =
  | { readonly kind: 'found'; readonly file: string; readonly proto: Proto; readonly root: Node }
  /** `why` ends the sentence "PROTO X was skipped: …". */
  | { readonly kind: 'missing'; readonly lack: Lack; readonly why: string };

/** Reads each PROTO file once. */
export class ProtoLibrary {
  readonly #files: Files;
  readonly #folders: readonly string[];
  readonly #limits: WorldLimits;
  readonly #foundByFile = new Map<string, FoundProto>();
  /** Keyed by including file and name: a room has a hundred instances of a few PROTOs. */
  readonly #foundByName = new Map<string, FoundProto>();

  /** `folders`: where PROTOs are found that nobody declared, after the folders beside the including file. */
  constructor(files: Files, folders: readonly string[], limits: WorldLimits) {
    this.#files = files;
    this.#folders = folders;
    this.#limits = limits;
  }

  /** Errors: `world/limit` after too many different files. */
  find(name: string, from: Includer): FoundProto {
    const key = `${from.file}\0${name}`;
    const found = this.#foundByName.get(key) ?? this.#look(name, from);
    this.#foundByName.set(key, found);
    return found;
  }

  #look(name: string, from: Includer): FoundProto {
    const declared = from.externProtos.find(({ url }) => basename(url) === `${name}.proto`);
    if (declared !== undefined && isRemote(declared.url)) {
      return missing('remote', `${declared.url} is not on this machine`);
    }
    const paths = this.#candidates(name, declared?.url, from);
    const file = paths.map((path) => this.#files.findFile(path)).find((path) => path !== undefined);
    if (file !== undefined) return this.#read(name, file);
    return missing('absent', declared === undefined ? whyUndeclared(from) : `${declared.url} does not exist`);
  }

  #candidates(name: string, url: string | undefined, { file, header }: Includer): string[] {
    const folder = dirname(file);
    const ours = declaresProtos(header) ? this.#folders : [];
    const folders = [join(folder, '..', 'protos'), folder, ...ours];
    const declared = url === undefined ? [] : [resolve(folder, url)];
    return [...declared, ...folders.map((place) => join(place, `${name}.proto`))];
  }

  #read(name: string, file: string): FoundProto {
    const known = this.#foundByFile.get(file);
    if (known !== undefined) return known;
    if (this.#foundByFile.size >= this.#limits.includes) {
      throw new Fault('world/limit', {
        what: 'The world includes too many PROTO files.',
        expected: `at most ${this.#limits.includes} files`,
        where: file,
      });
    }
    const found = this.#parse(name, file);
    this.#foundByFile.set(file, found);
    return found;
  }

  #parse(name: string, file: string): FoundProto {
    try {
      const proto = parseProto(this.#files.readText(file, this.#limits.fileBytes), file, this.#limits);
      if (proto.name !== name) return missing('broken', `${file} defines "${proto.name}" instead`);
      if (proto.body.kind === 'plain') return { kind: 'found', file, proto, root: proto.body.root };
      if (proto.body.kind === 'empty') return missing('broken', 'its body is empty');
      return missing('script', `its body is a script, which is never run (${showPosition(proto.body.at)})`);
    } catch (thrown) {
      // Webots goes on without a PROTO it cannot read, and so do we; ceilings are not to be passed over.
      if (!(thrown instanceof Fault) || thrown.code === 'world/limit') throw thrown;
      const found =
        thrown.found === undefined
          ? ''
          : `: found ${thrown.found}, expected ${thrown.expected ?? 'something else'}`;
      return missing('broken', `${thrown.where ?? file}: ${thrown.what}${found}`);
    }
  }
}

export function isRemote(url: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(url);
}

/** Before EXTERNPROTO came (R2022b) an undeclared name meant one of Webots' own PROTOs, which ours may share. */
function declaresProtos(header: Header | undefined): boolean {
  return header === undefined || !isBefore(header.version, 'R2022b');
}

function whyUndeclared({ header }: Includer): string {
  return declaresProtos(header) ? 'it is neither a Webots node nor declared' : 'it is not on this machine';
}

function missing(lack: Lack, why: string): FoundProto {
  return { kind: 'missing', lack, why };
}
