// The command line as a person types it: exit codes, JSON, clean endings and torn recordings. Needs a built dist/.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { decode } from '../message/codec.js';
import { openBag } from '../recording/bag.js';
import type { ReplayOutcome } from './replay-bag.js';
import type { RunSummary } from '../robot/summary.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

describe('command line', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'jackdaw-cli-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  function jackdaw(...args: string[]): { code: number | null; out: string; err: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { code: status, out: stdout, err: stderr };
  }

  const short = ['run', '--headless', '--rate', 'max', '--duration', '5', '--no-camera'];

  it('when a run ends then its summary is one JSON object with what was promised', () => {
    const { code, out } = jackdaw(...short, '--seed', '7', '--record', 'a/out', '--json');
    assert.equal(code, 0);
    const summary = JSON.parse(out) as RunSummary;
    assert.equal(summary.recording, 'a/out');
    assert.equal(summary.scans, 49);
    assert.ok(summary.distanceM > 0.1, `${summary.distanceM}`);
    assert.deepEqual(summary.drops, {});
    assert.deepEqual(summary.faults, []);
  });

  it('when the same seed runs again then the recording is the same, and another seed gives another', () => {
    assert.equal(jackdaw(...short, '--seed', '7', '--record', 'b/out').code, 0);
    assert.equal(jackdaw(...short, '--seed', '8', '--record', 'c/out').code, 0);
    const bytes = (name: string): Buffer => readFileSync(join(folder, name, 'out/out_0.mcap'));
    assert.ok(bytes('a').equals(bytes('b')));
    assert.ok(!bytes('a').equals(bytes('c')));
  });

  it('when no more can be written then the run goes on to its end, and its exit code and summary say so', () => {
    // A limit for files is a disk that is full: EFBIG.
    const args = [...short, '--duration', '20', '--record', 'full', '--json'];
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['-c', 'ulimit -f 900; exec "$@"', 'bash', process.execPath, MAIN, ...args],
      { cwd: folder, encoding: 'utf8' },
    );
    assert.equal(status, 4, stderr);
    const { seconds, faults } = JSON.parse(stdout) as RunSummary;
    assert.ok(seconds >= 20, `${seconds}`);
    assert.match(faults[0] ?? '', /^record: .*bag\/disk-full/);
  });

  it('when it is replayed then the stages say what they said', () => {
    const { code, out } = jackdaw('replay', 'a/out', '--stages', 'cluster,wander,arbitrate,guard', '--json');
    assert.equal(code, 0);
    assert.equal((JSON.parse(out) as { same: boolean }).same, true);
  });

  it('when a run in real time is replayed then the stages say what they said, to the byte', () => {
    const live = [
      'run',
      '--headless',
      '--rate',
      'real',
      '--duration',
      '3',
      '--seed',
      '7',
      '--record',
      'live/out',
    ];
    assert.equal(jackdaw(...live).code, 0);
    const { code, out } = jackdaw(
      'replay',
      'live/out',
      '--stages',
      'cluster,guard,fuse,wander,arbitrate',
      '--json',
    );
    const { topics, told } = JSON.parse(out) as ReplayOutcome;
    assert.equal(code, 0, told.join('\n'));
    assert.deepEqual(Object.keys(topics).length, 6);
    for (const [topic, { recorded, equal }] of Object.entries(topics)) {
      assert.ok(recorded > 0 && equal === recorded, topic);
    }
  });

  it("when the README's short program is given to a run and to its replay, then it takes the place of arbitrate", async () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const [, program] = /^## A short program\n\n```js\n(.*?)^```$/ms.exec(readme) ?? [];
    assert.ok(program !== undefined);
    writeFileSync(join(folder, 'timid.mjs'), program);
    const { code, err } = jackdaw(...short, '--seed', '7', '--record', 'timid', '--stages', 'timid.mjs');
    assert.equal(code, 0, err);
    const bag = await openBag(join(folder, 'timid'));
    const wanted: number[] = [];
    const asked: number[] = [];
    for await (const { topic, data } of bag.messages({ topics: ['/cmd_vel_wander', '/cmd_vel_raw'] })) {
      const { twist } = decode('geometry_msgs/msg/TwistStamped', data);
      (topic.name === '/cmd_vel_raw' ? asked : wanted).push(twist.linear.x);
    }
    await bag.close();
    assert.ok(wanted.some((speed) => speed > 0.1));
    assert.deepEqual(
      asked,
      wanted.map((speed) => speed / 2),
    );
    assert.equal(jackdaw('replay', 'timid', '--stages', 'cluster,guard,timid.mjs').code, 0);
  });

  it('when stages are set otherwise then the replay differs and the exit code says so', () => {
    const { code, out } = jackdaw('replay', 'a/out', '--stages', 'guard', '--set', 'guard.maxLinearMps=0.05');
    assert.equal(code, 1);
    assert.match(out, /Not the same as recorded/);
  });

  it('when a recording is cut short then recover makes a whole one and says that something is missing', () => {
    const file = join(folder, 'b/out/out_0.mcap');
    truncateSync(file, statSync(file).size >> 1);
    const { code, out } = jackdaw('bag', 'recover', 'b/out', '--out', 'mended');
    assert.equal(code, 1);
    assert.match(out, /something is missing/);
    assert.equal(jackdaw('bag', 'info', 'mended').code, 0);
  });

  it('when a run is killed then the next one mends what it left', async () => {
    const killed = spawn(process.execPath, [MAIN, 'run', '--headless', '--no-camera'], {
      cwd: folder,
      stdio: 'ignore',
    });
    for (let tries = 0; tries < 100 && bagBytes(folder) < 60_000; tries++) await sleep(100);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const { code, err } = jackdaw(...short);
    assert.equal(code, 0);
    assert.match(err, /Mended .* messages recovered/);
  });

  it('when it is told to end then it ends cleanly within two seconds', async () => {
    const flags = ['--headless', '--no-camera', '--record', 'ended', '--json'];
    const run = spawn(process.execPath, [MAIN, 'run', ...flags], { cwd: folder });
    let out = '';
    run.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    for (let tries = 0; tries < 300 && !existsSync(join(folder, 'ended')); tries++) await sleep(100);
    await sleep(1000);
    run.kill('SIGTERM');
    const [code] = (await once(run, 'exit')) as [number];
    assert.equal(code, 0);
    assert.ok((JSON.parse(out) as RunSummary).seconds > 0);
  });

  const refusals: [string, string[], number, RegExp][] = [
    ['an unknown flag', ['run', '--fast'], 2, /unknown option '--fast'/],
    ['a seed that is no number', ['run', '--seed', 'x'], 2, /whole number/],
    ['a node that does not exist', ['node', 'simulatr'], 2, /did you mean simulator/],
    ['arguments for ROS without --ros-args', ['node', 'guard', '-p', 'a:=1'], 2, /behind --ros-args/],
    [
      'arguments for ROS without --transport',
      ['replay', 'none', '--ros-args', '-r', 'a:=b'],
      2,
      /-r a:=b is for --transport ros/,
    ],
    [
      'arguments for ROS and no such bag',
      ['replay', 'none', '--transport', 'ros', '--ros-args'],
      3,
      /no such bag/,
    ],
    [
      'a model for what is published as it is',
      ['replay', 'none', '--transport', 'ros', '--model', 'mine', '--pictures', '3'],
      2,
      /--pictures --model is for stages/,
    ],
    ['a setting that does not exist', ['run', '--set', 'guard.rimm=1'], 2, /did you mean rimM/],
    ['a module without stages', ['run', '--stages', 'none.mjs'], 3, /cannot be loaded.*cli\/stages/],
    [
      'a stage that is none',
      ['run', '--stages', 'bad.mjs'],
      3,
      /oops\.reads\.0.*oops\.name|oops\.name.*oops\.reads\.0/,
    ],
    ['a model that is not there', ['run', '--model', 'none'], 3, /^jackdaw: There is no model none/],
    ['a model misspelt', ['run', '--model', 'obstacle-nte'], 3, /Did you mean obstacle-net\?/],
    ['two answers to one question', ['run', '--record', 'x', '--no-record'], 2, /say one of them/],
    ['a model and none', ['run', '--model', 'x', '--no-model'], 2, /--model and --no-model: say one of them/],
    ['a world over labels', ['sim', 'generate', '--seed', '1', '--out', 'package.json'], 2, /ends? in \.wbt/],
    ['a malformed world', ['run', '--world', 'bad.wbt'], 3, /bad\.wbt:2:25/],
    ['a world that is not there', ['sim', 'check', 'none.wbt'], 3, /none\.wbt/],
    ['a bag that is not there', ['replay', 'none'], 3, /no such bag/],
    [
      'a folder that is in use',
      [...short, '--record', 'a/out'],
      3,
      /not empty.*\n.*a bag \(metadata\.yaml, out_0\.mcap\)\n +next: +Choose a new folder\.$/m,
    ],
    ['a scenario with a wrong field', ['run', '--scenario', 'bad.json'], 3, /scenario\/invalid/],
  ];
  for (const [what, args, expected, words] of refusals) {
    it(`when it is given ${what} then the exit code is ${expected} and the words help`, () => {
      writeFileSync(join(folder, 'bad.wbt'), '#VRML_SIM R2025a utf8\nSolid { translation 1 2 }\n');
      writeFileSync(
        join(folder, 'bad.mjs'),
        `export const oops = { name: 'record me', reads: ['lidar'], writes: [], take() {} };`,
      );
      writeFileSync(join(folder, 'bad.json'), '{"title": "x", "seed": 1, "seconds": -1}');
      const { code, err } = jackdaw(...args);
      assert.equal(code, expected, err);
      assert.match(err, words);
    });
  }
});

/** Of everything recorded below the folder so far. */
function bagBytes(folder: string): number {
  try {
    const root = join(folder, 'recordings');
    const bags = readdirSync(root).map((name) => join(root, name));
    const files = bags.flatMap((bag) =>
      readdirSync(bag)
        .filter((name) => name.includes('.mcap'))
        .map((name) => join(bag, name)),
    );
    return files.reduce((sum, file) => sum + readFileSync(file).length, 0);
  } catch {
    return 0; // not begun yet
  }
}
