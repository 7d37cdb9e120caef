// Which topics each kind of node reads and writes, known without opening anything: for documentation.
import { topicNames, type TopicName } from '../../message/topics.js';
import { DetectStage } from '../../perception/detect/detect.js';
import { recordedTopics } from '../../recording/recorder.js';
import { layerConfig } from '../../runtime/config/config.js';
import { writtenTopics } from '../../simulation/embedded/embedded-world.js';
import { createStage, stageSchemas, type StageName } from '../stages.js';
import { playedPictures } from './members.js';
import { stagesOf, type NodeKind } from './table.js';

export interface NodeTopics {
  readonly reads: readonly TopicName[];
  readonly writes: readonly TopicName[];
}

/** Of the wire: what stages of the node tell each other is not asked of others. With eyes, where it may have them. */
export function topicsOf(kind: NodeKind): NodeTopics {
  const members = [...stagesOf(kind, true).map(topicsOfStage), topicsOfCarried(kind)];
  const writes = new Set<TopicName>(members.flatMap((each) => each.writes));
  const reads = new Set(members.flatMap((each) => each.reads).filter((topic) => !writes.has(topic)));
  return { reads: [...reads], writes: [...writes.add('/diagnostics').add('/rosout')] };
}

function topicsOfStage(name: StageName): NodeTopics {
  return name === 'detect' ? DetectStage.topics : createStage(name, layerConfig(stageSchemas).values);
}

function topicsOfCarried({ carries }: NodeKind): NodeTopics {
  if (carries === undefined) return { reads: [], writes: [] };
  switch (carries) {
    case 'world':
      return { reads: ['cmd_vel'], writes: writtenTopics({ lidar: true, camera: true }) };
    case 'pictures':
      return { reads: [], writes: playedPictures };
    case 'scans':
      return { reads: [], writes: ['scan'] };
    case 'recording':
      return { reads: recordedTopics, writes: [] };
    case 'graph':
      return { reads: topicNames.filter((topic) => topic !== '/diagnostics'), writes: [] };
  }
}
