// ROS arguments: found between their marks, and every mistake told with what to write.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../../fault/fault.js';
import { listRosArguments, refuseWrongArguments } from './arguments.js';

async function saidOf(...args: readonly string[]): Promise<string> {
  try {
    await refuseWrongArguments(['--ros-args', ...args]);
    return '';
  } catch (thrown) {
    assert.ok(thrown instanceof Fault && thrown.code === 'config/invalid');
    return thrown.found!;
  }
}

describe('the ROS arguments', () => {
  it('when they begin and end twice, then each is found with what it takes, and nothing else is', () => {
    const args = [
      '--seed',
      '3',
      '--ros-args',
      '-p',
      'a:=1',
      '--',
      '-r',
      'no',
      '--ros-args',
      '--disable-rosout-logs',
      '-r',
    ];
    assert.deepEqual(listRosArguments(args), [
      { flag: '-p', value: 'a:=1' },
      { flag: '--disable-rosout-logs', value: undefined },
      { flag: '-r', value: undefined },
    ]);
  });

  const wrong: readonly (readonly [args: readonly string[], said: RegExp])[] = [
    [['-p', 'guard.rimM=0.2'], /no := in it; write -p guard\.rimM:=0\.2$/],
    [['-p', 'guard.rimM'], /no := in it; write -p guard\.rimM:=…$/],
    [['-p', 'guard.rimM:='], /nothing follows :=/],
    [['-p', ':=1'], /no name stands before/],
    [['-p', '/ns/guard:a:=1'], /without its namespace; write -p guard:a:=1$/],
    [['-r', '__ns:=robot1'], /begins with a slash; write -r __ns:=\/robot1$/],
    [['-r', 'guard:__ns:=/robot1/'], /write -r guard:__ns:=\/robot1$/],
    [['-r', '__node:=front-guard'], /“-” may not stand in a name; write front_guard$/],
    [['-r', '__node:=/front'], /has no slash/],
    [['-r', 'scan:=/2nd/scan'], /begins with a digit$/],
    [['--params-file', '/nowhere.yaml'], /^--params-file \/nowhere\.yaml: there is no such file$/],
    [['--params-file', tmpdir()], /that is a folder/],
    [['--param-file', 'x.yaml'], /no such argument; did you mean --params-file\?/],
    [['--seed'], /what is not for ROS stands before --ros-args$/],
    [['guard.rimM:=1'], /stands alone; write -p guard\.rimM:=1/],
    [['-p'], /nothing follows it; write -p NAME:=VALUE/],
    [['--log-level', 'loud'], /no such level; write one of debug, info/],
  ];
  for (const [args, said] of wrong)
    it(`when ${args.join(' ')} is given, then that is told with what to write`, async () => {
      assert.match(await saidOf(...args), said);
    });

  it('when two are wrong, then both are told', async () => {
    assert.equal((await saidOf('-p', 'a=1', '-r', '__ns:=b')).split('\n').length, 2);
  });

  it('when they are as rcl wants them, then nothing is refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'jackdaw-arguments-'));
    const file = join(folder, 'a.yaml');
    await writeFile(file, '');
    const rules = [
      'scan:=/front/scan',
      'guard:scan:=~/scan',
      '__ns:=/',
      '__node:=front_guard',
      '/a/**:=/b/\\1',
      'rosservice://~/reset:=reset',
    ];
    const parameters = ['a.b:=-1.0', 'guard:a:="[x-y]"', "a:=''", 'a:=x=y'];
    const args = [...rules.flatMap((rule) => ['-r', rule]), ...parameters.flatMap((rule) => ['-p', rule])];
    assert.equal(
      await saidOf(...args, '--params-file', file, '--log-level', 'guard:=DEBUG', '--disable-rosout-logs'),
      '',
    );
    await rm(folder, { recursive: true });
  });
});
