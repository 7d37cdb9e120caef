// The ROS 2 message types Jackdaw speaks (jazzy), field names as ROS has them; numeric arrays are typed arrays.
// Long because it is a table: one short interface for each type.
import type { Duration, Time } from './time.js';

// ---- std_msgs ----

/** std_msgs/msg/String. */
export interface Text {
  data: string;
}
export interface Header {
  stamp: Time;
  frame_id: string;
}

// ---- geometry_msgs ----
export interface Vector3 {
  x: number;
  y: number;
  z: number;
}
export type Point = Vector3;
export interface Quaternion {
  x: number;
  y: number;
  z: number;
  w: number;
}
export interface Pose {
  position: Point;
  orientation: Quaternion;
}
export interface PoseStamped {
  header: Header;
  pose: Pose;
}
/** covariance: 6x6 row-major, order x, y, z, rot x, rot y, rot z (REP-103). */
export interface PoseWithCovariance {
  pose: Pose;
  covariance: Float64Array;
}
export interface Twist {
  linear: Vector3;
  angular: Vector3;
}
export interface TwistStamped {
  header: Header;
  twist: Twist;
}
export interface TwistWithCovariance {
  twist: Twist;
  covariance: Float64Array;
}
export interface Transform {
  translation: Vector3;
  rotation: Quaternion;
}
export interface TransformStamped {
  header: Header;
  child_frame_id: string;
  transform: Transform;
}

// ---- sensor_msgs ----
/** Counter-clockwise, angle 0 along +x; stamp is the time of the first ray; REP-117 range values. */
export interface LaserScan {
  header: Header;
  angle_min: number;
  angle_max: number;
  angle_increment: number;
  time_increment: number;
  scan_time: number;
  range_min: number;
  range_max: number;
  ranges: Float32Array;
  intensities: Float32Array;
}
export interface Image {
  header: Header;
  height: number;
  width: number;
  encoding: string;
  is_bigendian: number;
  step: number;
  data: Uint8Array;
}
export interface CompressedImage {
  header: Header;
  format: string;
  data: Uint8Array;
}
export interface RegionOfInterest {
  x_offset: number;
  y_offset: number;
  height: number;
  width: number;
  do_rectify: boolean;
}
export interface CameraInfo {
  header: Header;
  height: number;
  width: number;
  distortion_model: string;
  d: Float64Array;
  k: Float64Array;
  r: Float64Array;
  p: Float64Array;
  binning_x: number;
  binning_y: number;
  roi: RegionOfInterest;
}
export interface Imu {
  header: Header;
  orientation: Quaternion;
  orientation_covariance: Float64Array;
  angular_velocity: Vector3;
  angular_velocity_covariance: Float64Array;
  linear_acceleration: Vector3;
  linear_acceleration_covariance: Float64Array;
}
export interface JointState {
  header: Header;
  name: string[];
  position: Float64Array;
  velocity: Float64Array;
  effort: Float64Array;
}

// ---- nav_msgs, tf2_msgs, rosgraph_msgs ----
export interface Odometry {
  header: Header;
  child_frame_id: string;
  pose: PoseWithCovariance;
  twist: TwistWithCovariance;
}
export interface TFMessage {
  transforms: TransformStamped[];
}
export interface Clock {
  clock: Time;
}

// ---- vision_msgs (v4) ----
export interface ObjectHypothesis {
  class_id: string;
  score: number;
}
export interface ObjectHypothesisWithPose {
  hypothesis: ObjectHypothesis;
  pose: PoseWithCovariance;
}
export interface Point2D {
  x: number;
  y: number;
}
export interface Pose2D {
  position: Point2D;
  theta: number;
}
export interface BoundingBox2D {
  center: Pose2D;
  size_x: number;
  size_y: number;
}
export interface Detection2D {
  header: Header;
  results: ObjectHypothesisWithPose[];
  bbox: BoundingBox2D;
  id: string;
}
export interface Detection2DArray {
  header: Header;
  detections: Detection2D[];
}
export interface BoundingBox3D {
  center: Pose;
  size: Vector3;
}
export interface Detection3D {
  header: Header;
  results: ObjectHypothesisWithPose[];
  bbox: BoundingBox3D;
  id: string;
}
export interface Detection3DArray {
  header: Header;
  detections: Detection3D[];
}
export interface Classification {
  header: Header;
  results: ObjectHypothesis[];
}
export interface VisionInfo {
  header: Header;
  method: string;
  database_location: string;
  database_version: number;
}

// ---- diagnostic_msgs, rcl_interfaces ----
export interface KeyValue {
  key: string;
  value: string;
}
/** level: 0 OK, 1 WARN, 2 ERROR, 3 STALE. */
export interface DiagnosticStatus {
  level: number;
  name: string;
  message: string;
  hardware_id: string;
  values: KeyValue[];
}
export interface DiagnosticArray {
  header: Header;
  status: DiagnosticStatus[];
}
/** level: 10 DEBUG, 20 INFO, 30 WARN, 40 ERROR, 50 FATAL. */
export interface Log {
  stamp: Time;
  level: number;
  name: string;
  msg: string;
  file: string;
  function: string;
  line: number;
}

