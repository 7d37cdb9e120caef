// Definition texts of the packages that the distribution's set lacks: vision_msgs (version 4) and our own jackdaw_msgs.

/** vision_msgs, version 4 (Humble and later), fields only. */
export const visionTexts = {
  'vision_msgs/ObjectHypothesis': 'string class_id\nfloat64 score\n',
  'vision_msgs/ObjectHypothesisWithPose':
    'vision_msgs/ObjectHypothesis hypothesis\ngeometry_msgs/PoseWithCovariance pose\n',
  'vision_msgs/Point2D': 'float64 x\nfloat64 y\n',
  'vision_msgs/Pose2D': 'vision_msgs/Point2D position\nfloat64 theta\n',
  'vision_msgs/BoundingBox2D': 'vision_msgs/Pose2D center\nfloat64 size_x\nfloat64 size_y\n',
  'vision_msgs/BoundingBox3D': 'geometry_msgs/Pose center\ngeometry_msgs/Vector3 size\n',
  'vision_msgs/Detection2D':
    'std_msgs/Header header\nvision_msgs/ObjectHypothesisWithPose[] results\nvision_msgs/BoundingBox2D bbox\nstring id\n',
  'vision_msgs/Detection2DArray': 'std_msgs/Header header\nvision_msgs/Detection2D[] detections\n',
  'vision_msgs/Detection3D':
    'std_msgs/Header header\nvision_msgs/ObjectHypothesisWithPose[] results\nvision_msgs/BoundingBox3D bbox\nstring id\n',
  'vision_msgs/Detection3DArray': 'std_msgs/Header header\nvision_msgs/Detection3D[] detections\n',
  'vision_msgs/Classification': 'std_msgs/Header header\nvision_msgs/ObjectHypothesis[] results\n',
  'vision_msgs/VisionInfo':
    'std_msgs/Header header\nstring method\nstring database_location\nint32 database_version\n',
} as const;

/** The same texts lie in ros_ws/src/jackdaw_msgs/msg for colcon; a test holds the two together. */
export const jackdawTexts = {
  'jackdaw_msgs/Contact': `# One touch.
# Name of the other object.
string object
# Its class, empty if unknown.
string class_id
# Where, in the frame of the message that carries this.
geometry_msgs/Point position
# Newtons.
float64 force
`,
  'jackdaw_msgs/Contacts': `# What the bumper feels; contacts is empty while nothing touches.
std_msgs/Header header
jackdaw_msgs/Contact[] contacts
`,
  'jackdaw_msgs/Obstacle': `# One obstacle.
# Bits of sources.
uint8 SOURCE_LIDAR=1
uint8 SOURCE_CAMERA=2
# The same obstacle keeps its id from message to message.
uint32 id
# Class, empty if unknown.
string class_id
# 0 to 1.
float64 score
# Centre, in the frame of the message that carries this, metres.
geometry_msgs/Point position
# Extent along its own axes, metres.
geometry_msgs/Vector3 size
# Of its own x axis in that frame, about z, radians.
float64 yaw
# Metres a second, in that frame.
geometry_msgs/Vector3 velocity
uint8 sources
`,
  'jackdaw_msgs/ObstacleArray': `std_msgs/Header header
jackdaw_msgs/Obstacle[] obstacles
`,
  'jackdaw_msgs/GuardState': `# What the guard does to the velocity command, and why.
uint8 DO_NOTHING=0
uint8 STOP=1
uint8 SLOWDOWN=2
uint8 APPROACH=3
uint8 LIMIT=4
std_msgs/Header header
uint8 action
# In one word: clear, zone, approach, stale, fault, bumper, invalid, silent, estop.
string cause
# The polygon or limit that decided, empty if none.
string zone
# The source, topic or obstacle behind it.
string what
# Age of the oldest required source, seconds.
float64 age
`,
  'jackdaw_msgs/StageCalls': `# What the stages of a live run were called with, and when: with the recorded messages, all that their outputs depend on.
# Values of topic that are no message.
uint8 TICK=255
uint8 SETTINGS=254
# The time from which after_ns counts.
builtin_interfaces/Time start
# Calls before these, since the run began: a gap shows what was lost.
uint32 first
# Names, to which stage and topic point.
string[] stages
string[] topics
# For each call: who was called.
uint8[] stage
# What it took: a message of this topic, a TICK, or new SETTINGS.
uint8[] topic
# The message's sequence number on its topic; of new settings their place in settings.
uint32[] sequence
# When, nanoseconds after start.
uint32[] after_ns
# Settings that changed, as JSON: {"path.in.the.stage": new value}.
string[] settings
# Messages that were taken and are not recorded (raw pictures): their topics, sequence numbers and stamps.
uint8[] absent_topic
uint32[] absent_sequence
int32[] absent_sec
uint32[] absent_nanosec
`,
} as const;
