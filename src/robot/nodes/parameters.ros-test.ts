// Parameters of the arguments, against rclpy's reading of the same files, and what is answered to whoever sets a live one.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSystemClock } from '../../runtime/clock.js';
import { openRosNode } from '../../runtime/ros/node.js';
import { LONGEST_MS } from './testing/news.js';
import { askClient, end, endAll, startNode, startProgram } from './testing/processes.js';

interface Answer {
  readonly successful: boolean;
  readonly reason: string;
}

interface Described {
  readonly type: number;
  readonly value: unknown;
}

/** rcl_interfaces/msg/ParameterType */
const STRING_ARRAY = 9;
const inNamespace = ['-r', '__ns:=/ns'];

describe('parameters of the arguments', function () {
  this.timeout(LONGEST_MS);
  let folder = '';
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'jackdaw-parameters-'))));
  after(() => rm(folder, { recursive: true, force: true }));
  afterEach(endAll);

  let files = 0;
  async function file(text: string): Promise<string> {
    const path = join(folder, `${files++}.yaml`);
    await writeFile(path, text);
    return path;
  }

  async function overridesOf(args: readonly string[]): Promise<Record<string, unknown>> {
    const rosArguments = ['--ros-args', ...args];
    const node = await openRosNode({ name: 'guard', namespace: '', clock: openSystemClock(), rosArguments });
    try {
      const given = [...node.overrides].map(([name, { parameter }]) => [
        name,
        node.handle.getParameter(name).value,
        parameter.value,
      ]);
      return Object.fromEntries(
        given.map(([name, declared, value]) => {
          assert.deepEqual(declared, value);
          return [name as string, typeof value === 'bigint' ? Number(value) : value];
        }),
      );
    } finally {
      node.close();
    }
  }

  const sections: readonly (readonly [section: string, inRoot: boolean, inNs: boolean])[] = [
    ['guard:', true, false],
    ['/guard:', true, false],
    ['/ns/guard:', false, true],
    ['ns/guard:', false, true],
    ['/*:', true, false],
    ['/**:', true, true],
    ['/*/guard:', false, true],
    ['/**/guard:', true, true],
    ['/ns/*:', false, true],
    ['/*/*:', false, true],
    ['/other:', false, false],
    ['/**/other:', false, false],
    ['/ns/guard/more:', false, false],
  ];

  it('when sections of a file name nodes in every way, then those count that count for rclpy', async () => {
    const text = sections.map(([section], i) => `${section}\n  ros__parameters: { guard.of${i}: ${i} }\n`);
    const path = await file(`${text.join('')}ns:\n  guard:\n    ros__parameters: { guard.nested: 1.5 }\n`);
    for (const [place, namespace] of [
      [1, []],
      [2, inNamespace],
    ] as const) {
      const args = ['--params-file', path, ...namespace];
      const expected = sections.flatMap((section, i) => (section[place] ? [[`guard.of${i}`, i]] : []));
      if (place === 2) expected.push(['guard.nested', 1.5]);
      const ours = await overridesOf(args);
      assert.deepEqual(ours, Object.fromEntries(expected));
      assert.deepEqual(ours, await askClient('overrides', 'guard', '--ros-args', ...args));
    }
  });

  it('when files and -p say the same parameter, then what is said last holds', async () => {
    const first = await file(
      '/**: { ros__parameters: { guard: { a: 1, b: 1, c: 1 } } }\n/guard: { ros__parameters: { guard: { b: 2, c: 2 } } }\n',
    );
    const second = await file('/**: { ros__parameters: { guard.c: 3 } }\n');
    const files = ['--params-file', first, '--params-file', second];
    assert.deepEqual(await overridesOf(files), { 'guard.a': 1, 'guard.b': 2, 'guard.c': 3 });
    assert.deepEqual(
      await overridesOf([...files, '-p', 'guard.b:=4', '-p', 'guard:guard.a:=5', '-p', 'other:guard.a:=6']),
      {
        'guard.a': 5,
        'guard.b': 4,
        'guard.c': 3,
      },
    );
  });

  it('when the node is renamed and others of the file have lists of integers, then its own section counts', async () => {
    const path = await file(
      '/other: { ros__parameters: { sizes: [1, 2] } }\n/front: { ros__parameters: { guard.a: 1 } }\n',
    );
    assert.deepEqual(await overridesOf(['--params-file', path, '-r', '__node:=front']), { 'guard.a': 1 });
  });

  it('when a file says nothing of the node, then a warning says what it has, and the node runs', async () => {
    const path = await file('/gaurd: { ros__parameters: { guard.rimM: 0.2 } }\n');
    const { said } = await startNode(['guard', '--ros-args', '--params-file', path, ...inNamespace]);
    assert.match(said(), /WARN.*\d\.yaml has no section for \/ns\/guard.*\/gaurd/);
  });

  it('when the shipped file and lists are given, then a list of words is one for ROS too, and may be empty', async () => {
    const shipped = 'ros_ws/src/jackdaw_bringup/config/parameters.yaml';
    for (const [given, list] of [
      ['', '[]'],
      ['[]', '[]'],
      ["['scan', 'odom']", '["scan","odom"]'],
    ] as const) {
      const without = given === '' ? [] : ['-p', `recorder.without:=${given}`];
      const args = ['--params-file', shipped, ...without, '-p', 'managed:=true'];
      const { child } = await startNode(['recorder', '--ros-args', ...args]);
      const [described] = await askClient<Described[]>('describe', 'recorder', 'recorder.without');
      assert.deepEqual([described!.type, described!.value], [STRING_ARRAY, JSON.parse(list)]);
      const answers = await askClient<Answer[]>(
        'set',
        'recorder',
        ...['recorder.without', "['imu']", 'recorder.without', '[]', 'recorder.without', "['nothing']"],
      );
      assert.deepEqual(
        answers.map(({ successful }) => successful),
        [true, true, false],
        JSON.stringify(answers),
      );
      await end(child, 'SIGKILL');
    }
  });

  it('when a live parameter is set to what it cannot be, then the reason is said, and the next good value holds', async () => {
    await startNode(['guard']);
    const wrong = [
      ['guard.rimM', 'None', /^guard\.rimM: found no value.*expected a number.*stays 0\.13/],
      ['guard.rimM', "'x'", /^guard\.rimM: found "x", a string; expected a number/],
      ['guard.rimM', '[1, 2]', /^guard\.rimM: found \[1,2\], a list of whole numbers; expected a number/],
      ['guard.rimM', 'nan', /^parameter guard\.rimM: found NaN/],
      ['guard.rimM', '-1.0', /^parameter guard\.rimM: found -1\./],
      ['guard.rim', '0.2', /^There is no parameter guard\.rim here; did you mean guard\.rimM\?$/],
      ['guard.baseFrame', "'laser'", /^guard\.baseFrame is for the start/],
    ] as const;
    const asked = wrong.flatMap(([name, value]) => [name, value]);
    const answers = await askClient<Answer[]>('set', 'guard', ...asked, 'guard.rimM', '0.2');
    wrong.forEach(([, , reason], i) => {
      assert.equal(answers[i]!.successful, false);
      assert.match(answers[i]!.reason, reason);
    });
    assert.deepEqual(answers.at(-1), { successful: true, reason: '' });
  });

  it('when arguments are wrong, then the node ends with code 2 and says what to write', async () => {
    const { child, said } = startProgram(['guard', '--ros-args', '-p', 'guard.rimM=0.2', '-r', '__ns:=r1']);
    await once(child, 'close');
    assert.equal(child.exitCode, 2);
    assert.match(said(), /write -p guard\.rimM:=0\.2/);
    assert.match(said(), /write -r __ns:=\/r1/);
    assert.doesNotMatch(said(), /\.c:\d/);
  });
});
