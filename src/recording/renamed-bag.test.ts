// A bag under other names: what it says it has, and what it gives.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { openBag } from './bag.js';
import { renameTopics, type Renaming } from './renamed-bag.js';
import { inScratch, recordAll, sampleDrive } from './testing/scratch-bag.js';

async function heard(renaming: Renaming, topics?: readonly string[]): Promise<Record<string, number>> {
  return inScratch(async (folder) => {
    await recordAll(sampleDrive(1), { folder: join(folder, 'bag') });
    const bag = renameTopics(await openBag(join(folder, 'bag')), renaming);
    const counts: Record<string, number> = {};
    for await (const { topic } of bag.messages(topics === undefined ? {} : { topics })) {
      assert.ok(bag.topics.includes(topic), `${topic.name} is no topic of the bag`);
      counts[topic.name] = (counts[topic.name] ?? 0) + 1;
    }
    await bag.close();
    return counts;
  });
}

describe('a bag with other names', () => {
  const names = new Map([['/scan', '/front/scan']]);

  it('when a topic is renamed, then its messages come under the new name, and only under it', async () => {
    assert.deepEqual(await heard({ names }), { '/front/scan': 10, '/odom': 50 });
    assert.deepEqual(await heard({ names }, ['/front/scan']), { '/front/scan': 10 });
    assert.deepEqual(await heard({ names }, ['/scan']), {});
  });

  it('when a topic is left out, then nobody hears it, and another may have its name', async () => {
    const swapped = { names: new Map([['/scan', '/odom']]), without: new Set(['/odom']) };
    assert.deepEqual(await heard(swapped), { '/odom': 10 });
  });

  it('when two topics get one name, then both come under it, as ROS has it', async () => {
    assert.deepEqual(await heard({ names: new Map([['/scan', '/odom']]) }), { '/odom': 60 });
  });
});
