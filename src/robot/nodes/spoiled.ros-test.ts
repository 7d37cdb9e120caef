// Pictures that are none, from rclpy into the whole robot: counted and said, never a crash, and the next good one is seen.
import assert from 'node:assert/strict';
import type { Detection2DArray } from '../../message/messages.js';
import { Diagnostics } from './testing/diagnostics.js';
import { hear, stampS } from './testing/hearing.js';
import { assertNotFlooded } from './testing/log.js';
import { LONGEST_MS } from './testing/news.js';
import { end, endAll, nowS, startNode, startPeer } from './testing/processes.js';
import { giveTinyModel } from './testing/tiny-eye.js';

describe('a robot whose camera sends what is no picture', function () {
  this.timeout(LONGEST_MS);
  const model = giveTinyModel();
  afterEach(endAll);

  for (const what of ['raw', 'compressed'] as const) {
    it(`when ${what} pictures are spoiled in every way, then the node says so and lives, and sees as soon as they are good`, async () => {
      startPeer('sense', '', '10');
      const spoiler = startPeer('spoil', what, '40');
      const diagnostics = new Diagnostics();
      const node = await startNode(['robot', ...model()]);
      const failures = (): number => {
        const status = diagnostics.statusByName.get('/robot: stage detect');
        return Number(status?.values.find(({ key }) => key === 'failures')!.value ?? 0);
      };
      await diagnostics.until('failures of the detector', () => failures() > 20);
      await node.says('stage-failed');
      await node.says('undecodable');
      await node.says('times more, and again');
      assertNotFlooded(node.said());
      assert.doesNotMatch(node.said(), /TypeError|RangeError/);
      await end(spoiler, 'SIGKILL');
      const goodS = nowS();
      startPeer('sense', '', '10', 'camera');
      const hearing = hear('detections=vision_msgs/msg/Detection2DArray');
      await hearing.until('the red box, again and again', () => {
        const seen = hearing.messages<Detection2DArray>('detections').filter(showsBox);
        return seen.filter((message) => stampS(message) > goodS).length >= 10;
      });
      assert.equal(node.child.exitCode, null);
    });
  }
});

function showsBox({ detections }: Detection2DArray): boolean {
  return detections.some(({ results }) => results[0]?.hypothesis.class_id === 'red');
}
