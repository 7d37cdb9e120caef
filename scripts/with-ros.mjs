// Runs a command where the test environment's ROS 2 is found: node scripts/with-ros.mjs COMMAND [ARGUMENT…].
// Signals go on to the command, and its exit code comes back.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rclnodejs, rosEnvironment } from './ros/environment.mjs';

const [command, ...rest] = process.argv.slice(2);
if (command === undefined) stop('Usage: node scripts/with-ros.mjs COMMAND [ARGUMENT…]');
if (!existsSync(rclnodejs)) stop('There is no ROS 2 for tests here yet: npm run setup:ros');

const child = spawn(command, rest, { stdio: 'inherit', env: rosEnvironment() });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('error', ({ message }) => stop(`${command} cannot be run: ${message}`));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));

function stop(message) {
  console.error(message);
  process.exit(2);
}
