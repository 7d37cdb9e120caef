// Reads the text of a world file or a PROTO file into a tree.
import { Fault } from '../../fault/fault.js';
import { Cursor } from './cursor.js';
import { worldLimits, type WorldLimits } from './limits.js';
import { parseIdentifier, parseNode, parseNodeOrUse, parseValue } from './parse-node.js';
import { Tokenizer } from './tokens.js';
import {
  fieldTypes,
  parameterKinds,
  type ExternProto,
  type FieldType,
  type NodeOrUse,
  type Parameter,
  type Proto,
  type ProtoBody,
  type Value,
  type World,
} from './tree.js';
import { currentVersion, isBefore, missingHeader, parseHeader } from './version.js';

/**
 * Reads a `.wbt` file's text; `file` names it in positions.
 * Errors: `world/syntax` where the grammar is broken, `world/limit` over a ceiling.
 */
export function parseWorld(text: string, file: string, limits: WorldLimits = worldLimits): World {
  checkSize(text, file, limits);
  const tokenizer = new Tokenizer(text, file);
  const comments = tokenizer.topComments(limits.comments);
  const header = parseHeader(comments);
  if (header === undefined) throw missingHeader(comments, file);
  const cursor = new Cursor(tokenizer, limits, { allowsIs: false });
  if (isBefore(currentVersion, header.version)) {
    cursor.note(`written by Webots ${header.version}, newer than the ${currentVersion} known here`, {
      file,
      line: 1,
      column: 1,
    });
  }
  const externProtos = parseExternProtos(cursor);
  const nodes: NodeOrUse[] = [];
  while (cursor.peek().kind !== 'end') nodes.push(parseNodeOrUse(cursor));
  return { header, externProtos, nodes, notes: cursor.notes };
}

/**
 * Reads a `.proto` file's text: its declarations, and its body unless that is a script template.
 * Errors: as `parseWorld`.
 */
export function parseProto(text: string, file: string, limits: WorldLimits = worldLimits): Proto {
  checkSize(text, file, limits);
  const tokenizer = new Tokenizer(text, file);
  const header = parseHeader(tokenizer.topComments(limits.comments));
  const cursor = new Cursor(tokenizer, limits, { allowsIs: true });
  const externProtos = parseExternProtos(cursor);
  if (!cursor.takeIf('PROTO')) throw cursor.refuse('EXTERNPROTO or PROTO');
  const name = parseIdentifier(cursor, 'the name of the PROTO');
  const parameters = parseParameters(cursor);
  const body = parseBody(cursor, tokenizer);
  return { header, externProtos, name, parameters, body, notes: cursor.notes };
}

function checkSize(text: string, file: string, limits: WorldLimits): void {
  if (text.length <= limits.fileBytes) return;
  throw new Fault('world/limit', {
    what: 'The file is too large.',
    found: `${text.length} characters`,
    expected: `at most ${limits.fileBytes}`,
    where: `${file}:1:1`,
  });
}

function parseExternProtos(cursor: Cursor): ExternProto[] {
  const found: ExternProto[] = [];
  while (cursor.is('EXTERNPROTO') || cursor.is('IMPORTABLE')) {
    const { at } = cursor.peek();
    const importable = cursor.takeIf('IMPORTABLE');
    if (!cursor.takeIf('EXTERNPROTO')) throw cursor.refuse('EXTERNPROTO after IMPORTABLE');
    found.push({ url: cursor.takeString('the URL of a PROTO as a string'), importable, at });
  }
  return found;
}

function parseParameters(cursor: Cursor): Parameter[] {
  const parameters: Parameter[] = [];
  cursor.takeMark('[');
  while (!cursor.is(']')) parameters.push(parseParameter(cursor));
  cursor.takeMark(']');
  return parameters;
}

function parseParameter(cursor: Cursor): Parameter {
  const { at } = cursor.peek();
  const kind = parseOneOf(cursor, parameterKinds, 'a declaration such as "field" or "]"');
  const type = parseOneOf(cursor, fieldTypes, 'a field type such as SFFloat');
  const allowed = parseAllowed(cursor, type);
  const name = parseIdentifier(cursor, 'the name of a parameter');
  return { kind, type, name, allowed, initial: parseValue(cursor, type, name), at };
}

function parseOneOf<T extends string>(cursor: Cursor, words: readonly T[], expected: string): T {
  const word = words.find((candidate) => cursor.is(candidate));
  if (word === undefined) throw cursor.refuse(expected);
  cursor.take();
  return word;
}

function parseAllowed(cursor: Cursor, type: FieldType): Value[] {
  const element = type.replace('MF', 'SF') as FieldType;
  const allowed: Value[] = [];
  if (!cursor.takeIf('{')) return allowed;
  while (!cursor.takeIf('}')) allowed.push(parseValue(cursor, element, 'the restriction'));
  return allowed;
}

function parseBody(cursor: Cursor, tokenizer: Tokenizer): ProtoBody {
  // The tokenizer stands right behind the "]": nothing of the body has been cut into tokens yet.
  const script = tokenizer.findScript();
  if (script !== undefined) return { kind: 'template', at: script };
  cursor.takeMark('{');
  if (cursor.takeIf('}')) return { kind: 'empty' };
  const def = cursor.takeIf('DEF') ? parseIdentifier(cursor, 'a name after DEF') : undefined;
  const root = parseNode(cursor, def);
  if (!cursor.is('}')) throw cursor.refuse('"}" after the one root node of the PROTO');
  cursor.take();
  return { kind: 'plain', root };
}
