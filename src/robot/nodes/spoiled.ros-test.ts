// Pictures that are none, from rclpy into the whole robot: counted and said, never a crash, and the next good one is seen.
import assert from 'node:assert/strict';
import { ask, end, endAll, startNode, startPeer, type Heard } from './testing/processes.js';
import { giveTinyModel } from './testing/tiny-eye.js';

const detections = 'detections=vision_msgs/msg/Detection2DArray';

interface Told extends Heard {
  readonly status: Readonly<Record<string, { readonly values: readonly { key: string; value: string }[] }>>;
}

describe('a robot whose camera sends what is no picture', function () {
  this.timeout(90_000);
  const model = giveTinyModel();
  afterEach(endAll);

  for (const what of ['raw', 'compressed'] as const) {
    it(`when ${what} pictures are spoiled in every way, then the node says so and lives, and sees as soon as they are good`, async () => {
      const node = await startNode(['robot', ...model()]);
      startPeer('sense', '', '10');
      const spoiler = startPeer('spoil', what, '40');
      const { '/diagnostics': told } = await ask<Record<string, Told>>(
        'hear',
        '5',
        '/diagnostics=diagnostic_msgs/msg/DiagnosticArray@reliable',
      );
      const { values } = told!.status['/robot: stage detect']!;
      const failures = values.find(({ key }) => key === 'failures')!.value;
      assert.ok(Number(failures) > 20, failures);
      assert.match(node.said(), /stage-failed/);
      assert.match(node.said(), /undecodable/);
      assert.doesNotMatch(node.said(), /TypeError|RangeError/);
      assert.ok(node.said().split('\n').length < 100, 'its log is not flooded');
      await end(spoiler, 'SIGKILL');
      startPeer('sense', '', '10', 'camera');
      const heard = await ask<Record<string, Heard>>('hear', '20/10', detections);
      assert.ok(heard['detections']!.count >= 10, node.said());
      assert.equal(node.child.exitCode, null);
    });
  }
});
