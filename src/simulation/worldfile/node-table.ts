// The fields of Webots' nodes with type and default, in Webots' own words; longer than most files because it is data.

export interface NodeRow {
  readonly inherits?: string;
  /** `name TYPE default…`, `name TYPE|OLDTYPE default…` where older files hold another type. */
  readonly fields: readonly string[];
}

const position = [
  'translation SFVec3f 0 0 0',
  'rotation SFRotation 0 0 1 0',
  'children MFNode',
  'translationStep SFFloat 0.01',
  'rotationStep SFFloat 0.261799387',
];
const axes = ['xAxis SFBool TRUE', 'yAxis SFBool TRUE', 'zAxis SFBool TRUE'];
const light = [
  'ambientIntensity SFFloat 0',
  'color SFColor 1 1 1',
  'intensity SFFloat 1',
  'on SFBool TRUE',
  'castShadows SFBool FALSE',
];
const lamp = [...light, 'attenuation SFVec3f 1 0 0', 'location SFVec3f 0 0 0', 'radius SFFloat 100'];
const springs = ['springConstant SFFloat 0', 'dampingConstant SFFloat 0', 'staticFriction SFFloat 0'];
const stops = ['position SFFloat 0', 'minStop SFFloat 0', 'maxStop SFFloat 0', ...springs];
const motor = [
  'acceleration SFFloat -1',
  'consumptionFactor SFFloat 10',
  'controlPID SFVec3f 10 0 0',
  'maxVelocity SFFloat 10',
  'minPosition SFFloat 0',
  'maxPosition SFFloat 0',
  'multiplier SFFloat 1',
  'muscles MFNode',
];
const joint = ['jointParameters SFNode NULL', 'device MFNode', 'endPoint SFNode NULL', 'position SFFloat 0'];
const faces = ['back', 'bottom', 'front', 'left', 'right', 'top'];

