// The sqlite3 adapter of the port `bag`: rosbag2's .db3 files, read in place.
import { Fault, retold, withPlace } from '../fault/fault.js';
import type { BagTopic } from './bag.js';
import type { BagFile, BagFileSource, Stretch } from './bag-file.js';
import type { SourceFile } from './disk.js';
import type { StoredMessage } from './mcap/extent.js';
import type { Problems } from './problem.js';
import { readSqliteContents, type SqliteContents, type SqliteStretch } from './sqlite/contents.js';
import { type Row, SqlitePages } from './sqlite/pages.js';
import { readColumns, readValue } from './sqlite/record.js';

/** Throws bag/unreadable, bag/corrupt, bag/unsupported. */
export async function openSqliteFile(from: BagFileSource, problems: Problems): Promise<BagFile> {
  const source = await from.open();
  try {
    return new SqliteFile(from, await readSqliteContents(await SqlitePages.open(source)), problems);
  } catch (thrown) {
    throw withNext(thrown, from.path);
  } finally {
    await source.close();
  }
}

/** What is damaged there is so from the first page on: no message can be read. */
function withNext(thrown: unknown, where: string): unknown {
  if (!(thrown instanceof Fault) || thrown.next !== undefined) return withPlace(thrown, where);
  const next = `Copy the bag again: the file is cut short, damaged or none. Else sqlite3 may save a part: sqlite3 ${where} .recover | sqlite3 saved.db3`;
  return retold(thrown, { where: thrown.where ?? where, next });
}

class SqliteFile implements BagFile {
  readonly path: string;
  readonly topics: readonly BagTopic[];
  readonly topicNameByChannel: ReadonlyMap<number, string>;
  readonly stretches: readonly SqliteStretch[];
  readonly problems: Problems;
  readonly #from: BagFileSource;
  readonly #contents: SqliteContents;
  #open: Promise<{ source: SourceFile; pages: SqlitePages }> | undefined;

  constructor(from: BagFileSource, contents: SqliteContents, problems: Problems) {
    this.#from = from;
    this.#contents = contents;
    this.path = from.path;
    this.problems = problems;
    this.topics = [...contents.topicById.values()];
    this.topicNameByChannel = new Map([...contents.topicById].map(([id, { name }]) => [id, name]));
    this.stretches = contents.stretches;
  }

  async read(stretch: Stretch, message: (stored: StoredMessage) => void): Promise<void> {
    const { pages } = await (this.#open ??= this.#openPages());
    for (const leaf of (stretch as SqliteStretch).leaves) {
      try {
        for (const row of await pages.rows(leaf)) message(await this.#message(pages, row));
      } catch (thrown) {
        if (!(thrown instanceof Fault)) throw thrown;
        const kind = thrown.code === 'bag/limit' ? 'too-large' : 'bad-record';
        this.problems.add(kind, `${this.path}: page ${leaf}`, thrown.found ?? thrown.what);
      }
    }
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await (await open?.catch(() => undefined))?.source.close();
  }

  async #openPages(): Promise<{ source: SourceFile; pages: SqlitePages }> {
    const source = await this.#from.open();
    return { source, pages: await SqlitePages.open(source) };
  }

  /** The storage keeps no sequence numbers: 0 says that nothing is counted. */
  async #message(pages: SqlitePages, row: Row): Promise<StoredMessage> {
    const { topic, time, data } = this.#contents.columns;
    const record = await pages.record(row);
    const columns = readColumns(record, Math.max(topic, time, data) + 1);
    const value = (place: number): unknown => columns[place] && readValue(record, columns[place]);
    const [channelId, logTime, bytes] = [value(topic), value(time), value(data)];
    if (typeof channelId !== 'bigint' || typeof logTime !== 'bigint' || !(bytes instanceof Uint8Array)) {
      throw new Fault('bag/corrupt', {
        what: 'A message has no topic, time or data',
        found: `row ${row.id}`,
      });
    }
    return { channelId: Number(channelId), sequence: 0, logTime, publishTime: logTime, data: bytes };
  }
}
