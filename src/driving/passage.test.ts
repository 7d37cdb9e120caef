// The ways that wander takes must be wide enough for the guard: told where they are not, and only where both drive.
import assert from 'node:assert/strict';
import { Fault } from '../fault/fault.js';
import { layerConfig, parseSetting } from '../runtime/config/config.js';
import { SettingsDesk } from '../runtime/config/settings-desk.js';
import { guardConfig } from './guard-config.js';
import { wanderConfig } from './wander-config.js';

const sections = { wander: wanderConfig, guard: guardConfig };

function saidOf(given: readonly string[], running?: readonly string[]): string {
  try {
    const settings = given.map((text) => parseSetting('--set', text));
    layerConfig(sections, { settings, ...(running === undefined ? {} : { running }) });
    return '';
  } catch (thrown) {
    assert.ok(thrown instanceof Fault && thrown.code === 'config/invalid');
    return thrown.found!;
  }
}

const zone = (action: string, shape: string): string =>
  `guard.zones=[{name: wide, action: ${action}, shape: ${shape}}]`;
const POLYGON = '{kind: polygon, pointsM: [[0, -0.2], [0.3, -0.1], [0.3, 0.1]]}';

describe('the ways that wander takes', () => {
  const wrong: readonly (readonly [given: readonly string[], said: RegExp])[] = [
    [['wander.tightM=0.12'], /^--set wander\.tightM: found 0\.12, .*at least 0\.13, which guard\.rimM keeps/],
    [['guard.rimM=0.2'], /^wander\.tightM: found 0\.145, .*at least 0\.2, which guard\.rimM keeps/],
    [
      [zone('stop', '{kind: circle, radiusM: 0.3}')],
      /at least 0\.3, which the zone wide of guard\.zones keeps/,
    ],
    [[zone('stop', POLYGON)], /at least 0\.2, which the zone wide/],
  ];
  for (const [given, said] of wrong)
    it(`when they are narrower than the guard wants by ${given.join(' ')}, then that is refused with both values`, () => {
      assert.match(saidOf(given), said);
    });

  const right: readonly (readonly string[])[] = [
    [],
    ['wander.tightM=0.13'],
    ['guard.rimM=0.3', 'wander.tightM=0.3'],
    [zone('slow', '{kind: circle, radiusM: 0.5}')],
    [zone('stop', POLYGON), 'wander.tightM=0.2'],
  ];
  for (const given of right)
    it(`when they are wide enough with ${given.join(' ') || 'the defaults'}, then nothing is refused`, () => {
      assert.equal(saidOf(given), '');
    });

  it('when one of the two does not run, then they need not agree', () => {
    assert.equal(saidOf(['guard.rimM=0.2'], ['guard', 'cluster']), '');
    assert.notEqual(saidOf(['guard.rimM=0.2'], ['guard', 'wander']), '');
  });

  it('when a rim is set while they run, then wander’s ways must be set with it', () => {
    const desk = new SettingsDesk(sections, layerConfig(sections).values);
    desk.attach(
      ['guard', 'wander'].map((name) => ({ name, reconfigure: () => undefined }) as never),
      ['guard', 'wander'].map((name) => ({ name, change: () => undefined })),
    );
    const rim = { path: 'guard.rimM', value: 0.2, flag: 'parameter' };
    const tight = { path: 'wander.tightM', value: 0.2, flag: 'parameter' };
    assert.throws(() => desk.change([rim]), { code: 'config/invalid', found: /give both together/ });
    assert.deepEqual(
      desk.change([rim, tight]).map(({ stage }) => stage),
      ['wander', 'guard'],
    );
  });
});
