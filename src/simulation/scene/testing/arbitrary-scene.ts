// Random worlds that have something in them: solids in solids, joints, scaled shapes, devices, with odd numbers.
import fc from 'fast-check';
import { node, type Given } from '../../worldfile/builder.js';
import type { Node } from '../../worldfile/tree.js';

const number = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, 1e-12, 1e6, 1e200, -5) },
);
const vector = fc.array(number, { minLength: 3, maxLength: 3 });
const rotation = fc.array(number, { minLength: 4, maxLength: 4 });
const indices = fc.array(fc.integer({ min: -1, max: 6 }), { maxLength: 14 });

const geometry = fc.oneof(
  made('Box', { size: vector }),
  made('Sphere', { radius: number }),
  made('Cylinder', { radius: number, height: number }),
  made('Capsule', { radius: number, height: number }),
  made('Cone', { bottomRadius: number, height: number }),
  made('Plane', { size: fc.array(number, { minLength: 2, maxLength: 2 }) }),
  made('ElevationGrid', {
    xDimension: fc.nat(4),
    yDimension: fc.nat(4),
    xSpacing: number,
    height: fc.array(number, { maxLength: 16 }),
  }),
  made('IndexedFaceSet', {
    coord: made('Coordinate', { point: fc.array(vector, { maxLength: 6 }) }),
    coordIndex: indices,
    convex: fc.boolean(),
    ccw: fc.boolean(),
  }),
);
const shape = made('Shape', { geometry });
const device = fc.oneof(
  made('Lidar', { translation: vector, horizontalResolution: fc.integer(), maxRange: number }),
  made('Camera', { rotation, width: fc.integer(), fieldOfView: number }),
  made('TouchSensor', { boundingObject: geometry }),
);
const light = made('SpotLight', { location: vector, direction: vector });

/** Worlds whose trees are at most `depth` places deep. */
export function arbitraryScene(depth: number): fc.Arbitrary<readonly Node[]> {
  return fc.array(place(depth), { maxLength: 4 });
}

function place(depth: number): fc.Arbitrary<Node> {
  const leaf = fc.oneof(shape, device, light);
  if (depth === 0) return leaf;
  const inside = { translation: vector, rotation, children: fc.array(place(depth - 1), { maxLength: 3 }) };
  const solid = {
    ...inside,
    boundingObject: geometry,
    physics: made('Physics', { mass: number, density: number }),
  };
  const joint = made('HingeJointParameters', { axis: vector, anchor: vector, minStop: number });
  return fc.oneof(
    leaf,
    made('Pose', inside),
    made('Transform', { ...inside, scale: vector }),
    made('Solid', solid),
    made('Robot', solid),
    made('HingeJoint', { jointParameters: joint, endPoint: made('Solid', solid) }),
  );
}

/** A node with each of the fields sometimes left out. */
function made(type: string, fields: Readonly<Record<string, fc.Arbitrary<Given>>>): fc.Arbitrary<Node> {
  return fc.record({ ...fields }, { requiredKeys: [] }).map((given) => node(type, given));
}
