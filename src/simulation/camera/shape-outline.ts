// From any geometry of the scene to its outline.
import type { Geometry } from '../scene/scene.js';
import type { Outline } from './outline.js';
import { boxOutline, meshOutline, planeOutline } from './outline-flat.js';
import { capsuleOutline, coneOutline, cylinderOutline, sphereOutline } from './outline-round.js';

/** In the frame of the shape, metres. */
export function outlineOf(geometry: Geometry): Outline {
  switch (geometry.kind) {
    case 'box':
      return boxOutline(geometry.size);
    case 'plane':
      return planeOutline(geometry.size);
    case 'sphere':
      return sphereOutline(geometry.radius);
    case 'cylinder':
      return cylinderOutline(geometry.radius, geometry.height, geometry);
    case 'capsule':
      return capsuleOutline(geometry.radius, geometry.height);
    case 'cone':
      return coneOutline(geometry.bottomRadius, geometry.height);
    case 'mesh':
      return meshOutline(geometry);
  }
}
