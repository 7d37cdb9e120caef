// The topic table: type, rate, QoS, recording, age and queue of every topic, as data that everything else derives from.
import type { MessageByType, TypeName } from './messages.js';

export interface Qos {
  readonly history: 'keep_last' | 'keep_all';
  readonly depth: number;
  readonly reliability: 'reliable' | 'best_effort';
  readonly durability: 'volatile' | 'transient_local';
}

/** latest: a reader that is busy sees only the newest; a number: it queues so many and drops the oldest; lossless: never dropped. */
export type QueuePolicy = 'latest' | 'lossless' | number;

export interface Topic {
  readonly type: TypeName;
  /** Nominal period in milliseconds; undefined for events and latched topics. */
  readonly periodMs: number | undefined;
  readonly qos: Qos;
  /** yes: recorded by default; option: only when asked for. */
  readonly recorded: 'yes' | 'option';
  /** Older than this is stale, milliseconds; undefined: never. */
  readonly maxAgeMs: number | undefined;
  readonly queue: QueuePolicy;
  /** Exists in simulation only. */
  readonly simulated?: true;
}

/** REP-2003: publishers offer the system default profile. */
const reliable: Qos = { history: 'keep_last', depth: 10, reliability: 'reliable', durability: 'volatile' };
const latched: Qos = {
  history: 'keep_last',
  depth: 1,
  reliability: 'reliable',
  durability: 'transient_local',
};
const tfQos: Qos = { history: 'keep_last', depth: 100, reliability: 'reliable', durability: 'volatile' };
const rosoutQos: Qos = {
  history: 'keep_last',
  depth: 1000,
  reliability: 'reliable',
  durability: 'transient_local',
};

/** A sensor: only the newest matters. */
function sensor<T extends TypeName>(type: T, periodMs: number, maxAgeMs: number) {
  return { type, periodMs, qos: reliable, recorded: 'yes', maxAgeMs, queue: 'latest' } as const;
}
/** A command: an event that must not be lost, and is stale soon. */
function command<T extends TypeName>(type: T) {
  return { type, periodMs: 50, qos: reliable, recorded: 'yes', maxAgeMs: 500, queue: 'lossless' } as const;
}
/** What only the simulator knows. */
function truth<T extends TypeName>(type: T, periodMs: number, recorded: 'yes' | 'option') {
  return {
    type,
    periodMs,
    qos: reliable,
    recorded,
    maxAgeMs: undefined,
    queue: 10,
    simulated: true,
  } as const;
}

export const topics = {
  scan: sensor('sensor_msgs/msg/LaserScan', 100, 300),
  'camera/image_raw': { ...sensor('sensor_msgs/msg/Image', 65, 300), recorded: 'option' },
  'camera/image_raw/compressed': { ...sensor('sensor_msgs/msg/CompressedImage', 65, 300), queue: 4 },
  'camera/camera_info': sensor('sensor_msgs/msg/CameraInfo', 65, 300),
  imu: sensor('sensor_msgs/msg/Imu', 20, 200),
  odom: sensor('nav_msgs/msg/Odometry', 20, 200),
  joint_states: sensor('sensor_msgs/msg/JointState', 20, 200),
  bumper: { ...sensor('jackdaw_msgs/msg/Contacts', 20, 200), queue: 'lossless' },
  '/tf': {
    type: 'tf2_msgs/msg/TFMessage',
    periodMs: 20,
    qos: tfQos,
    recorded: 'yes',
    maxAgeMs: 200,
    queue: 'lossless',
  },
  '/tf_static': {
    type: 'tf2_msgs/msg/TFMessage',
    periodMs: undefined,
    qos: latched,
    recorded: 'yes',
    maxAgeMs: undefined,
    queue: 'lossless',
  },
  '/clock': {
    type: 'rosgraph_msgs/msg/Clock',
    periodMs: 20,
    // rclcpp and rclpy ask for best effort, rclnodejs and those who record for reliable: this meets them all.
    qos: reliable,
    recorded: 'yes',
    maxAgeMs: undefined,
    queue: 'latest',
    simulated: true,
  },
  detections: sensor('vision_msgs/msg/Detection2DArray', 65, 500),
  surface: sensor('vision_msgs/msg/Classification', 65, 500),
  // Free floor as the camera sees it, in base_footprint: range of the first floor that is not free, +Inf none, NaN not judged.
  floor_scan: sensor('sensor_msgs/msg/LaserScan', 65, 500),
  vision_info: {
    type: 'vision_msgs/msg/VisionInfo',
    periodMs: undefined,
    qos: latched,
    recorded: 'yes',
    maxAgeMs: undefined,
    queue: 'lossless',
  },
  'lidar/obstacles': sensor('jackdaw_msgs/msg/ObstacleArray', 100, 300),
  obstacles: sensor('jackdaw_msgs/msg/ObstacleArray', 100, 500),
  cmd_vel_wander: command('geometry_msgs/msg/TwistStamped'),
  cmd_vel_teleop: command('geometry_msgs/msg/TwistStamped'),
  cmd_vel_nav: command('geometry_msgs/msg/TwistStamped'),
  cmd_vel_raw: command('geometry_msgs/msg/TwistStamped'),
  cmd_vel: command('geometry_msgs/msg/TwistStamped'),
  guard: {
    type: 'jackdaw_msgs/msg/GuardState',
    periodMs: 50,
    qos: reliable,
    recorded: 'yes',
    maxAgeMs: 500,
    queue: 'lossless',
  },
  '/diagnostics': {
    type: 'diagnostic_msgs/msg/DiagnosticArray',
    periodMs: 1000,
    qos: reliable,
    recorded: 'yes',
    maxAgeMs: 3000,
    queue: 'lossless',
  },
  '/rosout': {
    type: 'rcl_interfaces/msg/Log',
    periodMs: undefined,
    qos: rosoutQos,
    recorded: 'yes',
    maxAgeMs: undefined,
    queue: 'lossless',
  },
  'ground_truth/detections': truth('vision_msgs/msg/Detection2DArray', 65, 'yes'),
  'ground_truth/pose': truth('geometry_msgs/msg/PoseStamped', 20, 'yes'),
  'ground_truth/surface': truth('vision_msgs/msg/Classification', 65, 'yes'),
  /** mono8, 24 x 18: by cell of the picture how much of it is free floor, 0..255. */
  'ground_truth/free_floor': truth('sensor_msgs/msg/Image', 65, 'option'),
  'ground_truth/contacts': truth('jackdaw_msgs/msg/Contacts', 20, 'yes'),
  'ground_truth/segmentation': truth('sensor_msgs/msg/CompressedImage', 65, 'option'),
  'ground_truth/depth': truth('sensor_msgs/msg/CompressedImage', 65, 'option'),
  'ground_truth/labels': truth('std_msgs/msg/String', 65, 'option'),
  'ground_truth/room': {
    type: 'std_msgs/msg/String',
    periodMs: undefined,
    qos: latched,
    recorded: 'option',
    maxAgeMs: undefined,
    queue: 'lossless',
    simulated: true,
  },
  'ground_truth/beam_objects': truth('sensor_msgs/msg/CompressedImage', 100, 'option'),
} as const satisfies Record<string, Topic>;

export type TopicName = keyof typeof topics;
export type TypeOf<T extends TopicName> = (typeof topics)[T]['type'];
export type MessageOf<T extends TopicName> = MessageByType[TypeOf<T>];

export const topicNames = Object.keys(topics) as TopicName[];

export function isTopicName(name: string): name is TopicName {
  return Object.hasOwn(topics, name);
}
