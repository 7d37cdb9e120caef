// The page docs/ros-nodes.md: each ROS node with its topics, QoS, services and parameters, from the tables in code.
import { topics, type Qos, type TopicName } from '../message/topics.js';
import { carriedSectionsOf } from '../robot/nodes/settings.js';
import { nodeKinds, nodeNames, stagesOf, type NodeKind, type NodeName } from '../robot/nodes/table.js';
import { topicsOf } from '../robot/nodes/topics.js';
import { formatParameters, listParameters } from '../runtime/config/table.js';
import { offeredQos, requestedQos } from '../runtime/ros/qos.js';

const intro = `Each runs as \`npx jackdaw node NAME\`; [ros.md](ros.md) says how. Names are relative to the node's namespace, except those with a slash.
Every node has, beside what stands here, the parameters \`managed\` (others configure and activate it), \`unstamped\` (its commands go out as Twist) and \`use_sim_time\`, the services of
its parameters, and those of a managed node: \`~/change_state\`, \`~/get_state\`, \`~/get_available_states\`, \`~/get_available_transitions\`,
\`~/get_transition_graph\` and the topic \`~/transition_event\`.`;

const simulatorServices = [
  ['`~/reset`', 'std_srvs/srv/Trigger', 'the same world from its beginning; /clock goes back to 0'],
  ['`~/pause`', 'std_srvs/srv/SetBool', 'true: the world and its time stand still'],
  ['`~/step`', 'jackdaw_msgs/srv/StepWorld', 'a paused world goes on for so many steps of 5 ms'],
  [
    '`~/load_world`',
    'jackdaw_msgs/srv/LoadWorld',
    'another world: a file, or a room generated from a seed above 0',
  ],
] as const;

export function nodesPage(made: string): string {
  return [made, '# ROS nodes', intro, ...nodeNames.map(sectionOf)].join('\n\n') + '\n';
}

function sectionOf(name: NodeName): string {
  const kind: NodeKind = nodeKinds[name];
  const { reads, writes } = topicsOf(kind);
  const rows = [
    ...reads.map((topic) => rowOf('in', topic, requestedQos(topic))),
    ...writes.map((topic) => rowOf('out', topic, offeredQos(topic))),
  ];
  const parts = [`## ${name}`, `${kind.does}.`, table(['', 'topic', 'type', 'QoS'], rows)];
  if (kind.carries === 'world') parts.push(table(['service', 'type', ''], simulatorServices));
  parts.push(...parametersOf(kind));
  return parts.join('\n\n');
}

function rowOf(way: string, topic: TopicName, { reliability, durability, depth }: Qos): string[] {
  return [way, `\`${topic}\``, topics[topic].type, `${reliability}, ${durability}, ${depth}`];
}

/** Those of stages stand in settings.md. */
function parametersOf(kind: NodeKind): string[] {
  const stages = stagesOf(kind, true);
  const links = stages.map((stage) => `\`${stage}.…\``).join(', ');
  const own = listParameters(carriedSectionsOf(kind));
  return [
    ...(stages.length === 0
      ? []
      : [`Parameters: ${links} of [settings.md](settings.md)${own.length > 0 ? ', and:' : '.'}`]),
    ...(own.length === 0 ? [] : [formatParameters(own).trimEnd()]),
  ];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
