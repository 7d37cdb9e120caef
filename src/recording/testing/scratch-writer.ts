// A process that records until it is killed, and prints how many messages the disk has been asked to take.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openRecording } from '../open.js';
import { sampleMessage } from './scratch-bag.js';

const [, , folder = ''] = process.argv;
const recording = await openRecording({ kind: 'mcap', folder, segmentBytes: 3_000_000, queueBytes: 0 });
const { data, topic } = sampleMessage('scan', 0, { fill: (scan) => (scan.ranges = new Float32Array(450)) });
for (let i = 0; ; i++) {
  const time = BigInt(i) * 10_000_000n;
  await recording.write({ topic, logTime: time, publishTime: time, sequence: i, data });
  if (i % 200 !== 199) continue;
  process.stdout.write(`${i + 1}\n`);
  await nextTurn();
}
