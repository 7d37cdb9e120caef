// The pages of docs/ and files of ros_ws/ that are made from code: faults, topics, settings, ROS nodes, their parameters, the robot.
import { join } from 'node:path';
import { faultCodes } from '../fault/codes.js';
import { topicNames, topics, type Topic } from '../message/topics.js';
import { runSections } from '../robot/settings.js';
import { formatParameters, listParameters } from '../runtime/config/table.js';
import { describeRobot } from '../robot/description.js';
import { defaultLoadOptions, loadScene } from '../simulation/scene/load.js';
import { parametersFile } from './bringup-parameters.js';
import { nodesPage } from './reference-nodes.js';

const BRINGUP = 'ros_ws/src/jackdaw_bringup';
const MADE = '<!-- Made from code by `npm run docs`: change it there. -->';

/** The text of each page by its path below the root. */
export function referencePages(): Readonly<Record<string, string>> {
  return {
    'docs/faults.md': faultsPage(),
    'docs/topics.md': topicsPage(),
    'docs/settings.md': settingsPage(),
    'docs/ros-nodes.md': nodesPage(MADE),
    [`${BRINGUP}/config/parameters.yaml`]: parametersFile(),
    [`${BRINGUP}/urdf/jackdaw.urdf`]: describeRobot(
      loadScene(join(defaultLoadOptions.simFolder, 'worlds', 'first-steps.wbt')),
    ),
  };
}

function faultsPage(): string {
  const codes = Object.entries(faultCodes);
  const areas = [...new Set(codes.map(([code]) => code.split('/')[0]!))];
  const sections = areas.map((area) => {
    const rows = codes
      .filter(([code]) => code.startsWith(`${area}/`))
      .map(([code, text]) => [`\`${code}\``, text]);
    return `## ${area}\n\n${formatTable(['code', 'meaning'], rows)}`;
  });
  const intro =
    'Every error that reaches a person is a Fault with one of these codes, and says what happened, what was found, ' +
    'what was expected and what to do next.';
  return [MADE, '# Faults', intro, ...sections].join('\n\n') + '\n';
}

function topicsPage(): string {
  const rows = topicNames.map((name) => {
    const { type, periodMs, maxAgeMs, queue, recorded, simulated, qos }: Topic = topics[name];
    const reader = typeof queue === 'number' ? `newest ${queue}` : queue;
    const offered = `${qos.reliability}, ${qos.durability}, ${qos.history} ${qos.depth}`;
    return [
      `\`${name}\`${simulated === true ? ' (simulation)' : ''}`,
      type,
      periodMs === undefined ? '' : String(periodMs),
      maxAgeMs === undefined ? '' : String(maxAgeMs),
      reader,
      recorded,
      offered,
    ];
  });
  const heads = ['topic', 'type', 'period, ms', 'stale after, ms', 'a busy reader keeps', 'recorded', 'QoS'];
  const intro =
    'Names without a slash are under the namespace of the robot. Units and frames are those of REP-103 and REP-105.';
  return [MADE, '# Topics', intro, formatTable(heads, rows)].join('\n\n') + '\n';
}

function settingsPage(): string {
  const intro =
    'One YAML file holds one section per stage; `--set <stage>.<setting>=<value>` overrides it; `--print-config` shows ' +
    'every value and where it came from. Live settings may change while the robot runs.';
  return [MADE, '# Settings', intro, formatParameters(listParameters(runSections))].join('\n\n');
}

function formatTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
