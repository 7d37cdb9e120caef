// Outlines of spheres, cylinders, capsules and cones: a profile turned about z, with caps.
import type { Facet, Outline, Patch } from './outline.js';
import { flatPatch } from './outline.js';
import type { Vector } from './rigid.js';

/** A point of a profile: distance from the axis, height, and the outward direction there. */
interface ProfilePoint {
  readonly radius: number;
  readonly z: number;
  readonly normal: readonly [number, number];
}

/** t 0..1 from the lowest point to the highest. */
type Profile = (t: number) => ProfilePoint;

/** More sides where they show. */
function sidesFor(radius: number): number {
  if (radius < 0.025) return 8;
  if (radius < 0.08) return 12;
  return radius < 0.3 ? 20 : 28;
}

export function sphereOutline(radius: number): Outline {
  const sides = sidesFor(radius * 0.8);
  const profile: Profile = (t) => {
    const angle = (t - 0.5) * Math.PI;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    return { radius: radius * c, z: radius * s, normal: [c, s] };
  };
  const rings = ringsUpTo(sides / 2);
  const side = turned(profile, { sides, rings, length: Math.PI * radius, widest: radius });
  return { ...join([side]), core: { radius, half: 0 } };
}

export function capsuleOutline(radius: number, height: number): Outline {
  const length = height + Math.PI * radius;
  const cap = (Math.PI * radius) / 2 / length;
  const profile: Profile = (t) => {
    const along = t < cap ? t - cap : t > 1 - cap ? t - 1 + cap : 0;
    const angle = (along / cap) * (Math.PI / 2);
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const middle = along < 0 ? -height / 2 : along > 0 ? height / 2 : (t - 0.5) * length;
    return { radius: radius * c, z: middle + radius * s, normal: [c, s] };
  };
  const sides = sidesFor(radius);
  const bend = ringsUpTo(Math.max(3, sides / 4)).map((ring) => ring * cap);
  const rings = [...bend, ...bend.map((ring) => 1 - cap + ring)];
  const side = turned(profile, { sides, rings, length, widest: radius });
  return { ...join([side]), core: { radius, half: height / 2 } };
}

export interface CylinderParts {
  readonly top: boolean;
  readonly bottom: boolean;
  readonly side: boolean;
}

export function cylinderOutline(radius: number, height: number, parts: CylinderParts): Outline {
  const sides = sidesFor(radius);
  const profile: Profile = (t) => ({ radius, z: (t - 0.5) * height, normal: [1, 0] });
  const pieces = [];
  if (parts.side) pieces.push(turned(profile, { sides, rings: [0, 1], length: height, widest: radius }));
  if (parts.top) pieces.push(disc(radius, height / 2, { sides, up: true }));
  if (parts.bottom) pieces.push(disc(radius, -height / 2, { sides, up: false }));
  return { ...join(pieces), closed: parts.top && parts.bottom && parts.side };
}

export function coneOutline(bottomRadius: number, height: number): Outline {
  const sides = sidesFor(bottomRadius);
  const slant = Math.hypot(bottomRadius, height);
  const profile: Profile = (t) => ({
    radius: bottomRadius * (1 - t),
    z: (t - 0.5) * height,
    normal: [height / slant, bottomRadius / slant],
  });
  const side = turned(profile, { sides, rings: [0, 0.5, 1], length: slant, widest: bottomRadius });
  return join([side, disc(bottomRadius, -height / 2, { sides, up: false })]);
}

/** One patch with its facets; corners count from this piece's own first vertex. */
interface Piece {
  readonly vertices: readonly Vector[];
  readonly facets: readonly Omit<Facet, 'patch'>[];
  readonly patch: Patch;
}

function join(pieces: readonly Piece[]): Outline {
  let first = 0;
  const facets = pieces.flatMap((piece, patch) => {
    const start = first;
    first += piece.vertices.length;
    return piece.facets.map((facet) => ({
      ...facet,
      patch,
      corners: facet.corners.map((corner) => corner + start),
    }));
  });
  return {
    vertices: pieces.flatMap((piece) => piece.vertices),
    facets,
    patches: pieces.map((piece) => piece.patch),
    closed: true,
  };
}

interface Turning {
  readonly sides: number;
  /** Heights of the rings of vertices, as t of the profile. */
  readonly rings: readonly number[];
  /** Of the profile, metres. */
  readonly length: number;
  readonly widest: number;
}

/** The texture goes once around, its seam at -x (the back), u growing counter-clockwise seen from above. */
function turned(profile: Profile, { sides, rings, length, widest }: Turning): Piece {
  const columns = Array.from({ length: sides + 1 }, (_, i) => i / sides);
  const st = rings.flatMap((t) => columns.map((s) => [s, t] as const));
  const at = (s: number, t: number) => turnedPoint(profile(t), s);
  return {
    vertices: st.map(([s, t]) => at(s % 1, t).position),
    facets: rings.slice(1).flatMap((top, row) =>
      columns.slice(1).flatMap((_, column) => {
        const low = row * (sides + 1) + column;
        const high = low + sides + 1;
        return splitQuad(
          [low, low + 1, high + 1, high],
          profile(rings[row]!).radius,
          profile(top).radius,
        ).map((corners) => ({ corners, uv: corners.map((c) => st[c]!), st: corners.map((c) => st[c]!) }));
      }),
    ),
    patch: { size: [2 * Math.PI * widest, length], at: (s, t) => at(s, t) },
  };
}

/** Coordinates are linear on a rectangle, but not on a trapezium: that becomes triangles. */
function splitQuad(quad: readonly number[], lowRadius: number, highRadius: number): number[][] {
  const [a, b, c, d] = quad as [number, number, number, number];
  const tiny = 1e-6 * Math.max(lowRadius, highRadius);
  if (Math.abs(lowRadius - highRadius) <= tiny) return [[a, b, c, d]];
  if (highRadius <= tiny) return [[a, b, d]];
  if (lowRadius <= tiny) return [[a, c, d]];
  return [
    [a, b, c],
    [a, c, d],
  ];
}

function turnedPoint({ radius, z, normal }: ProfilePoint, s: number) {
  const angle = (2 * s - 1) * Math.PI;
  const [c, n] = [Math.cos(angle), Math.sin(angle)];
  return {
    position: [radius * c, radius * n, z] as const,
    normal: [normal[0] * c, normal[0] * n, normal[1]] as const,
  };
}

/** A cap shows the circle cut out of the middle of the texture. */
function disc(radius: number, z: number, { sides, up }: { sides: number; up: boolean }): Piece {
  const turn = up ? 1 : -1;
  const around = Array.from({ length: sides }, (_, i) => (i / sides) * 2 * Math.PI + Math.PI);
  const st = around.map((angle) => [0.5 + 0.5 * Math.cos(angle), 0.5 + 0.5 * Math.sin(angle)] as const);
  return {
    vertices: around.map((angle) => [radius * Math.cos(angle), turn * radius * Math.sin(angle), z]),
    facets: [{ corners: around.map((_, i) => i), uv: st, st }],
    patch: flatPatch([-radius, -turn * radius, z], [2 * radius, 0, 0], [0, 2 * turn * radius, 0]),
  };
}

function ringsUpTo(count: number): number[] {
  const whole = Math.max(2, Math.round(count));
  return Array.from({ length: whole + 1 }, (_, i) => i / whole);
}
