// Sets up the native learner: builds @tensorflow/tfjs-node against the TensorFlow wheel, in .native/tfjs-node.
// Its own installer downloads libtensorflow from elsewhere; this needs npm, pip and a C++ compiler only.
// npm run setup:tfjs-node [-- --check]     done already: says so and ends. --check: exit 1 if it is not.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const TFJS_NODE = '4.22.0';
const TENSORFLOW = '2.21.0';
/** Wheels by processor: the smaller one without CUDA exists for x64 only. */
const wheels = {
  x64: { name: 'tensorflow-cpu', platform: 'manylinux_2_27_x86_64' },
  arm64: { name: 'tensorflow', platform: 'manylinux_2_27_aarch64' },
};

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const home = join(root, '.native', 'tfjs-node');
const building = `${home}.building`;
const recipe = {
  tfjsNode: TFJS_NODE,
  tensorflow: TENSORFLOW,
  node: process.versions.modules,
  arch: process.arch,
};

function setUp() {
  const wheel = process.platform === 'linux' ? wheels[process.arch] : undefined;
  if (wheel === undefined) return stop(`${process.platform} ${process.arch} has no wheel to build against`);
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  step('npm: @tensorflow/tfjs-node, without its installer', installPackage);
  step(`pip: the wheel of ${wheel.name} ${TENSORFLOW} (about 270 MB)`, () => unpackWheel(wheel));
  step('node-gyp: the binding', buildBinding);
  step('does it load?', tryIt);
  writeFileSync(join(building, 'recipe.json'), JSON.stringify(recipe));
  rmSync(home, { recursive: true, force: true });
  renameSync(building, home);
  console.log(`Done: ${home}. \`jackdaw train\` finds it there.`);
}

/** A folder that was renamed into place was whole; another Node or another version is built again. */
function isDone() {
  const file = join(home, 'recipe.json');
  return existsSync(file) && readFileSync(file, 'utf8') === JSON.stringify(recipe);
}

function installPackage() {
  writeFileSync(join(building, 'package.json'), JSON.stringify({ private: true }));
  run('npm', [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    `@tensorflow/tfjs-node@${TFJS_NODE}`,
    'node-gyp@11',
  ]);
}

/** Only the two libraries and the headers of the C interface are kept of a gigabyte. */
function unpackWheel({ name, platform }) {
  const folder = join(building, 'wheel');
  const python = process.env['PYTHON'] ?? 'python3';
  const tags = ['--only-binary=:all:', '--platform', platform, '--python-version', '3.11'];
  run(python, [
    '-m',
    'pip',
    'download',
    '--quiet',
    '--no-deps',
    ...tags,
    `${name}==${TENSORFLOW}`,
    '-d',
    folder,
  ]);
  const file = readdirSync(folder).find((each) => each.endsWith('.whl'));
  const deps = join(building, 'node_modules', '@tensorflow', 'tfjs-node', 'deps');
  run(python, ['-c', UNPACK, join(folder, file), folder]);
  mkdirSync(join(deps, 'lib'), { recursive: true });
  cpSync(join(folder, 'tensorflow', 'include'), join(deps, 'include'), { recursive: true });
  for (const library of ['cc', 'framework'])
    renameSync(
      join(folder, 'tensorflow', `libtensorflow_${library}.so.2`),
      join(deps, 'lib', `libtensorflow_${library}.so.2`),
    );
  symlinkSync('libtensorflow_cc.so.2', join(deps, 'lib', 'libtensorflow.so'));
  symlinkSync('libtensorflow_framework.so.2', join(deps, 'lib', 'libtensorflow_framework.so'));
  rmSync(folder, { recursive: true });
}

const UNPACK = `
import sys, zipfile
wheel, to = sys.argv[1:]
wanted = ("tensorflow/include/tensorflow/", "tensorflow/include/xla/tsl/", "tensorflow/include/tsl/", "tensorflow/libtensorflow_")
with zipfile.ZipFile(wheel) as z:
    z.extractall(to, [name for name in z.namelist() if name.startswith(wanted)])
`;

function buildBinding() {
  const cwd = join(building, 'node_modules', '@tensorflow', 'tfjs-node');
  const target = join(cwd, 'lib', 'napi-v8');
  const options = ['--module_name=tfjs_binding', `--module_path=${target}`, '--napi_build_version=8'];
  const gyp = join(building, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  run(process.execPath, [gyp, 'rebuild', ...options, ...headersOfNode()], {
    cwd,
    env: { ...process.env, CXXFLAGS: '-std=c++17' },
  });
  for (const spent of ['build', 'deps/include']) rmSync(join(cwd, spent), { recursive: true });
}

/** Node's own headers, where it was installed with them; else node-gyp fetches them. */
function headersOfNode() {
  const prefix = resolve(dirname(process.execPath), '..');
  return existsSync(join(prefix, 'include', 'node', 'node.h')) ? [`--nodedir=${prefix}`] : [];
}

function tryIt() {
  const program =
    "const tf = require('@tensorflow/tfjs-node'); process.exitCode = tf.tensor([1, 2]).sum().dataSync()[0] === 3 ? 0 : 1";
  run(process.execPath, ['-e', program], { env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' } });
}

function step(what, work) {
  console.log(`· ${what}`);
  try {
    work();
  } catch (thrown) {
    console.error(
      String(thrown.stderr ?? thrown.message ?? thrown)
        .trim()
        .split('\n')
        .slice(-20)
        .join('\n'),
    );
    stop(`${what} failed`);
    process.exit(1);
  }
}

/** Quiet unless it fails. */
function run(command, args, options = {}) {
  execFileSync(command, args, {
    cwd: building,
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 1 << 26,
    ...options,
  });
}

function stop(why) {
  console.error(`The native learner was not set up: ${why}.`);
  console.error('  expected: Linux on x64 or arm64; npm, python3 with pip, make and g++ with C++17');
  console.error('  next:     mend that and run it again, or train with --learner wasm, which needs nothing');
  process.exitCode = 1;
}

if (isDone()) console.log(`The native learner is set up in ${home}.`);
else if (process.argv.includes('--check')) {
  console.error('The native learner is not set up: npm run setup:tfjs-node');
  process.exitCode = 1;
} else setUp();
