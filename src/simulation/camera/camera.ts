// The camera: a software rasteriser on typed arrays that sees what a Webots Camera would, and knows what it sees.
import { startPoses } from '../scene/poses.js';
import type { Poses } from '../scene/poses.js';
import type { CameraDevice, Scene } from '../scene/scene.js';
import { cutFacets } from './facets.js';
import type { Facets } from './facets.js';
import { Shot } from './frame.js';
import type { CameraFrame, MeasureDepth } from './frame.js';
import { GlassPainter } from './glass.js';
import { Lens } from './lens.js';
import type { PixelBuffers } from './lens.js';
import { Lighting } from './lighting.js';
import { nameSolids } from './naming.js';
import { PixelNoise } from './noise.js';
import type { SceneObjects } from './objects.js';
import { enlarge, pinholeOf } from './pinhole.js';
import type { Pinhole } from './pinhole.js';
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
  /** What CameraFrame.outlines and ground truth count by. */
  readonly objects: SceneObjects;
  readonly #facets: Facets;
  readonly #visibility: Visibility;
  readonly #view: View;
  readonly #lighting: Lighting;
  readonly #shader: Shader;
  readonly #glass: GlassPainter;
  readonly #lens: Lens | undefined;
  readonly #noise: PixelNoise | undefined;
  /** The picture of the pinhole; the frame itself where no lens bends it. */
  readonly #ideal: PixelBuffers;
  readonly #frame: Shot;

  /** Decodes the scene's textures first. Throws Fault picture/undecodable with the file in `where`. */
  static async open(scene: Scene, device: CameraDevice, options: CameraOptions): Promise<Camera> {
    return new Camera(scene, device, { textures: await openTextures(scene), ...options });
  }

  constructor(scene: Scene, device: CameraDevice, options: CameraOptions) {
    this.#lens = device.lens === undefined ? undefined : new Lens(device, device.lens);
    const pinhole = this.#lens?.ideal ?? pinholeOf(device);
    const samples = device.antiAliasing ? 2 : 1;
    const sampled = enlarge(pinhole, samples);
    const facets = cutFacets(scene, options.textures ?? new Map());
    this.#facets = facets;
    this.objects = facets.objects;
    this.#visibility = new Visibility(sampled.width, sampled.height, samples);
    this.#view = new View(scene, facets, device, sampled, this.#visibility);
    this.#lighting = new Lighting(scene, facets, startPoses(scene), device.exposure);
    this.#shader = new Shader(facets, this.#lighting, this.#view, this.#visibility, {
      exposure: device.exposure,
      vignetting: options.vignetting ?? 0.25,
      skyColor: scene.skyColor,
      luminosity: scene.luminosity,
    });
    this.#glass = new GlassPainter(facets, this.#lighting, this.#view, this.#visibility, sampled);
    this.#noise = device.noise > 0 ? new PixelNoise(options.seed, device.noise) : undefined;
    this.#frame = new Shot(device.width, device.height, this.#view.outlines, this.#depthMeasure(pinhole));
    this.#ideal = this.#lens === undefined ? this.#frame : createBuffers(pinhole.width * pinhole.height);
  }

  #depthMeasure({ width, height }: Pinhole): MeasureDepth {
    const lens = this.#lens;
    if (lens === undefined) return (depth) => this.#visibility.writeDepth(depth);
    const ideal = new Float32Array(width * height);
    return (depth) => {
      this.#visibility.writeDepth(ideal);
      lens.bendDepth(ideal, depth);
    };
  }

  /** poses: of all solids, by Solid.index. The frame and its buffers belong to the camera and hold until the next render. */
  render(poses: Poses, timeNs: bigint): CameraFrame {
    const { rgb, instances, glass } = this.#ideal;
    this.#frame.renew();
    this.#lighting.update(poses);
    this.#view.look(poses);
    this.#shader.shade(rgb, instances);
    this.#frame.hasGlass = this.#glass.paint(rgb, glass);
    this.#lens?.bend(this.#ideal, this.#frame);
    this.#noise?.add(this.#frame.rgb, this.#frame.width * 3, timeNs);
    return this.#frame;
  }

  /** As `render`, but only what is seen, not how it looks: the frame's rgb means nothing. */
  label(poses: Poses): CameraFrame {
    const { rgb, instances, glass } = this.#ideal;
    this.#frame.renew();
    this.#view.look(poses);
    nameSolids(instances, this.#facets, this.#view, this.#visibility);
    this.#frame.hasGlass = this.#glass.paint(rgb, glass);
    this.#lens?.bend(this.#ideal, this.#frame);
    return this.#frame;
  }
}

function createBuffers(pixels: number): PixelBuffers {
  return {
    rgb: new Uint8Array(pixels * 3),
    instances: new Uint16Array(pixels),
    glass: new Uint16Array(pixels),
  };
}
