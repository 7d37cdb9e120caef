// Tests of the tokenizer: the lexical rules of webots.md 1.1.
import assert from 'node:assert/strict';
import { Fault } from '../../fault/fault.js';
import { Tokenizer, type Token } from './tokens.js';

function tokensOf(text: string): Token[] {
  const tokenizer = new Tokenizer(text, 'test.wbt');
  const tokens: Token[] = [];
  for (let token = tokenizer.next(); token.kind !== 'end'; token = tokenizer.next()) tokens.push(token);
  return tokens;
}

function texts(text: string): string[] {
  return tokensOf(text).map((token) => token.text);
}

describe('tokens', () => {
  it('when commas, tabs and wide spaces stand between words, then they separate and nothing else', () => {
    assert.deepEqual(texts('a,b\t c\u00a0d,,\n-1,-2'), ['a', 'b', 'c', 'd', '-1', '-2']);
  });

  it('when marks touch words, then each is its own token', () => {
    assert.deepEqual(texts('Box{size[1 2]}'), ['Box', '{', 'size', '[', '1', '2', ']', '}']);
  });

  it('when a comment begins right behind a word, then the word ends there', () => {
    assert.deepEqual(texts('a#b "c\nd # e'), ['a', 'd']);
  });

  it('when a string holds a #, a bracket or an escape, then they are content', () => {
    assert.deepEqual(texts(String.raw`"a # { \"b\" \\ \n \d"`), ['a # { "b" \\ \n \\d']);
  });

  it('when numbers have signs, points or exponents, then all are numbers', () => {
    const numbers = tokensOf('+1 -.5 2. 2.34e-07 1E+3 007').map((token) =>
      token.kind === 'number' ? token.value : Number.NaN,
    );
    assert.deepEqual(numbers, [1, -0.5, 2, 2.34e-7, 1000, 7]);
  });

  it('when a name has a dash or letters of any script, then it is one word', () => {
    assert.deepEqual(texts('VelodyneHDL-32E bäßtel π'), ['VelodyneHDL-32E', 'bäßtel', 'π']);
  });

  it('when lines end in any of the three ways, then positions count them alike', () => {
    const places = tokensOf('a\r\nb\rc\n  d').map(({ at }) => [at.line, at.column]);
    assert.deepEqual(places, [
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 3],
    ]);
  });

  it('when a file begins with a byte order mark, then columns count from behind it', () => {
    assert.deepEqual(tokensOf('\uFEFFa')[0]?.at, { file: 'test.wbt', line: 1, column: 1 });
  });

  const broken: readonly (readonly [string, string, string])[] = [
    ['a string that meets the end of the line', 'a "bc\n"', 'test.wbt:1:3'],
    ['a string that meets the end of the file', '\n"bc', 'test.wbt:2:1'],
    ['a string that ends in a backslash', '"bc\\', 'test.wbt:1:1'],
    ['a number with two points', 'size 1.2.3', 'test.wbt:1:6'],
    ['a number too large for a double', '1e999', 'test.wbt:1:1'],
    ['a NUL byte', 'Box \0{', 'test.wbt:1:5'],
    ['a NUL byte in a string', '"a\0"', 'test.wbt:1:3'],
    ['a point inside a name', 'Solid.translation', 'test.wbt:1:6'],
  ];
  for (const [what, text, where] of broken) {
    it(`when there is ${what}, then the fault says where`, () => {
      assert.throws(
        () => tokensOf(text),
        (fault) => fault instanceof Fault && fault.code === 'world/syntax' && fault.where === where,
      );
    });
  }

  it('when script blocks stand in a comment, then they are not found; in a string they are', () => {
    assert.equal(new Tokenizer('# %< a >%\nBox { }', 'x').findScript(), undefined);
    assert.equal(new Tokenizer('# %<\n# %{', 'x').findScript(), undefined);
    assert.deepEqual(new Tokenizer('# %<\nurl "#%<= a >%"', 'x').findScript(), {
      file: 'x',
      line: 2,
      column: 7,
    });
  });
});
