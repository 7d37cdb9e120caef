// A bag file of rosbag2's sqlite3 storage: its tables in versions 1 to 4, and its messages in stretches.
import { Fault } from '../../fault/fault.js';
import type { BagTopic } from '../bag.js';
import type { Stretch } from '../bag-file.js';
import { parseQos } from '../qos.js';
import type { SqlitePages } from './pages.js';
import { corrupt, readColumns, readValue, type Value } from './record.js';

/** Messages of neighbouring leaf pages, so many bytes of them or one large. */
export interface SqliteStretch extends Stretch {
  readonly leaves: readonly number[];
  /** Of its messages, for the ceiling on what is held. */
  readonly bytes: number;
}

export interface SqliteContents {
  readonly topicById: ReadonlyMap<number, BagTopic>;
  readonly stretches: readonly SqliteStretch[];
  /** Where in a row of `messages` the columns are. */
  readonly columns: MessageColumns;
}

export interface MessageColumns {
  readonly topic: number;
  readonly time: number;
  readonly data: number;
}

interface Table {
  readonly root: number;
  readonly columns: readonly string[];
}

const STRETCH_BYTES = 1024 * 1024;
/** Topics and definitions are few; a file that says otherwise is something else. */
const ROWS_CEILING = 100_000;

/** Goes through the whole table of messages once, without the payloads that lie on pages of their own. */
export async function readSqliteContents(pages: SqlitePages): Promise<SqliteContents> {
  const tables = await readTables(pages);
  const messages = tables.get('messages');
  const topics = tables.get('topics');
  if (messages === undefined || topics === undefined) {
    throw new Fault('bag/unreadable', {
      what: 'The database is no bag',
      found: [...tables.keys()].join(', ') || 'no tables',
      expected: 'the tables topics and messages of rosbag2',
    });
  }
  const columns = messageColumns(messages);
  const { stretches, countByTopic } = await readStretches(pages, messages, columns);
  const topicById = await readTopics(pages, topics, tables.get('message_definitions'), countByTopic);
  return { topicById, stretches, columns };
}

function messageColumns({ columns }: Table): MessageColumns {
  const place = (name: string): number => {
    const found = columns.indexOf(name);
    if (found < 0) throw corrupt(`the table messages has no column ${name}`);
    return found;
  };
  return { topic: place('topic_id'), time: place('timestamp'), data: place('data') };
}

/** sqlite_schema: type, name, tbl_name, rootpage, sql. */
async function readTables(pages: SqlitePages): Promise<Map<string, Table>> {
  const tables = new Map<string, Table>();
  for await (const [type, name, , root, sql] of rowsOf(pages, 1)) {
    if (type !== 'table' || typeof name !== 'string' || typeof sql !== 'string') continue;
    tables.set(name, { root: Number(root), columns: columnNames(sql) });
  }
  return tables;
}

/** The first word of each definition between the outer brackets; constraints come behind all columns. */
function columnNames(sql: string): string[] {
  const inner = sql.slice(sql.indexOf('(') + 1, sql.lastIndexOf(')'));
  const flat = inner.replace(/\([^()]*\)/g, '');
  return flat
    .split(',')
    .map((each) => (each.trim().split(/\s+/)[0] ?? '').replace(/["'`[\]]/g, '').toLowerCase());
}

async function* rowsOf(pages: SqlitePages, root: number): AsyncGenerator<Value[], void> {
  let rows = 0;
  for await (const leaf of pages.leaves(root)) {
    for (const row of await pages.rows(leaf)) {
      if (++rows > ROWS_CEILING) throw corrupt(`more than ${ROWS_CEILING} rows of topics or definitions`);
      const record = await pages.record(row);
      const values = readColumns(record, 64).map((column) => readValue(record, column));
      // The primary key is the row's own number and stands nowhere else.
      values[0] ??= BigInt(row.id);
      yield values;
    }
  }
}

async function readTopics(
  pages: SqlitePages,
  topics: Table,
  definitions: Table | undefined,
  countByTopic: ReadonlyMap<number, number>,
): Promise<Map<number, BagTopic>> {
  const definitionByType = await readDefinitions(pages, definitions);
  const topicById = new Map<number, BagTopic>();
  for await (const values of rowsOf(pages, topics.root)) {
    const field = (name: string): Value => values[topics.columns.indexOf(name)];
    const id = Number(values[0]);
    const type = text(field('type'));
    const definition = definitionByType.get(type);
    topicById.set(id, {
      name: text(field('name')),
      type,
      schemaEncoding: definition?.encoding ?? '',
      schema: new TextEncoder().encode(definition?.text ?? ''),
      messageEncoding: text(field('serialization_format')) || 'cdr',
      qos: parseQos(text(field('offered_qos_profiles'))),
      typeHash: text(field('type_description_hash')),
      messages: countByTopic.get(id) ?? 0,
    });
  }
  return topicById;
}

interface Definition {
  readonly encoding: string;
  readonly text: string;
}

/** Since version 4 (Iron). */
async function readDefinitions(
  pages: SqlitePages,
  table: Table | undefined,
): Promise<Map<string, Definition>> {
  const found = new Map<string, Definition>();
  if (table === undefined) return found;
  const place = (name: string): number => table.columns.indexOf(name);
  for await (const values of rowsOf(pages, table.root)) {
    const encoding = text(values[place('encoding')]);
    found.set(text(values[place('topic_type')]), {
      encoding,
      text: text(values[place('encoded_message_definition')]),
    });
  }
  return found;
}

interface OpenStretch {
  offset: number;
  leaves: number[];
  startTime: bigint;
  endTime: bigint;
  channels: Set<number>;
  bytes: number;
}

async function readStretches(
  pages: SqlitePages,
  { root }: Table,
  { topic, time }: MessageColumns,
): Promise<{ stretches: SqliteStretch[]; countByTopic: Map<number, number> }> {
  const stretches: SqliteStretch[] = [];
  const countByTopic = new Map<number, number>();
  const most = Math.max(topic, time) + 1;
  let open: OpenStretch | undefined;
  for await (const leaf of pages.leaves(root)) {
    const rows = await pages.rows(leaf);
    if (rows.length === 0) continue;
    for (const { head, bytes } of rows) {
      const columns = readColumns(head, most);
      const id = Number(at(head, columns, topic));
      const stamp = BigInt(at(head, columns, time) as bigint);
      countByTopic.set(id, (countByTopic.get(id) ?? 0) + 1);
      open ??= {
        offset: pages.offsetOf(leaf),
        leaves: [],
        startTime: stamp,
        endTime: stamp,
        channels: new Set(),
        bytes: 0,
      };
      if (stamp < open.startTime) open.startTime = stamp;
      if (stamp > open.endTime) open.endTime = stamp;
      open.channels.add(id);
      open.bytes += bytes;
    }
    open?.leaves.push(leaf);
    if (open === undefined || open.bytes < STRETCH_BYTES) continue;
    stretches.push(open);
    open = undefined;
  }
  if (open !== undefined) stretches.push(open);
  return { stretches, countByTopic };
}

function at(record: Uint8Array, columns: ReturnType<typeof readColumns>, place: number): Value {
  const column = columns[place];
  const value = column === undefined ? undefined : readValue(record, column);
  if (typeof value !== 'bigint') throw corrupt('a message has no topic or time');
  return value;
}

function text(value: Value): string {
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  return typeof value === 'string' ? value : '';
}
