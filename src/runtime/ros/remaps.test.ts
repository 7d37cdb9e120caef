// Remaps that change nothing: a source that is no name of the node is told, with the name that was meant.
import assert from 'node:assert/strict';
import { findIdleRemaps, listRemaps } from './remaps.js';

const target = {
  node: 'guard',
  names: ['scan', 'cmd_vel', '/tf', '/tf_static', '~/get_state'],
  expand: (name: string): string =>
    name.startsWith('~/') ? `/r1/guard/${name.slice(2)}` : name.startsWith('/') ? name : `/r1/${name}`,
};

function idle(...rules: readonly string[]): string[] {
  const remaps = listRemaps(['--ros-args', ...rules.flatMap((rule) => ['-r', rule])]);
  return findIdleRemaps(remaps, target).map(
    ({ what, next, expected }) => `${what} ${next} ${expected ?? ''}`,
  );
}

describe('remaps', () => {
  it('when their source is a topic or a service of the node, however it is written, then nothing is said', () => {
    assert.deepEqual(
      idle(
        'scan:=front/scan',
        '/r1/scan:=a',
        '/tf:=tf',
        '~/get_state:=state',
        'guard:cmd_vel:=b',
        'rostopic://scan:=c',
      ),
      [],
    );
  });

  it('when they name or move nodes, or are for another node, then nothing is said', () => {
    assert.deepEqual(idle('__node:=g', '__ns:=/r1', 'guard:__name:=g', 'wander:scn:=a'), []);
  });

  it('when the source is misspelt or in another namespace, then the name that was meant is asked for', () => {
    assert.deepEqual(idle('rostopic://scn:=front/scan', '/scan:=a', 'tf_stat:=b'), [
      '-r rostopic://scn:=front/scan changes nothing: this node has no scn. Did you mean scan? ',
      '-r /scan:=a changes nothing: this node has no /scan. Did you mean scan? ',
      '-r tf_stat:=b changes nothing: this node has no tf_stat. Did you mean /tf_static? ',
    ]);
  });

  it('when nothing is near, then the topics of the node are listed', () => {
    assert.deepEqual(idle('microphone:=m'), [
      '-r microphone:=m changes nothing: this node has no microphone. Name one of its topics or services. scan, cmd_vel, /tf, /tf_static',
    ]);
  });

  it('when it is written --remap, then it counts too', () => {
    assert.equal(
      findIdleRemaps(listRemaps(['--ros-args', '--remap', 'scn:=a', '-p', 'x:=1']), target).length,
      1,
    );
  });
});
