// The camera: a software rasteriser on typed arrays that sees what a Webots Camera would, and knows what it sees.
import { startPoses } from '../scene/poses.js';
import type { Poses } from '../scene/poses.js';
import type { CameraDevice, Scene } from '../scene/scene.js';
import { cutFacets } from './facets.js';
import type { Facets } from './facets.js';
import type { CameraFrame } from './frame.js';
import { Lighting } from './lighting.js';
import { pinholeOf } from './pinhole.js';
import { Shader } from './shader.js';
import { openTextures } from './textures.js';
import type { MipMap } from './textures.js';
import { View } from './view.js';
import { Visibility } from './visibility.js';

export interface CameraOptions {
  /** Of the pixel noise. */
  readonly seed: number;
  /** From Camera.open; without it textured surfaces show their base colour. */
  readonly textures?: ReadonlyMap<string, MipMap>;
  /** Share of light lost in the corners of the picture, 0..1; default 0.25, as small lenses do. */
  readonly vignetting?: number;
}

export class Camera {
  readonly #facets: Facets;
  readonly #visibility: Visibility;
  readonly #view: View;
  readonly #lighting: Lighting;
  readonly #shader: Shader;
  readonly #frame: CameraFrame;

  /** Decodes the scene's textures first. Throws Fault picture/undecodable with the file in `where`. */
  static async open(scene: Scene, device: CameraDevice, options: CameraOptions): Promise<Camera> {
    return new Camera(scene, device, { textures: await openTextures(scene), ...options });
  }

  constructor(scene: Scene, device: CameraDevice, options: CameraOptions) {
    const pinhole = pinholeOf(device);
    const { width, height } = pinhole;
    this.#facets = cutFacets(scene, options.textures ?? new Map());
    this.#visibility = new Visibility(width, height, 1);
    this.#view = new View(scene, this.#facets, device, pinhole, this.#visibility);
    this.#lighting = new Lighting(scene, this.#facets, startPoses(scene));
    this.#shader = new Shader(this.#facets, this.#lighting, this.#view, this.#visibility, {
      exposure: device.exposure,
      vignetting: options.vignetting ?? 0.25,
      skyColor: scene.skyColor,
      luminosity: scene.luminosity,
    });
    this.#frame = {
      width,
      height,
      rgb: new Uint8Array(width * height * 3),
      instances: new Uint16Array(width * height),
      depth: new Float32Array(width * height),
      glass: new Uint16Array(width * height),
      outlines: this.#view.outlines,
    };
  }

  /** poses: of all solids, by Solid.index. The frame and its buffers belong to the camera and hold until the next render. */
  render(poses: Poses, timeNs: bigint): CameraFrame {
    void timeNs;
    this.#lighting.update(poses);
    this.#view.look(poses);
    this.#shader.shade(this.#frame.rgb, this.#frame.instances);
    const { inverseDepth } = this.#visibility;
    const { depth } = this.#frame;
    for (let i = 0; i < depth.length; i++) depth[i] = 1 / inverseDepth[i]!;
    return this.#frame;
  }
}
