// jackdaw bag export: scans of a bag as CSV, its pictures as files.
import type { Command } from 'commander';
import { Fault } from '../fault/fault.js';
import type { Bag } from '../recording/bag.js';
import type { ExportedImages, Exported } from '../recording/export.js';
import { parsePositive } from './arguments.js';
import { printLine, printRemark } from './print.js';

interface ExportFlags {
  readonly scans?: string;
  readonly topic?: string;
  readonly images?: string;
  readonly imageTopic?: string;
  readonly every?: number;
}

export function addBagExport(bag: Command): void {
  bag
    .command('export')
    .description('scans as CSV, pictures as files')
    .argument('<bag>', 'a bag folder, an .mcap or a .db3 file')
    .option('--scans <file.csv>', 'write a LaserScan topic; the header names every column with its unit')
    .option('--topic <name>', 'of --scans; /scan if absent')
    .option('--images <folder>', 'write a picture topic, with times.csv')
    .option(
      '--image-topic <name>',
      'of --images; if absent camera/image_raw/compressed, else the first with pictures',
    )
    .option('--every <ms>', 'leave out pictures nearer in time; all are written if absent', parsePositive)
    .addHelpText('after', more)
    .action(async (path: string, flags: ExportFlags, command: Command) => {
      if (flags.scans === undefined && flags.images === undefined) {
        command.error('error: say what to export: --scans FILE.csv, --images FOLDER, or both');
      }
      refuseStrays(flags);
      const { openBag } = await import('../recording/bag.js');
      const opened = await openBag(path);
      try {
        await writeScans(opened, flags);
        await writeImages(opened, flags);
      } finally {
        await opened.close();
      }
    });
}

const more = `
Compressed pictures (JPEG or PNG) are written as they are in the bag, raw ones (sensor_msgs/Image) as PNG. A file is named by
the bag and the number of its frame in it (kitchen-000012.jpg), with --every too: \`dataset build --coco\` finds labels by it.

Examples:
  $ npx jackdaw bag export out --scans scans.csv --images pictures
  $ npx jackdaw bag export kitchen --images kitchen-images --every 1000
  $ npx jackdaw bag export kitchen --images rear-images --image-topic /rear/image_raw`;

function refuseStrays({ scans, topic, images, imageTopic, every }: ExportFlags): void {
  if (topic !== undefined && scans === undefined) {
    throw new Fault('cli/usage', {
      what: '--topic is the topic of --scans.',
      next: `Give --image-topic ${topic}`,
    });
  }
  if (images !== undefined || (imageTopic === undefined && every === undefined)) return;
  throw new Fault('cli/usage', {
    what: `${imageTopic === undefined ? '--every' : '--image-topic'} is for pictures.`,
    next: 'Give --images FOLDER too.',
  });
}

async function writeScans(bag: Bag, { scans, topic = '/scan' }: ExportFlags): Promise<void> {
  if (scans === undefined) return;
  const { exportScans } = await import('../recording/export.js');
  const exported = await exportScans(bag, topic, scans);
  printLine(`${scans}: ${exported.written} scans${skippedIn(exported)}`);
}

async function writeImages(bag: Bag, { images, imageTopic, every }: ExportFlags): Promise<void> {
  if (images === undefined) return;
  const { exportImages } = await import('../recording/export.js');
  const topic = imageTopic ?? (await findImageTopic(bag));
  const exported = await exportImages(bag, topic, images, { everyMs: every });
  printLine(`${images}: ${exported.written} pictures${passedIn(exported)}${skippedIn(exported)}`);
}

/** The one that `dataset build` takes; said where a person may have meant another. */
async function findImageTopic(bag: Bag): Promise<string> {
  const { chooseImageTopic, usualImageTopic } = await import('../recording/image-topic.js');
  const { topic, others } = chooseImageTopic(bag.topics) ?? {};
  // Said by the export, with what the bag has.
  if (topic === undefined || others === undefined) return usualImageTopic;
  const choice =
    others.length === 0 ? '' : ` It also has ${others.join(', ')}: choose with --image-topic ${others[0]}`;
  if (topic.name !== usualImageTopic || others.length > 0)
    printRemark(`Pictures of ${topic.name} are taken.${choice}`);
  return topic.name;
}

function passedIn({ passed }: ExportedImages): string {
  return passed === 0 ? '' : `, ${passed} nearer in time left out`;
}

function skippedIn({ skipped }: Exported): string {
  return skipped === 0 ? '' : `, ${skipped} skipped`;
}
