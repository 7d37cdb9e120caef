// The closed table of fault codes, by room; docs/faults.md is generated from it and a test holds them together.

export const faultCodes = {
  // message
  'message/unknown-type': 'A message type that is not in the registry was asked for.',
  'message/undecodable': 'Bytes do not decode as a message of their type.',
  'message/unencodable': 'A value does not fit its message type.',
  // runtime
  'runtime/stage-failed': 'A stage threw while taking a message or ticking.',
  'runtime/bad-graph':
    'Stages do not fit together: two writers of one topic, an unknown topic, a duplicate name.',
  'runtime/queue-overflow': 'A queue that must lose nothing reached its ceiling and lost its oldest message.',
  'runtime/closed': 'Something was used after it was closed.',
  'node/nothing-to-play':
    'A node was given nothing that it could play: no such file, or no such topic in the bag.',
  'process/ended': 'A process that did part of the work ended before it answered.',
  'ros/missing': 'ROS 2 or rclnodejs is not installed, or not for this shell.',
  'ros/start-failed': 'A ROS node cannot be started: its arguments, or the installation.',
  'ros/service-failed': 'A service of a ROS node could not do what it was asked for.',
  'ros/transition-failed':
    'A transition of a ROS node could not be made: the node is where it was, or unconfigured.',
  'ros/no-input': 'Messages that a ROS node needs do not come.',
  'ros/time-base': 'A ROS node and the graph do not keep the same time: /clock, and use_sim_time.',
  'ros/twin': 'Two ROS nodes have one name.',
  'ros/rival': 'Another ROS node publishes what this one alone should.',
  'ros/never-meet': 'A publisher and a subscription of one topic never meet, by type or quality of service.',
  'ros/unknown-remap': 'A remap names no topic and no service of the ROS node: it changes nothing.',
  'tf/missing': 'No transform connects the two frames.',
  'tf/too-old': 'The transform asked for is older than what is kept.',
  'tf/not-yet': 'The transform asked for is newer than what has arrived.',
  'tf/slashed': 'Names of frames begin with a slash, as in ROS 1; they are taken without it.',
  'tf/invalid': 'A transform is not finite, not a rotation, or would close a loop.',
  'config/invalid': 'A configuration file or flag has wrong, missing or unknown values.',
  'config/start-only': 'A setting that holds from the start was to be changed while the robot runs.',
  'config/unreadable': 'A configuration file cannot be read or is not YAML.',
  // world files and simulation
  'world/unreadable': 'A world or PROTO file cannot be read.',
  'world/syntax': 'A world or PROTO file breaks the grammar.',
  'world/limit': 'A world or PROTO file exceeds a ceiling (size, nesting, includes, expansion).',
  'world/unsupported': 'The simulator cannot use this world at all.',
  'world/invalid': 'A world is well-formed but makes no sense (no robot, a negative size).',
  'rooms/impossible': 'The room generator cannot satisfy what was asked.',
  'physics/invalid': 'The scene cannot be turned into a physics model, or the simulation diverged.',
  'physics/missing': 'The physics engine cannot be loaded.',
  'scenario/invalid': 'A scenario file has wrong, missing or unknown values.',
  // recording
  'bag/unreadable': 'A bag or its metadata cannot be read.',
  'bag/truncated': 'A bag ends before it should.',
  'bag/corrupt': 'A bag holds bytes that contradict each other.',
  'bag/limit': 'A record exceeds a ceiling.',
  'bag/disk-full': 'No space is left for the recording; it was closed as a valid file.',
  'bag/write-failed': 'Writing the recording failed; it was closed as a valid file where possible.',
  'bag/exists': 'The output of a recording or export already exists.',
  'bag/unsupported': 'A bag uses a storage, compression or encoding that cannot be read here.',
  'log/invalid': 'A foreign robot log cannot be understood.',
  // picture
  'picture/undecodable': 'Bytes are not an image of an allowed format and size.',
  'picture/unencodable': 'Pixels cannot be encoded.',
  // driving and perception
  'stage/bad-input': 'A stage was given a message it must refuse.',
  'model/missing': 'There is no model in the folder that was named.',
  'model/unreadable': 'A file of a model cannot be read.',
  'model/bad-manifest': 'The manifest of a model has wrong, missing or unknown values.',
  'model/digest': 'A file of a model is not the one its manifest describes.',
  'model/too-large': 'A model exceeds a ceiling (bytes, nodes, weights).',
  'model/corrupt': 'The network of a model is not an ONNX file.',
  'model/external-data': 'A network keeps weights outside its own file.',
  'model/unsupported': 'A network uses an operator, an operator set or a feature that is not allowed.',
  'model/shapes': 'Inputs or outputs of a network are not those its manifest describes.',
  'model/bad-proof': 'A result cannot be put into the card of a model: it is damaged, or of another model.',
  'model/parity':
    'Trainer, runtime and the independent reading of a model do not agree; it was not published.',
  'model/exists': 'The folder of a model to be written holds something already.',
  'model/write-failed': 'A model cannot be written; nothing was published.',
  'engine/missing': 'The inference engine cannot be loaded.',
  'engine/failed': 'The inference engine failed or ended, or could not load a network.',
  'engine/late': 'The inference engine did not answer in time; it was restarted.',
  'engine/not-finite': 'A network put out numbers that are not finite.',
  // dataset
  'dataset/unreadable': 'A dataset or a file of it cannot be read.',
  'dataset/incomplete': 'A folder holds half a dataset: its build was interrupted or refused.',
  'dataset/corrupt': 'Parts of a dataset contradict each other or are not what its manifest says.',
  'dataset/busy': 'Another process captures or builds in this folder.',
  'dataset/exists': 'The output folder holds something else than this dataset.',
  'dataset/no-images': 'A source of a dataset has no images, or none with labels.',
  'dataset/bad-label': 'A label names a class, an image or a box that there is not.',
  'dataset/empty-split': 'A split of a dataset has no images, or would have none.',
  'dataset/few-rooms': 'More rooms of a split are asked for than it has.',
  'dataset/leak': 'Two splits of a dataset share a room or an image.',
  'dataset/held-out': 'A source of a dataset is made of held-out assets, which no training may see.',
  'dataset/write-failed': 'A dataset cannot be written; what was there before is untouched.',
  // training
  'training/bad-operating-point': 'Thresholds and calibration of a training have wrong or missing values.',
  'training/bad-network':
    'The description of a network breaks its schema, or its layers do not fit together.',
  'training/bad-tensors': 'A safetensors file is damaged, or its tensors are not those of the network.',
  'training/no-data': 'A dataset holds nothing to train or validate on, or classes that the network has not.',
  'training/too-much-data': 'The pictures of a dataset do not fit into the memory that training may use.',
  'training/diverged':
    'The loss or a gradient is no number; training stopped and the last checkpoint is kept.',
  'training/write-failed': 'A file of a training cannot be written; the last checkpoint is kept.',
  'training/bad-start': 'The model to start from has no layer that fits the network.',
  'training/bad-run': 'The folder of a training cannot be resumed, or holds another one.',
  'training/busy': 'Another process trains in this folder.',
  'training/learner-missing': 'The learner asked for is not set up, or cannot be loaded.',
  // evaluation
  'evaluation/no-data': 'A dataset holds nothing to evaluate on, or classes that the model has not.',
  'evaluation/write-failed': 'A file of an evaluation cannot be written.',
  // benchmarks
  'bench/peer-failed': 'A peer of the benchmark cannot be run or ended without an answer.',
  // command line
  'cli/stages': 'A module of --stages cannot be loaded, or what it exports is no stage.',
  'cli/usage': 'A command was used wrongly.',
  'cli/output': 'An output file or folder cannot be written.',
} as const satisfies Record<string, string>;

export type FaultCode = keyof typeof faultCodes;
