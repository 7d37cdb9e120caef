// Which variable names the profile, by distribution.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { profileVariableOf, shippedProfile } from './fastdds-profile.js';

describe('the Fast DDS profile', () => {
  it('when a distribution carries Fast DDS 2, then it is named as that reads it, and otherwise as Fast DDS 3 does', () => {
    assert.equal(profileVariableOf('jazzy'), 'FASTRTPS_DEFAULT_PROFILES_FILE');
    assert.equal(profileVariableOf('kilted'), 'FASTDDS_DEFAULT_PROFILES_FILE');
  });

  it('when it is looked for, then it is there', () => assert.ok(existsSync(shippedProfile)));
});
