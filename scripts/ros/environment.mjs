// The test environment's ROS 2: where it lies, and the variables under which Python, CMake and Node find it.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const home = join(root, '.native', 'ros');
/** The venv of wheels is one merged ament prefix too. */
export const prefix = join(home, 'prefix');
export const rclnodejs = join(home, 'node_modules', 'rclnodejs');

/** The profile that we ship. */
const sharedMemory = join(root, 'ros_ws', 'src', 'jackdaw_bringup', 'config', 'fastdds.xml');

export const DISTRIBUTION = 'jazzy';

/** What the interpreter knows of itself: its version, headers and shared library. */
export function askPython(python) {
  const program =
    'import json,sys,sysconfig as s; v=s.get_config_var; print(json.dumps(dict(' +
    'version="%d.%d"%sys.version_info[:2], include=s.get_path("include"), ' +
    'library="%s/%s"%(v("LIBDIR"), v("INSTSONAME")))))';
  return JSON.parse(execFileSync(python, ['-c', program], { encoding: 'utf8' }));
}

export function rosEnvironment(outer = process.env) {
  const { version, library } = askPython(join(prefix, 'bin', 'python'));
  const site = join(prefix, 'lib', `python${version}`, 'site-packages');
  const libraries = readdirSync(site).filter((name) => name.endsWith('.libs'));
  return {
    ...outer,
    ROS_DISTRO: DISTRIBUTION,
    ROS_VERSION: '2',
    // Runs side by side on one machine do not hear each other.
    ROS_DOMAIN_ID: outer['ROS_DOMAIN_ID'] ?? `${1 + (process.pid % 100)}`,
    ROS_AUTOMATIC_DISCOVERY_RANGE: 'LOCALHOST',
    RMW_IMPLEMENTATION: 'rmw_fastrtps_cpp',
    // As our launch files set it; empty: Fast DDS as it comes.
    // Fast DDS 2 reads the first, Fast DDS 3 the second.
    FASTRTPS_DEFAULT_PROFILES_FILE: outer['FASTRTPS_DEFAULT_PROFILES_FILE'] ?? sharedMemory,
    FASTDDS_DEFAULT_PROFILES_FILE: outer['FASTDDS_DEFAULT_PROFILES_FILE'] ?? sharedMemory,
    AMENT_PREFIX_PATH: prefix,
    CMAKE_PREFIX_PATH: prefix,
    LD_LIBRARY_PATH: [join(prefix, 'lib'), ...libraries.map((name) => join(site, name))].join(delimiter),
    PATH: [join(prefix, 'bin'), outer['PATH']].join(delimiter),
    NODE_PATH: join(home, 'node_modules'),
    // One of the wheels' libraries wants Python's symbols in any process that loads it.
    ...(existsSync(library) ? { LD_PRELOAD: library } : {}),
  };
}
