// What the camera gives back for one moment: the picture, and what only a simulator knows about it.

/** All buffers belong to the camera and hold until its next render. Row-major, top-left first. */
export interface CameraFrame {
  readonly width: number;
  readonly height: number;
  /** 3 bytes a pixel, sRGB. */
  readonly rgb: Uint8Array;
  /** Solid.index + 1 of what is seen; 0 is sky. Glass lets through: what lies behind it is seen. */
  readonly instances: Uint16Array;
  /** Metres along the optical axis to what `instances` names; +Infinity for sky. Worked out when it is first asked for. */
  readonly depth: Float32Array;
  /** Solid.index + 1 of the nearest transparent solid in front of what is seen; 0 where there is none. */
  readonly glass: Uint16Array;
  /** False: `glass` is 0 everywhere. */
  readonly hasGlass: boolean;
  readonly outlines: ObjectOutlines;
}

/** Per object of listObjects(scene), by its index: where it would be if nothing hid it. */
export interface ObjectOutlines {
  /** Pixels inside the picture it would cover, alone in the room; through an ideal lens. */
  readonly pixels: Uint32Array;
  /** Its whole box: left, top, right, bottom in pixels, reaching beyond the picture; left > right if out of view. */
  readonly boxes: Float64Array;
}

/** Fills a frame's depth: metres per pixel. */
export type MeasureDepth = (depth: Float32Array) => void;

/** The camera's own frame, made anew by each render. */
export class Shot implements CameraFrame {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
  readonly instances: Uint16Array;
  readonly glass: Uint16Array;
  readonly outlines: ObjectOutlines;
  hasGlass = false;
  readonly #depth: Float32Array;
  readonly #measureDepth: MeasureDepth;
  #isMeasured = false;

  constructor(width: number, height: number, outlines: ObjectOutlines, measureDepth: MeasureDepth) {
    this.width = width;
    this.height = height;
    this.rgb = new Uint8Array(width * height * 3);
    this.instances = new Uint16Array(width * height);
    this.glass = new Uint16Array(width * height);
    this.outlines = outlines;
    this.#depth = new Float32Array(width * height);
    this.#measureDepth = measureDepth;
  }

  get depth(): Float32Array {
    if (!this.#isMeasured) this.#measureDepth(this.#depth);
    this.#isMeasured = true;
    return this.#depth;
  }

  /** What was known of the last picture no longer holds. */
  renew(): void {
    this.#isMeasured = false;
  }
}
