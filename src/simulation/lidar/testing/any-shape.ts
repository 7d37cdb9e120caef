// Shapes of all kinds in all positions, from a seed, for the LIDAR's tests.
import type { Random } from '../../random.js';
import type { Geometry, Pose } from '../../scene/scene.js';
import type { ExampleShape } from '../example-scene.js';

/** Within 4 m of the origin, about half of them upright and half of them movable. */
export function anyShape(random: Random): ExampleShape {
  const upright = random.next() < 0.5;
  return {
    geometry: anyGeometry(random),
    pose: {
      position: [random.between(-4, 4), random.between(-4, 4), random.between(-0.2, 0.5)],
      orientation: upright ? turned(random.between(-3, 3)) : anyRotation(random, 3),
    },
    movable: random.next() < 0.5,
  };
}

/** About a random axis by at most `most` radians. */
export function anyRotation(random: Random, most: number): Pose['orientation'] {
  const [x, y, z] = [random.normal(), random.normal(), random.normal()];
  const half = random.between(-most, most) / 2;
  const s = Math.sin(half) / Math.hypot(x, y, z);
  return [x * s, y * s, z * s, Math.cos(half)];
}

function turned(yaw: number): Pose['orientation'] {
  return [0, 0, Math.sin(yaw / 2), Math.cos(yaw / 2)];
}

function anyGeometry(random: Random): Geometry {
  const size = (): number => random.between(0.1, 1.5);
  const chance = (): boolean => random.next() < 0.8;
  switch (random.below(7)) {
    case 0:
      return { kind: 'box', size: [size(), size(), size()] };
    case 1:
      return { kind: 'sphere', radius: size() / 2 };
    case 2: {
      const surfaces = { top: chance(), bottom: chance(), side: chance() };
      return { kind: 'cylinder', radius: size() / 2, height: size(), ...surfaces };
    }
    case 3:
      return { kind: 'capsule', radius: size() / 2, height: size() };
    case 4:
      return { kind: 'cone', bottomRadius: size() / 2, height: size() };
    case 5:
      return { kind: 'plane', size: [size() * 3, size() * 3] };
    default:
      return tetrahedra(random);
  }
}

/** A few loose tetrahedra in one mesh, its origin outside its middle. */
function tetrahedra(random: Random): Geometry {
  const vertices: number[] = [];
  const triangles: number[] = [];
  for (let i = 0; i < 6; i++) {
    const centre = [random.between(-0.2, 0.8), random.between(-0.5, 0.5), random.between(-0.5, 0.5)];
    for (let n = 0; n < 12; n++) vertices.push(centre[n % 3]! + random.between(-0.3, 0.3));
    triangles.push(...[0, 1, 2, 0, 2, 3, 0, 3, 1, 1, 3, 2].map((corner) => i * 4 + corner));
  }
  const geometry = { vertices: Float64Array.from(vertices), triangles: Uint32Array.from(triangles) };
  return { kind: 'mesh', ...geometry, uvs: undefined };
}
