// The services of a simulator: ~/reset, ~/pause, ~/step, ~/load_world.
import { Fault } from '../../fault/fault.js';
import type { Machine } from './machine.js';

interface Done {
  readonly success: boolean;
  readonly message: string;
}

/** A minute of a world that stands still otherwise. */
const MOST_STEPS = 12_000;

export function serveSimulator(machine: Machine): void {
  const failed = (message: string): Done => ({ success: false, message });
  const { node } = machine;
  node.serve({ type: 'std_srvs/srv/Trigger', name: 'reset', answer: () => reset(machine), failed });
  node.serve<{ data: boolean }, Done>({
    type: 'std_srvs/srv/SetBool',
    name: 'pause',
    answer: ({ data }) => pause(machine, data),
    failed,
  });
  node.serve<{ steps: number }, Done>({
    type: 'jackdaw_msgs/srv/StepWorld',
    name: 'step',
    answer: ({ steps }) => step(machine, steps),
    failed,
  });
  node.serve<{ world: string; seed: number }, Done>({
    type: 'jackdaw_msgs/srv/LoadWorld',
    name: 'load_world',
    answer: ({ world, seed }) => loadWorld(machine, world, seed),
    failed,
  });
}

/** The same world from its beginning: /clock goes back to 0. */
async function reset(machine: Machine): Promise<Done> {
  const wasPaused = haltOf(machine).isHeld('paused');
  await machine.renew();
  if (wasPaused) haltOf(machine).hold('paused');
  return { success: true, message: 'the world begins anew' };
}

function pause(machine: Machine, wanted: boolean): Done {
  const halt = haltOf(machine);
  if (wanted) halt.hold('paused');
  else halt.release('paused');
  return { success: true, message: wanted ? 'the world stands still' : 'the world goes on' };
}

async function step(machine: Machine, steps: number): Promise<Done> {
  const halt = haltOf(machine);
  if (!halt.isHeld('paused')) throw refuse('The world is not paused.', 'pause it with ~/pause');
  if (steps < 1 || steps > MOST_STEPS)
    throw refuse(`${steps} steps cannot be made at once.`, `ask for 1 to ${MOST_STEPS}`);
  await halt.step(steps);
  return { success: true, message: `${steps} steps of 5 ms` };
}

/** A world that cannot be loaded leaves the one that is there. A request that was not filled in asks for none. */
async function loadWorld(machine: Machine, world: string, seed: number): Promise<Done> {
  if (world === '' && seed === 0)
    throw refuse(
      'Neither a world nor a seed was named: the world stays as it is.',
      'name one: {world: /path/of/a.wbt} on the simulator’s machine, or {seed: 7} for a generated room; seeds begin at 1 here',
    );
  const place = machine.findPlace(world, seed);
  await machine.renew({ place: () => place, seed });
  return { success: true, message: place.title };
}

function haltOf({ session }: Machine) {
  const halt = session?.halts[0];
  if (halt === undefined) throw refuse('There is no world yet.', 'configure the node');
  return halt;
}

function refuse(what: string, next: string): Fault {
  return new Fault('ros/service-failed', { what, next });
}
