// The scan of every image as Parquet: rows to bytes and back.
import { parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer, type SchemaElement } from 'hyparquet-writer';
import { z } from 'zod';
import { Fault, toFault } from '../fault/fault.js';
import type { ScanRow } from './format.js';

const schema: SchemaElement[] = [
  { name: 'root', num_children: 7 },
  { name: 'image_id', type: 'INT32', repetition_type: 'REQUIRED' },
  { name: 'stamp_ns', type: 'INT64', repetition_type: 'REQUIRED' },
  { name: 'angle_min', type: 'FLOAT', repetition_type: 'REQUIRED' },
  { name: 'angle_increment', type: 'FLOAT', repetition_type: 'REQUIRED' },
  { name: 'range_min', type: 'FLOAT', repetition_type: 'REQUIRED' },
  { name: 'range_max', type: 'FLOAT', repetition_type: 'REQUIRED' },
  { name: 'ranges', converted_type: 'LIST', repetition_type: 'REQUIRED', num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', type: 'FLOAT', repetition_type: 'REQUIRED' },
];

/** The same rows give the same bytes. */
export function encodeScanFile(rows: readonly ScanRow[]): Uint8Array {
  const column = (name: string, data: unknown[]) => ({ name, data });
  const bytes = parquetWriteBuffer({
    schema,
    columnData: [
      column(
        'image_id',
        rows.map(({ imageId }) => imageId),
      ),
      column(
        'stamp_ns',
        rows.map(({ stampNs }) => stampNs),
      ),
      column(
        'angle_min',
        rows.map(({ angleMin }) => angleMin),
      ),
      column(
        'angle_increment',
        rows.map(({ angleIncrement }) => angleIncrement),
      ),
      column(
        'range_min',
        rows.map(({ rangeMin }) => rangeMin),
      ),
      column(
        'range_max',
        rows.map(({ rangeMax }) => rangeMax),
      ),
      column(
        'ranges',
        rows.map(({ ranges }) => [...ranges]),
      ),
    ],
    rowGroupSize: 10_000,
    createdBy: 'jackdaw dataset',
  });
  return new Uint8Array(bytes);
}

const rowsSchema = z.array(
  z.object({
    image_id: z.int().min(1),
    stamp_ns: z.bigint(),
    angle_min: z.number(),
    angle_increment: z.number(),
    range_min: z.number(),
    range_max: z.number(),
    ranges: z.array(z.number().or(z.nan()).or(z.literal(Infinity)).or(z.literal(-Infinity))).max(100_000),
  }),
);

/** Throws dataset/corrupt. */
export async function readScanFile(bytes: Uint8Array, where: string): Promise<ScanRow[]> {
  const checked = rowsSchema.safeParse(await readRows(bytes, where));
  if (!checked.success) {
    throw new Fault('dataset/corrupt', {
      what: 'the scans have wrong or missing columns',
      found: checked.error.issues[0]?.message,
      where,
    });
  }
  return checked.data.map((row) => ({
    imageId: row.image_id,
    stampNs: row.stamp_ns,
    angleMin: row.angle_min,
    angleIncrement: row.angle_increment,
    rangeMin: row.range_min,
    rangeMax: row.range_max,
    ranges: Float32Array.from(row.ranges),
  }));
}

async function readRows(bytes: Uint8Array, where: string): Promise<unknown> {
  try {
    const copy = bytes.slice().buffer;
    return await parquetReadObjects({ file: copy });
  } catch (thrown) {
    throw toFault(thrown, 'dataset/corrupt', { what: 'the scans are not a Parquet file', where });
  }
}