/** webots.md 1.4 (R2025a); fields that only older releases had are kept with the note "old". */
export const nodeTable: Readonly<Record<string, NodeRow>> = {
  // The world.
  WorldInfo: {
    fields: [
      'info MFString',
      'title SFString ""',
      'window SFString "<none>"',
      'gravity SFFloat|SFVec3f 9.81',
      'CFM SFFloat 0.00001',
      'ERP SFFloat 0.2',
      'physics SFString "<none>"',
      'basicTimeStep SFFloat 32',
      'FPS SFFloat 60',
      'optimalThreadCount SFInt32 1',
      'physicsDisableTime SFFloat 1',
      'physicsDisableLinearThreshold SFFloat 0.01',
      'physicsDisableAngularThreshold SFFloat 0.01',
      'defaultDamping SFNode NULL',
      'inkEvaporation SFFloat 0',
      'coordinateSystem SFString "ENU"',
      'gpsCoordinateSystem SFString "local"',
      'gpsReference SFVec3f 0 0 0',
      'lineScale SFFloat 0.1',
      'dragForceScale SFFloat 30',
      'dragTorqueScale SFFloat 5',
      'randomSeed SFInt32 0',
      'contactProperties MFNode',
      // old
      'northDirection SFVec3f 1 0 0',
      'fast2d SFString ""',
      'displayRefresh SFInt32 2',
      'runRealTime SFBool TRUE',
    ],
  },
  Viewpoint: {
    fields: [
      'fieldOfView SFFloat 0.785398',
      'orientation SFRotation 0 0 1 0',
      'position SFVec3f -10 0 0',
      'description SFString ""',
      'near SFFloat 0.05',
      'far SFFloat 0',
      'exposure SFFloat 1',
      'follow SFString ""',
      'followType SFString "Tracking Shot"',
      'followSmoothness SFFloat 0.5',
      'followOrientation SFBool FALSE',
      'lensFlare SFNode NULL',
      'ambientOcclusionRadius SFFloat 2',
      'bloomThreshold SFFloat 21',
    ],
  },
  Background: {
    fields: [
      'skyColor MFColor 0 0 0',
      'luminosity SFFloat 1',
      ...faces.map((face) => `${face}Url MFString`),
      ...faces.map((face) => `${face}IrradianceUrl MFString`),
    ],
  },
  Fog: { fields: ['color SFColor 1 1 1', 'fogType SFString "LINEAR"', 'visibilityRange SFFloat 0'] },
  DirectionalLight: { fields: [...light, 'direction SFVec3f 0 0 -1', 'castLensFlares SFBool FALSE'] },
  PointLight: { fields: lamp },
  SpotLight: {
    fields: [
      ...lamp,
      'beamWidth SFFloat 1.570796',
      'cutOffAngle SFFloat 0.785398',
      'direction SFVec3f 0 0 -1',
    ],
  },
  LensFlare: {
    fields: [
      'transparency SFFloat 0.4',
      'scale SFFloat 1.5',
      'bias SFFloat 0.9',
      'dispersal SFFloat 0.6',
      'haloWidth SFFloat 0.4',
      'chromaDistortion SFFloat 2',
      'samples SFInt32 3',
      'blurIterations SFInt32 2',
    ],
  },
  ContactProperties: {
    fields: [
      'material1 SFString "default"',
      'material2 SFString "default"',
      'coulombFriction MFFloat 1',
      'frictionRotation SFVec2f 0 0',
      'rollingFriction SFVec3f 0 0 0',
      'bounce SFFloat 0.5',
      'bounceVelocity SFFloat 0.01',
      'forceDependentSlip MFFloat 0',
      'softERP SFFloat 0.2',
      'softCFM SFFloat 0.001',
      'bumpSound SFString ""',
      'rollSound SFString ""',
      'slideSound SFString ""',
      'maxContactJoints SFInt32 10',
    ],
  },

  // Places and solids.
  Group: { fields: ['children MFNode'] },
  Pose: { fields: position },
  Transform: { inherits: 'Pose', fields: ['scale SFVec3f 1 1 1'] },
  Solid: {
    inherits: 'Pose',
    fields: [
      'name SFString "solid"',
      'model SFString ""',
      'description SFString ""',
      'contactMaterial SFString "default"',
      'immersionProperties MFNode',
      'boundingObject SFNode NULL',
      'physics SFNode NULL',
      'locked SFBool FALSE',
      'radarCrossSection SFFloat 0',
      'recognitionColors MFColor',
      'linearVelocity SFVec3f 0 0 0',
      'angularVelocity SFVec3f 0 0 0',
      // old
      'scale SFVec3f 1 1 1',
    ],
  },
  Robot: {
    inherits: 'Solid',
    fields: [
      'name SFString "robot"',
      'controller SFString "<generic>"',
      'controllerArgs MFString',
      'customData SFString ""',
      'supervisor SFBool FALSE',
      'synchronization SFBool TRUE',
      'battery MFFloat',
      'cpuConsumption SFFloat 10',
      'selfCollision SFBool FALSE',
      'window SFString "<generic>"',
      'remoteControl SFString "<none>"',
    ],
  },
  Charger: {
    inherits: 'Solid',
    fields: ['battery MFFloat', 'radius SFFloat 0.04', 'emissiveColor SFColor 0 1 0', 'gradual SFBool TRUE'],
  },
  Fluid: {
    inherits: 'Pose',
    fields: [
      'name SFString "fluid"',
      'model SFString ""',
      'description SFString ""',
      'boundingObject SFNode NULL',
      'density SFFloat 1000',
      'viscosity SFFloat 0.001',
      'streamVelocity SFVec3f 0 0 0',
      'locked SFBool FALSE',
    ],
  },
  Track: {
    inherits: 'Solid',
    fields: [
      'device MFNode',
      'animatedGeometry SFNode NULL',
      'geometriesCount SFInt32 10',
      'textureAnimation SFVec2f 0 0',
      'linearVelocity SFFloat 0',
    ],
  },
  TrackWheel: { inherits: 'Pose', fields: ['radius SFFloat 0.1', 'inner SFBool FALSE'] },
  Billboard: { fields: ['children MFNode'] },
  Slot: { fields: ['type SFString ""', 'endPoint SFNode NULL'] },
  SolidReference: { fields: ['solidName SFString ""'] },
  Physics: {
    fields: [
      'density SFFloat 1000',
      'mass SFFloat -1',
      'centerOfMass MFVec3f',
      'inertiaMatrix MFVec3f',
      'damping SFNode NULL',
    ],
  },
  Damping: { fields: ['linear SFFloat 0.2', 'angular SFFloat 0.2'] },
  ImmersionProperties: {
    fields: [
      'fluidName SFString ""',
      'referenceArea SFString "immersed area"',
      'dragForceCoefficients SFVec3f 0 0 0',
      'dragTorqueCoefficients SFVec3f 0 0 0',
      'viscousResistanceForceCoefficient SFFloat 0',
      'viscousResistanceTorqueCoefficient SFFloat 0',
    ],
  },

  // What is seen.
  Shape: {
    fields: [
      'appearance SFNode NULL',
      'geometry SFNode NULL',
      'castShadows SFBool TRUE',
      'isPickable SFBool TRUE',
    ],
  },
  Appearance: {
    fields: [
      'material SFNode NULL',
      'texture SFNode NULL',
      'textureTransform SFNode NULL',
      'name SFString "appearance"',
    ],
  },
  PBRAppearance: {
    fields: [
      'baseColor SFColor 1 1 1',
      'baseColorMap SFNode NULL',
      'transparency SFFloat 0',
      'roughness SFFloat 0',
      'roughnessMap SFNode NULL',
      'metalness SFFloat 1',
      'metalnessMap SFNode NULL',
      'IBLStrength SFFloat 1',
      'normalMap SFNode NULL',
      'normalMapFactor SFFloat 1',
      'occlusionMap SFNode NULL',
      'occlusionMapStrength SFFloat 1',
      'emissiveColor SFColor 0 0 0',
      'emissiveColorMap SFNode NULL',
      'emissiveIntensity SFFloat 1',
      'textureTransform SFNode NULL',
      'name SFString "PBRAppearance"',
    ],
  },
  Material: {
    fields: [
      'ambientIntensity SFFloat 0.2',
      'diffuseColor SFColor 0.8 0.8 0.8',
      'emissiveColor SFColor 0 0 0',
      'shininess SFFloat 0.2',
      'specularColor SFColor 0 0 0',
      'transparency SFFloat 0',
    ],
  },
  ImageTexture: {
    fields: ['url MFString', 'repeatS SFBool TRUE', 'repeatT SFBool TRUE', 'filtering SFInt32|SFBool 4'],
  },
  TextureTransform: {
    fields: ['center SFVec2f 0 0', 'rotation SFFloat 0', 'scale SFVec2f 1 1', 'translation SFVec2f 0 0'],
  },
  Box: { fields: ['size SFVec3f 2 2 2'] },
  Sphere: { fields: ['radius SFFloat 1', 'subdivision SFInt32 1', 'ico SFBool TRUE'] },
  Plane: { fields: ['size SFVec2f 1 1'] },
  Cylinder: {
    fields: [
      'height SFFloat 2',
      'radius SFFloat 1',
      'bottom SFBool TRUE',
      'side SFBool TRUE',
      'top SFBool TRUE',
      'subdivision SFInt32 36',
    ],
  },
  Capsule: {
    fields: [
      'height SFFloat 2',
      'radius SFFloat 1',
      'bottom SFBool TRUE',
      'side SFBool TRUE',
      'top SFBool TRUE',
      'subdivision SFInt32 12',
    ],
  },
  Cone: {
    fields: [
      'bottomRadius SFFloat 1',
      'height SFFloat 2',
      'side SFBool TRUE',
      'bottom SFBool TRUE',
      'subdivision SFInt32 12',
    ],
  },
  IndexedFaceSet: {
    fields: [
      'coord SFNode NULL',
      'normal SFNode NULL',
      'texCoord SFNode NULL',
      'ccw SFBool TRUE',
      'convex SFBool TRUE',
      'normalPerVertex SFBool TRUE',
      'coordIndex MFInt32',
      'normalIndex MFInt32',
      'texCoordIndex MFInt32',
      'creaseAngle SFFloat 0',
      // old
      'solid SFBool TRUE',
    ],
  },
  IndexedLineSet: { fields: ['coord SFNode NULL', 'coordIndex MFInt32'] },
  PointSet: { fields: ['coord SFNode NULL', 'color SFNode NULL'] },
  Coordinate: { fields: ['point MFVec3f'] },
  TextureCoordinate: { fields: ['point MFVec2f'] },
  Normal: { fields: ['vector MFVec3f'] },
  Color: { fields: ['color MFColor'] },
  ElevationGrid: {
    fields: [
      'height MFFloat',
      'xDimension SFInt32 0',
      'xSpacing SFFloat 1',
      'yDimension SFInt32 0',
      'ySpacing SFFloat 1',
      'thickness SFFloat 1',
      // old
      'zDimension SFInt32 0',
      'zSpacing SFFloat 1',
      'color SFNode NULL',
      'colorPerVertex SFBool TRUE',
    ],
  },
  Mesh: { fields: ['url MFString', 'ccw SFBool TRUE', 'name SFString ""', 'materialIndex SFInt32 -1'] },
  CadShape: {
    fields: ['url MFString', 'ccw SFBool TRUE', 'castShadows SFBool TRUE', 'isPickable SFBool TRUE'],
  },
  Skin: {
    inherits: 'Pose',
    fields: [
      'scale SFVec3f 1 1 1',
      'name SFString "skin"',
      'modelUrl SFString ""',
      'appearance MFNode',
      'bones MFNode',
      'castShadows SFBool TRUE',
    ],
  },

  // Joints.
  HingeJoint: { fields: joint },
  SliderJoint: { fields: joint },
  Hinge2Joint: {
    fields: [...joint, 'jointParameters2 SFNode NULL', 'device2 MFNode', 'position2 SFFloat 0'],
  },
  BallJoint: {
    fields: [
      ...joint,
      'jointParameters2 SFNode NULL',
      'jointParameters3 SFNode NULL',
      'device2 MFNode',
      'device3 MFNode',
      'position2 SFFloat 0',
      'position3 SFFloat 0',
    ],
  },
  JointParameters: { fields: ['axis SFVec3f 0 0 1', ...stops] },
  HingeJointParameters: {
    fields: [
      'axis SFVec3f 1 0 0',
      'anchor SFVec3f 0 0 0',
      ...stops,
      'suspensionSpringConstant SFFloat 0',
      'suspensionDampingConstant SFFloat 0',
      'suspensionAxis SFVec3f 1 0 0',
      'stopERP SFFloat -1',
      'stopCFM SFFloat -1',
    ],
  },
  BallJointParameters: { fields: ['anchor SFVec3f 0 0 0', ...stops] },
  RotationalMotor: {
    fields: [
      'name SFString "rotational motor"',
      ...motor,
      'maxTorque SFFloat 10',
      'sound SFString "webots://projects/default/worlds/sounds/rotational_motor.wav"',
    ],
  },
  LinearMotor: {
    fields: [
      'name SFString "linear motor"',
      ...motor,
      'maxForce SFFloat 10',
      'sound SFString "webots://projects/default/worlds/sounds/linear_motor.wav"',
    ],
  },
  PositionSensor: {
    fields: ['name SFString "position sensor"', 'noise SFFloat 0', 'resolution SFFloat -1'],
  },
  Brake: { fields: ['name SFString "brake"'] },
  Muscle: {
    fields: [
      'volume SFFloat 0.01',
      'startOffset SFVec3f 0 0 0',
      'endOffset SFVec3f 0 0 0',
      'color MFColor',
      'castShadows SFBool TRUE',
      'visible SFBool TRUE',
    ],
  },
  Propeller: {
    fields: [
      'shaftAxis SFVec3f 1 0 0',
      'centerOfThrust SFVec3f 0 0 0',
      'thrustConstants SFVec2f 1 0',
      'torqueConstants SFVec2f 1 0',
      'fastHelixThreshold SFFloat 75.4',
      'device SFNode NULL',
      'fastHelix SFNode NULL',
      'slowHelix SFNode NULL',
    ],
  },

  // Devices.
  Lidar: {
    inherits: 'Solid',
    fields: [
      'name SFString "lidar"',
      'tiltAngle SFFloat 0',
      'horizontalResolution SFInt32 512',
      'fieldOfView SFFloat 1.5708',
      'verticalFieldOfView SFFloat 0.2',
      'numberOfLayers SFInt32 4',
      'near SFFloat 0.01',
      'minRange SFFloat 0.01',
      'maxRange SFFloat 1',
      'type SFString "fixed"',
      'projection SFString "cylindrical"',
      'noise SFFloat 0',
      'resolution SFFloat -1',
      'defaultFrequency SFFloat 10',
      'minFrequency SFFloat 1',
      'maxFrequency SFFloat 25',
      'rotatingHead SFNode NULL',
      // old
      'spherical SFBool TRUE',
    ],
  },
  Camera: {
    inherits: 'Solid',
    fields: [
      'name SFString "camera"',
      'fieldOfView SFFloat 0.785398',
      'width SFInt32 64',
      'height SFInt32 64',
      'projection SFString "planar"',
      'near SFFloat 0.01',
      'far SFFloat 0',
      'exposure SFFloat 1',
      'antiAliasing SFBool FALSE',
      'ambientOcclusionRadius SFFloat 0',
      'bloomThreshold SFFloat -1',
      'motionBlur SFFloat 0',
      'noise SFFloat 0',
      'noiseMaskUrl SFString|MFString ""',
      'lens SFNode NULL',
      'focus SFNode NULL',
      'zoom SFNode NULL',
      'recognition SFNode NULL',
      'lensFlare SFNode NULL',
      // old
      'spherical SFBool FALSE',
    ],
  },
  Lens: {
    fields: [
      'center SFVec2f 0.5 0.5',
      'radialCoefficients SFVec2f 0 0',
      'tangentialCoefficients SFVec2f 0 0',
    ],
  },
  Focus: {
    fields: [
      'focalDistance SFFloat 0',
      'focalLength SFFloat 0',
      'maxFocalDistance SFFloat 0',
      'minFocalDistance SFFloat 0',
    ],
  },
  Zoom: { fields: ['maxFieldOfView SFFloat 1.5', 'minFieldOfView SFFloat 0.5'] },
  Recognition: {
    fields: [
      'maxRange SFFloat 100',
      'maxObjects SFInt32 -1',
      'occlusion SFInt32|SFBool 1',
      'frameColor SFColor 1 0 0',
      'frameThickness SFInt32 1',
      'segmentation SFBool FALSE',
    ],
  },
  RangeFinder: {
    inherits: 'Solid',
    fields: [
      'name SFString "range-finder"',
      'fieldOfView SFFloat 0.785398',
      'width SFInt32 64',
      'height SFInt32 64',
      'projection SFString "planar"',
      'near SFFloat 0.01',
      'minRange SFFloat 0.01',
      'maxRange SFFloat 1',
      'motionBlur SFFloat 0',
      'noise SFFloat 0',
      'resolution SFFloat -1',
      'lens SFNode NULL',
      // old
      'spherical SFBool FALSE',
    ],
  },
  DistanceSensor: {
    inherits: 'Solid',
    fields: [
      'name SFString "distance sensor"',
      'lookupTable MFVec3f 0 0 0 0.1 1000 0',
      'type SFString "generic"',
      'numberOfRays SFInt32 1',
      'aperture SFFloat 1.5708',
      'gaussianWidth SFFloat 1',
      'resolution SFFloat -1',
      'redColorSensitivity SFFloat 1',
    ],
  },
  LightSensor: {
    inherits: 'Solid',
    fields: [
      'name SFString "light sensor"',
      'lookupTable MFVec3f 0 0 0 1 1000 0',
      'colorFilter SFColor 1 1 1',
      'occlusion SFBool FALSE',
      'resolution SFFloat -1',
    ],
  },
  LED: { inherits: 'Solid', fields: ['name SFString "led"', 'color MFColor 1 0 0', 'gradual SFBool FALSE'] },
  GPS: {
    inherits: 'Solid',
    fields: [
      'name SFString "gps"',
      'type SFString "satellite"',
      'accuracy SFFloat 0',
      'noiseCorrelation SFFloat 0',
      'resolution SFFloat -1',
      'speedNoise SFFloat 0',
      'speedResolution SFFloat -1',
    ],
  },
  Altimeter: {
    inherits: 'Solid',
    fields: ['name SFString "altimeter"', 'accuracy SFFloat 0', 'resolution SFFloat -1'],
  },
  InertialUnit: {
    inherits: 'Solid',
    fields: ['name SFString "inertial unit"', 'noise SFFloat 0', ...axes, 'resolution SFFloat -1'],
  },
  Gyro: {
    inherits: 'Solid',
    fields: ['name SFString "gyro"', 'lookupTable MFVec3f', ...axes, 'resolution SFFloat -1'],
  },
  Accelerometer: {
    inherits: 'Solid',
    fields: ['name SFString "accelerometer"', 'lookupTable MFVec3f', ...axes, 'resolution SFFloat -1'],
  },
  Compass: {
    inherits: 'Solid',
    fields: ['name SFString "compass"', 'lookupTable MFVec3f', ...axes, 'resolution SFFloat -1'],
  },
  TouchSensor: {
    inherits: 'Solid',
    fields: [
      'name SFString "touch sensor"',
      'type SFString "bumper"',
      'lookupTable MFVec3f 0 0 0 5000 50000 0',
      'resolution SFFloat -1',
    ],
  },
  Radar: {
    inherits: 'Solid',
    fields: [
      'name SFString "radar"',
      'minRange SFFloat 1',
      'maxRange SFFloat 50',
      'horizontalFieldOfView SFFloat 0.78',
      'verticalFieldOfView SFFloat 0.1',
      'minAbsoluteRadialSpeed SFFloat 0',
      'minRadialSpeed SFFloat 1',
      'maxRadialSpeed SFFloat -1',
      'cellDistance SFFloat 0',
      'cellSpeed SFFloat 0',
      'rangeNoise SFFloat 0',
      'speedNoise SFFloat 0',
      'angularNoise SFFloat 0',
      'antennaGain SFFloat 20',
      'frequency SFFloat 24',
      'transmittedPower SFFloat 1',
      'minDetectableSignal SFFloat -100',
      'occlusion SFBool FALSE',
    ],
  },
  Emitter: {
    inherits: 'Solid',
    fields: [
      'name SFString "emitter"',
      'type SFString "radio"',
      'range SFFloat -1',
      'maxRange SFFloat -1',
      'aperture SFFloat -1',
      'channel SFInt32 0',
      'baudRate SFInt32 -1',
      'byteSize SFInt32 8',
      'bufferSize SFInt32 -1',
      'allowedChannels MFInt32',
    ],
  },
  Receiver: {
    inherits: 'Solid',
    fields: [
      'name SFString "receiver"',
      'type SFString "radio"',
      'aperture SFFloat -1',
      'channel SFInt32 0',
      'baudRate SFInt32 -1',
      'byteSize SFInt32 8',
      'bufferSize SFInt32 -1',
      'signalStrengthNoise SFFloat 0',
      'directionNoise SFFloat 0',
      'allowedChannels MFInt32',
    ],
  },
  Connector: {
    inherits: 'Solid',
    fields: [
      'name SFString "connector"',
      'type SFString "symmetric"',
      'isLocked SFBool FALSE',
      'autoLock SFBool FALSE',
      'unilateralLock SFBool TRUE',
      'unilateralUnlock SFBool TRUE',
      'distanceTolerance SFFloat 0.01',
      'axisTolerance SFFloat 0.2',
      'rotationTolerance SFFloat 0.5',
      'numberOfRotations SFInt32 4',
      'snap SFBool TRUE',
      'tensileStrength SFFloat -1',
      'shearStrength SFFloat -1',
    ],
  },
  VacuumGripper: {
    inherits: 'Solid',
    fields: [
      'name SFString "vacuum gripper"',
      'isOn SFBool FALSE',
      'tensileStrength SFFloat -1',
      'shearStrength SFFloat -1',
    ],
  },
  Display: {
    inherits: 'Solid',
    fields: ['name SFString "display"', 'width SFInt32 64', 'height SFInt32 64'],
  },
  Pen: {
    inherits: 'Solid',
    fields: [
      'name SFString "pen"',
      'inkColor SFColor 0 0 0',
      'inkDensity SFFloat 0.5',
      'leadSize SFFloat 0.002',
      'maxDistance SFFloat 0',
      'write SFBool TRUE',
    ],
  },
  Speaker: { inherits: 'Solid', fields: ['name SFString "speaker"'] },
  Microphone: {
    inherits: 'Solid',
    fields: ['name SFString "microphone"', 'aperture SFFloat -1', 'sensitivity SFFloat -1'],
  },
};
