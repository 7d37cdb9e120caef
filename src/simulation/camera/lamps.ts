// The scene's lights as numbers: where from, how strong, in what colour, before anything stands in the way.
import type { Light, Scene } from '../scene/scene.js';
import { normalize } from './outline.js';
import type { Vector } from './rigid.js';

export interface Lamp {
  /** Linear, intensity included. */
  readonly color: Vector;
  readonly castShadows: boolean;
  /** Half the width of what shines, for soft shadows: metres at a point, radians from afar. */
  readonly softness: number;
  /** undefined: shines from infinitely far away. */
  readonly location: Vector | undefined;
  /** Unit, the way light travels. */
  readonly direction: Vector;
  readonly attenuation: Vector;
  readonly radius: number;
  /** Cosines; full inside the beam, nothing outside the cut; undefined: shines all round. */
  readonly cone: { readonly beam: number; readonly cut: number } | undefined;
}

/** Light arriving at a point: the way to the lamp (unit), how far it is, and its strength at normal incidence. */
export interface Arrival {
  toX: number;
  toY: number;
  toZ: number;
  distance: number;
  strength: number;
}

export function createLamps(scene: Scene): Lamp[] {
  return scene.lights.filter(({ intensity }) => intensity > 0).map(createLamp);
}

/** Webots adds both in full; less of them leaves shadows their depth, which is what makes a room look like one. */
const SKY_SHARE = 0.12;
const AMBIENT_SHARE = 0.4;

/** Light from everywhere: lamps' ambient parts, a share of the sky, and a little so that nothing is black. */
export function ambientLight({ lights, skyColor, luminosity }: Scene): Vector {
  const sum: [number, number, number] = [0.03, 0.03, 0.03];
  for (const axis of [0, 1, 2] as const) {
    sum[axis] += SKY_SHARE * luminosity * skyColor[axis] ** 2.2;
    for (const light of lights) sum[axis] += AMBIENT_SHARE * light.ambientIntensity * light.color[axis];
  }
  return sum;
}

const FAR = 1e4;

function createLamp(light: Light): Lamp {
  const [r, g, b] = light.color;
  const shared = {
    color: [r * light.intensity, g * light.intensity, b * light.intensity] as const,
    castShadows: light.castShadows,
  };
  switch (light.kind) {
    case 'directional':
      return {
        ...shared,
        softness: 0.02,
        location: undefined,
        direction: normalize(light.direction),
        attenuation: [1, 0, 0],
        radius: FAR,
        cone: undefined,
      };
    case 'point':
      return {
        ...shared,
        softness: 0.12,
        location: light.location,
        direction: [0, 0, -1],
        attenuation: light.attenuation,
        radius: light.radius,
        cone: undefined,
      };
    case 'spot':
      return {
        ...shared,
        softness: 0.08,
        location: light.location,
        direction: normalize(light.direction),
        attenuation: light.attenuation,
        radius: light.radius,
        cone: {
          beam: Math.cos(Math.min(light.beamWidth, light.cutOffAngle)),
          cut: Math.cos(light.cutOffAngle),
        },
      };
  }
}

/** VRML97 4.14: 1 / max(a + b·r + c·r², 1), nothing beyond the radius. */
export function arrive(lamp: Lamp, x: number, y: number, z: number, out: Arrival): void {
  const { location, attenuation, direction } = lamp;
  if (location === undefined) {
    out.toX = -direction[0];
    out.toY = -direction[1];
    out.toZ = -direction[2];
    out.distance = FAR;
    out.strength = 1;
    return;
  }
  const dx = location[0] - x;
  const dy = location[1] - y;
  const dz = location[2] - z;
  const distance = Math.max(1e-6, Math.sqrt(dx * dx + dy * dy + dz * dz));
  out.toX = dx / distance;
  out.toY = dy / distance;
  out.toZ = dz / distance;
  out.distance = distance;
  const fading = attenuation[0] + attenuation[1] * distance + attenuation[2] * distance * distance;
  out.strength = distance > lamp.radius ? 0 : spread(lamp, out) / Math.max(fading, 1);
}

function spread({ cone, direction }: Lamp, { toX, toY, toZ }: Arrival): number {
  if (cone === undefined) return 1;
  const cosine = -(toX * direction[0] + toY * direction[1] + toZ * direction[2]);
  if (cosine <= cone.cut) return 0;
  return cosine >= cone.beam ? 1 : (cosine - cone.cut) / Math.max(cone.beam - cone.cut, 1e-6);
}