// ---- lifecycle_msgs ----
export interface Transition {
  id: number;
  label: string;
}
export interface State {
  id: number;
  label: string;
}
export interface TransitionEvent {
  timestamp: bigint;
  transition: Transition;
  start_state: State;
  goal_state: State;
}

// ---- visualization_msgs ----
export interface ColorRGBA {
  r: number;
  g: number;
  b: number;
  a: number;
}
export interface UVCoordinate {
  u: number;
  v: number;
}
export interface MeshFile {
  filename: string;
  data: Uint8Array;
}
export interface Marker {
  header: Header;
  ns: string;
  id: number;
  type: number;
  action: number;
  pose: Pose;
  scale: Vector3;
  color: ColorRGBA;
  lifetime: Duration;
  frame_locked: boolean;
  points: Point[];
  colors: ColorRGBA[];
  texture_resource: string;
  texture: CompressedImage;
  uv_coordinates: UVCoordinate[];
  text: string;
  mesh_resource: string;
  mesh_file: MeshFile;
  mesh_use_embedded_materials: boolean;
}
export interface MarkerArray {
  markers: Marker[];
}

// ---- jackdaw_msgs (ros_ws/src/jackdaw_msgs) ----
/** One touch: object names the other solid, position is in the header's frame. */
export interface Contact {
  object: string;
  class_id: string;
  position: Point;
  /** Newtons. */
  force: number;
}
/** The bumper: contacts is empty while nothing touches. */
export interface Contacts {
  header: Header;
  contacts: Contact[];
}
/** position is the centre in the header's frame, size the extent along axes turned by yaw; sources: bit 1 lidar, bit 2 camera. */
export interface Obstacle {
  id: number;
  class_id: string;
  score: number;
  position: Point;
  size: Vector3;
  yaw: number;
  velocity: Vector3;
  sources: number;
}
export interface ObstacleArray {
  header: Header;
  obstacles: Obstacle[];
}
/** action: 0 do nothing, 1 stop, 2 slow down, 3 approach, 4 limit (as nav2's collision monitor numbers them). */
export interface GuardState {
  header: Header;
  action: number;
  /** Why, in one word: 'clear', 'zone', 'approach', 'stale', 'fault', 'bumper', 'invalid', 'silent', 'estop'. */
  cause: string;
  /** The polygon or limit that decided, empty if none. */
  zone: string;
  /** The source, topic or obstacle behind it, in words. */
  what: string;
  /** Age of the oldest required source, seconds. */
  age: number;
}
/** What the stages of a live run were called with; `src/recording/call-log.ts` writes it. */
export interface StageCalls {
  start: Time;
  first: number;
  stages: string[];
  topics: string[];
  stage: Uint8Array;
  topic: Uint8Array;
  sequence: Uint32Array;
  after_ns: Uint32Array;
  settings: string[];
  absent_topic: Uint8Array;
  absent_sequence: Uint32Array;
  absent_sec: Int32Array;
  absent_nanosec: Uint32Array;
}

/** Every type by its full ROS name. */
export interface MessageByType {
  'std_msgs/msg/Header': Header;
  'std_msgs/msg/String': Text;
  'geometry_msgs/msg/Twist': Twist;
  'geometry_msgs/msg/TwistStamped': TwistStamped;
  'geometry_msgs/msg/PoseStamped': PoseStamped;
  'sensor_msgs/msg/LaserScan': LaserScan;
  'sensor_msgs/msg/Image': Image;
  'sensor_msgs/msg/CompressedImage': CompressedImage;
  'sensor_msgs/msg/CameraInfo': CameraInfo;
  'sensor_msgs/msg/Imu': Imu;
  'sensor_msgs/msg/JointState': JointState;
  'nav_msgs/msg/Odometry': Odometry;
  'tf2_msgs/msg/TFMessage': TFMessage;
  'rosgraph_msgs/msg/Clock': Clock;
  'vision_msgs/msg/Detection2DArray': Detection2DArray;
  'vision_msgs/msg/Detection3DArray': Detection3DArray;
  'vision_msgs/msg/Classification': Classification;
  'vision_msgs/msg/VisionInfo': VisionInfo;
  'diagnostic_msgs/msg/DiagnosticArray': DiagnosticArray;
  'rcl_interfaces/msg/Log': Log;
  'lifecycle_msgs/msg/TransitionEvent': TransitionEvent;
  'visualization_msgs/msg/MarkerArray': MarkerArray;
  'jackdaw_msgs/msg/Contacts': Contacts;
  'jackdaw_msgs/msg/ObstacleArray': ObstacleArray;
  'jackdaw_msgs/msg/GuardState': GuardState;
  'jackdaw_msgs/msg/StageCalls': StageCalls;
}

export type TypeName = keyof MessageByType;
