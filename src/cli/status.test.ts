// The line that people read while the robot drives.
import assert from 'node:assert/strict';
import type { Glance } from '../robot/survey.js';
import { statusText } from './status.js';

const glance: Glance = {
  seconds: 2,
  scans: 20,
  frames: 30,
  nearestM: 1.25,
  guard: undefined,
  speedMps: 0.2,
  distanceM: 0.4,
  seen: undefined,
};

/** What the line says of the camera's eye. */
function seenIn(seen: Glance['seen']): string | undefined {
  return statusText({ ...glance, seen })
    .split(' · ')
    .find((part) => part.startsWith('sees '));
}

describe('the status line', () => {
  it('when nothing detects, then it does not say what is seen', () => {
    assert.equal(seenIn(undefined), undefined);
  });

  it('when the camera sees things, then it names each class and how many there are', () => {
    assert.equal(seenIn(['chair', 'box', 'chair']), 'sees 2 × chair, box');
  });

  it('when no thing is seen, then it says so', () => {
    assert.equal(seenIn([]), 'sees nothing');
  });

  it('when there are many classes, then it names the first and stays a line', () => {
    assert.equal(seenIn(['a', 'b', 'c', 'd', 'd']), 'sees a, b, c …');
  });

  it('when some time has passed, then rates are of the whole of it', () => {
    assert.equal(
      statusText(glance),
      '  2.0 s · scan 10.0 Hz · camera 15.0 Hz · nearest 1.25 m · guard – · 0.20 m/s · 0.4 m driven',
    );
  });
});
