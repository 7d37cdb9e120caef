// Where the arguments for ROS begin on our command line: from there on nothing is an option of ours.

export const ROS_ARGS = '--ros-args';

/** Commands that hand them on. */
const takers = ['node', 'replay'];

/** The command line with `--` before the first --ros-args, as commander wants it; others as they are. */
export function markRosArguments(argv: readonly string[]): string[] {
  const [before, behind] = [argv.slice(0, argv.indexOf(ROS_ARGS)), argv.slice(argv.indexOf(ROS_ARGS))];
  const isTold = !argv.includes(ROS_ARGS) || !takers.includes(argv[2] ?? '') || before.includes('--');
  return isTold ? [...argv] : [...before, '--', ...behind];
}
