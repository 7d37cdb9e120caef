// What happened while PROTOs expanded: which were found, which were missing, and what was odd; each said once.
import type { Lack } from './library.js';
import { showPosition, type Node, type Note, type Position } from './tree.js';

/** A PROTO that could not be expanded, named once. */
export interface MissingProto extends Note {
  readonly proto: string;
  readonly lack: Lack;
}

export class ExpansionLog {
  readonly #mostNotes: number;
  readonly #found = new Set<string>();
  readonly #missingByProto = new Map<string, MissingProto>();
  readonly #noteByWhat = new Map<string, Note>();

  constructor(mostNotes: number) {
    this.#mostNotes = mostNotes;
  }

  get found(): string[] {
    return [...this.#found];
  }

  get missing(): MissingProto[] {
    return [...this.#missingByProto.values()];
  }

  get notes(): Note[] {
    return [...this.#noteByWhat.values()];
  }

  /** `notes`: what was odd in the PROTO's own file. */
  find(proto: string, notes: readonly Note[]): void {
    if (this.#found.has(proto)) return;
    this.#found.add(proto);
    for (const note of notes) this.#add(note);
  }

  miss({ type, at }: Node, lack: Lack, why: string): void {
    if (this.#missingByProto.has(type) || this.#missingByProto.size >= this.#mostNotes) return;
    const what = `PROTO "${type}" was skipped: ${why}`;
    this.#missingByProto.set(type, { proto: type, lack, what, where: showPosition(at) });
  }

  note(what: string, at: Position | undefined): void {
    this.#add({ what, where: showPosition(at) });
  }

  #add(note: Note): void {
    if (this.#noteByWhat.has(note.what) || this.#noteByWhat.size >= this.#mostNotes) return;
    this.#noteByWhat.set(note.what, note);
  }
}
