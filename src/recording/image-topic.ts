// Which topic of a bag is the camera, where nobody says: ours if it is there, else the first with pictures.
import type { BagTopic } from './bag.js';

export const imageTypes: readonly string[] = ['sensor_msgs/msg/CompressedImage', 'sensor_msgs/msg/Image'];

export const usualImageTopic = '/camera/image_raw/compressed';

/** In the order in which the bag has them; what only a simulator knows is no camera. */
export function imageTopicsOf(topics: readonly BagTopic[]): BagTopic[] {
  return topics.filter(({ name, type }) => imageTypes.includes(type) && !name.includes('ground_truth/'));
}

export interface ImageTopicChoice {
  readonly topic: BagTopic;
  /** Names of those that were not taken. */
  readonly others: readonly string[];
}

/** The rule of `dataset build` too. undefined: the bag has no pictures. */
export function chooseImageTopic(topics: readonly BagTopic[]): ImageTopicChoice | undefined {
  const all = imageTopicsOf(topics);
  const topic = all.find(({ name }) => name.endsWith(usualImageTopic)) ?? all[0];
  if (topic === undefined) return undefined;
  return { topic, others: all.filter((each) => each !== topic).map(({ name }) => name) };
}
