// What goes wrong in a graph of nodes, with rclpy as the sensors: the robot stops in time, and everything recovers.
import assert from 'node:assert/strict';
import { Commands } from './testing/commands.js';
import { assertNotFlooded } from './testing/log.js';
import { LONGEST_MS } from './testing/news.js';
import { askClient, end, endAll, nowS, startNode, startPeer } from './testing/processes.js';

/** Of losing a sensor or a stage, seconds, by the guard's own clock: a command that it says later lets nothing move. */
const STOPPED_WITHIN_S = 0.5;

describe('a graph of nodes when something fails', function () {
  this.timeout(LONGEST_MS);

  afterEach(endAll);

  for (const lost of ['wander', 'sensors'] as const) {
    it(`when ${lost} is killed, then the guard stops the robot in time; when it is back, the robot drives again`, async () => {
      const commands = new Commands();
      const sensors = startPeer('sense', '', '10');
      const [wander] = await Promise.all([startNode(['wander']), startNode(['guard'])]);
      await commands.untilDriving();
      const killedS = nowS();
      await end(lost === 'wander' ? wander.child : sensors, 'SIGKILL');
      await commands.until(
        'it is told to stand, again and again',
        (all) =>
          all.filter(({ stampS, speed }) => stampS > killedS + STOPPED_WITHIN_S && speed === 0).length > 10,
      );
      const driving = commands.all.filter(({ speed }) => speed > 0);
      const late = driving.at(-1)!.stampS - killedS;
      assert.ok(late < STOPPED_WITHIN_S, `${late.toFixed(3)} s`);
      const backS = nowS();
      if (lost === 'wander') await startNode(['wander']);
      else startPeer('sense', '', '10');
      await commands.untilDriving(backS);
    });
  }

  it('when scans flood in at 1,000 a second, half of them garbage, then the node lives and commands go on', async () => {
    startPeer('sense', '', '10');
    const commands = new Commands();
    const node = await startNode(['robot']);
    const flood = startPeer('flood', 'scan', '1000');
    await node.says('times more, and again');
    const floodedS = nowS();
    await commands.until(
      'commands go on',
      (all) => all.filter(({ stampS }) => stampS > floodedS).length > 20,
    );
    assertNotFlooded(node.said());
    await end(flood, 'SIGKILL');
    await commands.untilDriving(nowS());
    assert.equal(node.child.exitCode, null);
  });

  it('when a parameter is set 100 times a second, then every answer comes and the last value holds', async () => {
    await startNode(['guard']);
    const told = await askClient<Record<'asked' | 'accepted' | 'askedAgain' | 'lastAsked' | 'last', number>>(
      'hammer',
      'guard',
      'guard.maxLinearMps',
      '300',
      '100',
      '0.1',
      '0.4',
    );
    assert.deepEqual([told.asked, told.accepted], [300, 300]);
    assert.ok(told.askedAgain <= 8, `asked again: ${told.askedAgain}`);
    assert.equal(told.last, told.lastAsked);
  });
});
