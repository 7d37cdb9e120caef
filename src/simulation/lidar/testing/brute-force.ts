// A slow ray caster that shares no code with the LIDAR, for its tests: every surface of every shape, by plain vector algebra.
import type { Geometry, Pose } from '../../scene/scene.js';
import type { ExampleShape } from '../example-scene.js';

type Vector = readonly [number, number, number];

/** Distance to the nearest surface along a direction of the robot's frame, Infinity if there is none. */
export function bruteRange(shapes: readonly ExampleShape[], robotPose: Pose, direction: Vector): number {
  const world = rotate(robotPose.orientation, direction);
  const distances = shapes.map(({ geometry, pose }) => {
    const back = inverse(pose.orientation);
    const origin = rotate(back, subtract(robotPose.position, pose.position));
    return nearest(crossings(geometry, origin, rotate(back, world)));
  });
  return nearest(distances);
}

function nearest(distances: readonly number[]): number {
  return Math.min(Infinity, ...distances.filter((distance) => distance > 0));
}

/** Distances of all crossings of a shape's surface; not positive or NaN where there is none. */
function crossings(geometry: Geometry, o: Vector, d: Vector): number[] {
  switch (geometry.kind) {
    case 'box': {
      const [x, y, z] = geometry.size.map((length) => length / 2) as [number, number, number];
      const corner = (i: number): Vector => [i & 1 ? x : -x, i & 2 ? y : -y, i & 4 ? z : -z];
      const quads = ['0132', '4576', '0154', '2376', '0264', '1375'];
      return quads.flatMap((quad) => {
        const [a, b, c, e] = [...quad].map((digit) => corner(Number(digit))) as [
          Vector,
          Vector,
          Vector,
          Vector,
        ];
        return [triangle(a, b, c, o, d), triangle(a, c, e, o, d)];
      });
    }
    case 'sphere':
      return ball(geometry.radius, 0, o, d);
    case 'cylinder': {
      const { radius, height } = geometry;
      const half = height / 2;
      const side = tube(radius, 0, o, d).filter((t) => Math.abs(at(o, d, t)[2]) <= half);
      return [
        ...(geometry.side ? side : []),
        ...(geometry.top ? disc(radius, half, o, d) : []),
        ...(geometry.bottom ? disc(radius, -half, o, d) : []),
      ];
    }
    case 'capsule': {
      const half = geometry.height / 2;
      const side = tube(geometry.radius, 0, o, d).filter((t) => Math.abs(at(o, d, t)[2]) <= half);
      const domes = [1, -1].flatMap((sign) =>
        ball(geometry.radius, sign * half, o, d).filter((t) => sign * at(o, d, t)[2] >= half),
      );
      return [...side, ...domes];
    }
    case 'cone': {
      const half = geometry.height / 2;
      const side = tube(geometry.bottomRadius / 2, -geometry.bottomRadius / geometry.height, o, d);
      return [
        ...side.filter((t) => Math.abs(at(o, d, t)[2]) <= half),
        ...disc(geometry.bottomRadius, -half, o, d),
      ];
    }
    case 'plane': {
      const t = -o[2] / d[2];
      const [x, y] = at(o, d, t);
      return Math.abs(x) <= geometry.size[0] / 2 && Math.abs(y) <= geometry.size[1] / 2 ? [t] : [];
    }
    case 'mesh': {
      const vertex = (i: number): Vector => [
        geometry.vertices[geometry.triangles[i]! * 3]!,
        geometry.vertices[geometry.triangles[i]! * 3 + 1]!,
        geometry.vertices[geometry.triangles[i]! * 3 + 2]!,
      ];
      return Array.from({ length: geometry.triangles.length / 3 }, (_, i) =>
        triangle(vertex(i * 3), vertex(i * 3 + 1), vertex(i * 3 + 2), o, d),
      );
    }
  }
}

/** Sphere about (0, 0, height). */
function ball(radius: number, height: number, o: Vector, d: Vector): number[] {
  const from: Vector = [o[0], o[1], o[2] - height];
  return roots(dot(d, d), 2 * dot(from, d), dot(from, from) - radius * radius);
}

/** x² + y² = (radius + slope z)². */
function tube(radius: number, slope: number, o: Vector, d: Vector): number[] {
  const wide = radius + slope * o[2];
  const widening = slope * d[2];
  return roots(
    d[0] * d[0] + d[1] * d[1] - widening * widening,
    2 * (o[0] * d[0] + o[1] * d[1] - wide * widening),
    o[0] * o[0] + o[1] * o[1] - wide * wide,
  );
}

function disc(radius: number, height: number, o: Vector, d: Vector): number[] {
  const t = (height - o[2]) / d[2];
  const [x, y] = at(o, d, t);
  return Math.hypot(x, y) <= radius ? [t] : [];
}

/** The plane through the corners, then the three sub-areas must add up to the whole. */
function triangle(a: Vector, b: Vector, c: Vector, o: Vector, d: Vector): number {
  const normal = cross(subtract(b, a), subtract(c, a));
  const t = dot(normal, subtract(a, o)) / dot(normal, d);
  const p = at(o, d, t);
  const area = (u: Vector, v: Vector, w: Vector): number =>
    Math.hypot(...cross(subtract(v, u), subtract(w, u)));
  const whole = Math.hypot(...normal);
  return area(p, a, b) + area(p, b, c) + area(p, c, a) <= whole * (1 + 1e-11) ? t : Number.NaN;
}

function roots(a: number, b: number, c: number): number[] {
  if (a === 0) return [-c / b];
  const square = Math.sqrt(b * b - 4 * a * c);
  return [(-b - square) / (2 * a), (-b + square) / (2 * a)];
}

function at(o: Vector, d: Vector, t: number): Vector {
  return [o[0] + t * d[0], o[1] + t * d[1], o[2] + t * d[2]];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function subtract(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

/** v + 2 q × (q × v + w v). */
function rotate([x, y, z, w]: Pose['orientation'], v: Vector): Vector {
  const q: Vector = [x, y, z];
  const once = cross(q, v);
  const twice = cross(q, [once[0] + w * v[0], once[1] + w * v[1], once[2] + w * v[2]]);
  return [v[0] + 2 * twice[0], v[1] + 2 * twice[1], v[2] + 2 * twice[2]];
}

function inverse([x, y, z, w]: Pose['orientation']): Pose['orientation'] {
  return [-x, -y, -z, w];
}
