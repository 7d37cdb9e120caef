// The parser's place in the tokens: looks one or two ahead, expects, refuses, and holds the ceilings.
import { Fault } from '../../fault/fault.js';
import type { WorldLimits } from './limits.js';
import type { Tokenizer } from './tokens.js';
import { quote, type Token } from './tokens.js';
import { showPosition, type Note, type Position } from './tree.js';

export class Cursor {
  readonly limits: WorldLimits;
  /** `IS` may only stand inside a PROTO's body. */
  readonly allowsIs: boolean;
  readonly notes: Note[] = [];
  readonly #tokenizer: Tokenizer;
  readonly #ahead: Token[] = [];
  #depth = 0;
  #nodes = 0;
  #fields = 0;
  #tokens = 0;

  constructor(tokenizer: Tokenizer, limits: WorldLimits, options: { readonly allowsIs: boolean }) {
    this.#tokenizer = tokenizer;
    this.limits = limits;
    this.allowsIs = options.allowsIs;
  }

  peek(distance: 0 | 1 = 0): Token {
    while (this.#ahead.length <= distance) this.#ahead.push(this.#tokenizer.next());
    return this.#ahead[distance]!;
  }

  take(): Token {
    const token = this.peek();
    this.#ahead.shift();
    this.#count();
    return token;
  }

  /** Takes the next token if it is this word or mark. */
  takeIf(text: string): boolean {
    const found = this.is(text);
    if (found) this.take();
    return found;
  }

  is(text: string, distance: 0 | 1 = 0): boolean {
    const token = this.peek(distance);
    return (token.kind === 'word' || token.kind === 'mark') && token.text === text;
  }

  takeMark(mark: '{' | '}' | '[' | ']'): void {
    if (!this.takeIf(mark)) throw this.refuse(`"${mark}"`);
  }

  takeName(expected: string): string {
    const token = this.peek();
    if (token.kind !== 'word') throw this.refuse(expected);
    return this.take().text;
  }

  takeString(expected: string): string {
    if (this.peek().kind !== 'string') throw this.refuse(expected);
    return this.take().text;
  }

  /** The fault for a token that should not stand where it does. */
  refuse(expected: string, token = this.peek()): Fault {
    return new Fault('world/syntax', {
      what: 'The file breaks the grammar.',
      found: showToken(token),
      expected,
      where: showPosition(token.at),
    });
  }

  note(what: string, at: Position): void {
    if (this.notes.length < this.limits.notes) this.notes.push({ where: showPosition(at), what });
  }

  /** Runs `read` one level deeper. */
  nested<T>(read: () => T): T {
    if (this.#depth >= this.limits.nesting) {
      throw this.exceeded('Nodes are nested too deeply.', `at most ${this.limits.nesting} levels`);
    }
    this.#nodes += 1;
    if (this.#nodes > this.limits.nodes) {
      throw this.exceeded('The file has too many nodes.', `at most ${this.limits.nodes} nodes`);
    }
    this.#depth += 1;
    const result = read();
    this.#depth -= 1;
    return result;
  }

  countField(): void {
    this.#fields += 1;
    if (this.#fields <= this.limits.fields) return;
    throw this.exceeded('The file has too many fields.', `at most ${this.limits.fields} fields`);
  }

  exceeded(what: string, expected: string): Fault {
    return new Fault('world/limit', { what, expected, where: showPosition(this.peek().at) });
  }

  #count(): void {
    this.#tokens += 1;
    if (this.#tokens <= this.limits.tokens) return;
    throw this.exceeded('The file says too much.', `at most ${this.limits.tokens} words, numbers and marks`);
  }
}

function showToken(token: Token): string {
  if (token.kind === 'end') return 'the end of the file';
  return token.kind === 'string' ? `the string ${quote(token.text)}` : quote(token.text);
}
