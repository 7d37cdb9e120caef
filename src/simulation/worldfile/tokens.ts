// Cuts the text of a world or PROTO file into tokens, one at a time, so that script blocks are never scanned.
import { Fault } from '../../fault/fault.js';
import { showPosition, type Position } from './tree.js';

export type Token =
  | { readonly kind: 'word'; readonly text: string; readonly at: Position }
  | { readonly kind: 'number'; readonly text: string; readonly value: number; readonly at: Position }
  /** `text` is the content with escapes resolved. */
  | { readonly kind: 'string'; readonly text: string; readonly at: Position }
  | { readonly kind: 'mark'; readonly text: '{' | '}' | '[' | ']'; readonly at: Position }
  | { readonly kind: 'end'; readonly text: ''; readonly at: Position };

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
// webots.md 1.1: white space is any Unicode space and the comma.
const space = /[\s,]/u;
const wordEnd = /[\s,{}[\]#"]/u;

/** Reads tokens from one file's text in order. Errors: `world/syntax` on bytes no token can start with. */
export class Tokenizer {
  readonly file: string;
  readonly #text: string;
  #offset = 0;
  #line = 1;
  #lineStart = 0;

  constructor(text: string, file: string) {
    this.#text = text;
    this.file = file;
    if (text.startsWith('\uFEFF')) this.#offset = this.#lineStart = 1;
  }

  next(): Token {
    this.#skipBlank();
    const at = this.#position();
    const start = this.#text[this.#offset];
    if (start === undefined) return { kind: 'end', text: '', at };
    if (start === '{' || start === '}' || start === '[' || start === ']') {
      this.#offset += 1;
      return { kind: 'mark', text: start, at };
    }
    return start === '"' ? this.#string(at) : this.#word(at);
  }

  /** The `#` lines at the very top, each without its `#` and line end. Call before the first `next`. */
  topComments(limit: number): string[] {
    const comments: string[] = [];
    while (this.#text[this.#offset] === '#') {
      if (comments.length === limit) throw tooManyComments(this.#position(), limit);
      const from = this.#offset + 1;
      this.#skipComment();
      comments.push(this.#text.slice(from, this.#offset));
      this.#skipLineEnd();
    }
    return comments;
  }

  /** Where the first script block after the last token is, outside comments; undefined if there is none. */
  findScript(): Position | undefined {
    // Webots before R2025a had `%{ … }%` (Lua), since R2022a also `%< … >%` (JavaScript).
    const script = /%[<{]/g;
    script.lastIndex = this.#offset;
    for (let found = script.exec(this.#text); found !== null; found = script.exec(this.#text)) {
      const lineStart = Math.max(this.#text.lastIndexOf('\n', found.index) + 1, this.#offset);
      if (!isCommented(this.#text.slice(lineStart, found.index))) return this.#positionOf(found.index);
      const lineEnd = this.#text.indexOf('\n', found.index);
      if (lineEnd < 0) return undefined;
      script.lastIndex = lineEnd;
    }
    return undefined;
  }

  #string(at: Position): Token {
    let text = '';
    let from = ++this.#offset;
    for (;;) {
      const char = this.#text[this.#offset];
      if (char === undefined || char === '\n' || char === '\r') throw unterminated(at, char);
      if (char === '\0') throw unreadable(this.#position(), char);
      if (char === '"') break;
      if (char === '\\') {
        text += this.#text.slice(from, this.#offset) + unescape(this.#text[this.#offset + 1]);
        // The escaped character belongs to the string even if it is a quote; unknown escapes keep their backslash.
        this.#offset += isEscape(this.#text[this.#offset + 1]) ? 2 : 1;
        from = this.#offset;
      } else {
        this.#offset += 1;
      }
    }
    text += this.#text.slice(from, this.#offset);
    this.#offset += 1;
    return { kind: 'string', text, at };
  }

  #word(at: Position): Token {
    const from = this.#offset;
    let end = from + 1;
    while (end < this.#text.length && !wordEnd.test(this.#text[end]!)) end += 1;
    this.#offset = end;
    const text = this.#text.slice(from, end);
    if (/^[+\-.\d]/.test(text)) return number(text, at);
    const wrong = badNameCharacter(text);
    if (wrong !== undefined) throw unreadable({ ...at, column: at.column + text.indexOf(wrong) }, wrong);
    return { kind: 'word', text, at };
  }

  #skipBlank(): void {
    for (;;) {
      const char = this.#text[this.#offset];
      if (char === '#') this.#skipComment();
      else if (char === '\n' || char === '\r') this.#skipLineEnd();
      else if (char !== undefined && space.test(char)) this.#offset += 1;
      else return;
    }
  }

  #skipComment(): void {
    for (; this.#offset < this.#text.length; this.#offset += 1) {
      const char = this.#text[this.#offset];
      if (char === '\n' || char === '\r') return;
    }
  }

  #skipLineEnd(): void {
    if (this.#offset >= this.#text.length) return;
    this.#offset += this.#text.startsWith('\r\n', this.#offset) ? 2 : 1;
    this.#line += 1;
    this.#lineStart = this.#offset;
  }

  #position(): Position {
    return { file: this.file, line: this.#line, column: this.#offset - this.#lineStart + 1 };
  }

  #positionOf(offset: number): Position {
    const lines = this.#text.slice(this.#offset, offset).split(/\r\n|\r|\n/);
    const last = lines.at(-1) ?? '';
    const column = lines.length === 1 ? this.#offset - this.#lineStart + last.length + 1 : last.length + 1;
    return { file: this.file, line: this.#line + lines.length - 1, column };
  }
}

function number(text: string, at: Position): Token {
  const value = decimal.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return { kind: 'number', text, value, at };
  throw new Fault('world/syntax', {
    what: 'A number cannot be read.',
    found: quote(text),
    expected: 'a finite decimal number such as -1, 0.5 or 2.3e-7',
    where: showPosition(at),
  });
}

/** VRML97 names: nothing up to the space, none of `" # ' , . [ \ ] { }`. */
function badNameCharacter(text: string): string | undefined {
  // eslint-disable-next-line no-control-regex
  return /[\u0000-\u0020'.\\]/.exec(text)?.[0];
}

function isCommented(line: string): boolean {
  return line.replaceAll(/"(?:\\.|[^"\\])*"?/g, '').includes('#');
}

function isEscape(char: string | undefined): boolean {
  return char === '"' || char === '\\' || char === 'n';
}

function unescape(char: string | undefined): string {
  if (char === 'n') return '\n';
  return char === '"' || char === '\\' ? char : '\\';
}

function tooManyComments(at: Position, limit: number): Fault {
  return new Fault('world/limit', {
    what: 'The file begins with too many comments.',
    expected: `at most ${limit} lines`,
    where: showPosition(at),
  });
}

function unterminated(at: Position, end: string | undefined): Fault {
  return new Fault('world/syntax', {
    what: 'A string has no end.',
    found: end === undefined ? 'the end of the file' : 'the end of the line',
    expected: 'a closing " on the same line (\\n inside a string is a line break)',
    where: showPosition(at),
  });
}

function unreadable(at: Position, char: string): Fault {
  return new Fault('world/syntax', {
    what: 'A character cannot stand here.',
    found: `character ${quote(char)}`,
    expected: 'a name, a number, a string, or one of { } [ ]',
    where: showPosition(at),
  });
}

/** Shows a piece of a foreign file safely and shortly. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
