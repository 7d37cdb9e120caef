// What a target's appearance means to a LIDAR's light.
import type { Appearance } from '../scene/scene.js';

export interface Surface {
  /** Share of the light that a dull surface gives back, 0 black .. 1 white. */
  readonly albedo: number;
  /** 0 mirror .. 1 dull. */
  readonly roughness: number;
  readonly metalness: number;
}

/** Luminance of the base colour (Rec. 709 weights) stands for its reflectance in the near infrared. */
export function surfaceOf({ baseColor, roughness, metalness }: Appearance): Surface {
  const [red, green, blue] = baseColor;
  return { albedo: 0.2126 * red + 0.7152 * green + 0.0722 * blue, roughness, metalness };
}
