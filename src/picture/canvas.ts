// A small drawing kit on RGB pixels: lines, circles, polygons and text, with smooth edges and transparency.
import { GLYPH_HEIGHT, GLYPH_WIDTH, glyphOf } from './font.js';

/** 0..255 each; alpha 0..1, 1 if absent. */
export type Color = readonly [number, number, number] | readonly [number, number, number, number];

export type Spot = readonly [number, number];

/** Sub-rows per pixel row when polygons are filled. */
const SUB_ROWS = 4;

/** Coordinates in pixels, (0, 0) the upper left corner of the upper left pixel. Whatever lies outside is cut off. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  /** 3 bytes a pixel, row-major, top-left first. */
  readonly rgb: Uint8Array;
  readonly #coverage: Float32Array;

  /** rgb: drawn upon in place if given; else black. */
  constructor(width: number, height: number, rgb: Uint8Array = new Uint8Array(width * height * 3)) {
    this.width = width;
    this.height = height;
    this.rgb = rgb;
    this.#coverage = new Float32Array(width);
  }

  fill(color: Color): void {
    this.fillRectangle([0, 0], [this.width, this.height], color);
  }

  fillRectangle([left, top]: Spot, [right, bottom]: Spot, color: Color): void {
    for (let y = Math.max(0, Math.round(top)); y < Math.min(this.height, Math.round(bottom)); y++) {
      for (let x = Math.max(0, Math.round(left)); x < Math.min(this.width, Math.round(right)); x++) {
        this.#blend(x, y, color, 1);
      }
    }
  }

  /** Lines one pixel wide just inside the rectangle. */
  strokeRectangle([left, top]: Spot, [right, bottom]: Spot, color: Color): void {
    this.fillRectangle([left, top], [right, top + 1], color);
    this.fillRectangle([left, bottom - 1], [right, bottom], color);
    this.fillRectangle([left, top + 1], [left + 1, bottom - 1], color);
    this.fillRectangle([right - 1, top + 1], [right, bottom - 1], color);
  }

  line([x0, y0]: Spot, [x1, y1]: Spot, color: Color, width = 1): void {
    const half = width / 2;
    const [dx, dy] = [x1 - x0, y1 - y0];
    const square = dx * dx + dy * dy;
    const reach = half + 1;
    const slack = dy === 0 ? Infinity : (reach * Math.sqrt(square)) / Math.abs(dy);
    for (let y = this.#rowFrom(Math.min(y0, y1) - reach); y < this.#rowTo(Math.max(y0, y1) + reach); y++) {
      const middle = dy === 0 ? x0 : x0 + ((y + 0.5 - y0) / dy) * dx;
      const from = Math.max(0, Math.floor(Math.max(Math.min(x0, x1) - reach, middle - slack)));
      const to = Math.min(this.width, Math.ceil(Math.min(Math.max(x0, x1) + reach, middle + slack)));
      for (let x = from; x < to; x++) {
        const [px, py] = [x + 0.5 - x0, y + 0.5 - y0];
        const along = square === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / square));
        this.#blend(x, y, color, half + 0.5 - Math.hypot(px - along * dx, py - along * dy));
      }
    }
  }

  /** Joins the points; closed: also the last with the first. */
  polyline(points: readonly Spot[], color: Color, options: { width?: number; closed?: boolean } = {}): void {
    points.forEach((point, i) => {
      const next = points[i + 1] ?? (options.closed === true ? points[0] : undefined);
      if (next !== undefined) this.line(point, next, color, options.width);
    });
  }

  disc([centerX, centerY]: Spot, radius: number, color: Color): void {
    this.#eachNear(centerX, centerY, radius, (x, y, distance) =>
      this.#blend(x, y, color, radius + 0.5 - distance),
    );
  }

  circle([centerX, centerY]: Spot, radius: number, color: Color, width = 1): void {
    this.#eachNear(centerX, centerY, radius + width, (x, y, distance) =>
      this.#blend(x, y, color, width / 2 + 0.5 - Math.abs(distance - radius)),
    );
  }

  /** Even-odd: where outlines overlap twice there is a hole. */
  polygon(points: readonly Spot[], color: Color): void {
    const ys = points.map(([, y]) => y);
    for (let y = this.#rowFrom(Math.min(...ys)); y < this.#rowTo(Math.max(...ys)); y++) {
      this.#coverage.fill(0);
      for (let sub = 0; sub < SUB_ROWS; sub++) this.#coverSubRow(points, y + (sub + 0.5) / SUB_ROWS);
      for (let x = 0; x < this.width; x++) this.#blend(x, y, color, this.#coverage[x]!);
    }
  }

  /** The upper left corner of the first letter at `at`; scale: pixels per dot. Returns where the text ends. */
  text(text: string, [left, top]: Spot, color: Color, scale = 1): number {
    let x = Math.round(left);
    for (const character of text) {
      glyphOf(character).forEach((bits, row) => {
        for (let column = 0; column < GLYPH_WIDTH; column++) {
          if ((bits & (16 >> column)) === 0) continue;
          const corner: Spot = [x + column * scale, Math.round(top) + row * scale];
          this.fillRectangle(corner, [corner[0] + scale, corner[1] + scale], color);
        }
      });
      x += (GLYPH_WIDTH + 1) * scale;
    }
    return x;
  }

  /** Text on a filled plate, kept inside the picture. */
  label(
    text: string,
    [left, top]: Spot,
    { ink, plate, scale = 1 }: { ink: Color; plate: Color; scale?: number },
  ): void {
    const width = (text.length * (GLYPH_WIDTH + 1) + 1) * scale;
    const height = (GLYPH_HEIGHT + 2) * scale;
    const x = Math.max(0, Math.min(this.width - width, left));
    const y = Math.max(0, Math.min(this.height - height, top));
    this.fillRectangle([x, y], [x + width, y + height], plate);
    this.text(text, [x + scale, y + scale], ink, scale);
  }

  /** Copies pixels with their upper left corner at a whole-numbered place. */
  paste({ width, height, rgb }: { width: number; height: number; rgb: Uint8Array }, [left, top]: Spot): void {
    const from = Math.max(0, -left);
    const to = Math.min(width, this.width - left);
    for (let y = Math.max(0, -top); y < Math.min(height, this.height - top) && to > from; y++) {
      const row = rgb.subarray((y * width + from) * 3, (y * width + to) * 3);
      this.rgb.set(row, ((top + y) * this.width + left + from) * 3);
    }
  }

  #eachNear(
    centerX: number,
    centerY: number,
    radius: number,
    take: (x: number, y: number, distance: number) => void,
  ): void {
    for (let y = this.#rowFrom(centerY - radius - 1); y < this.#rowTo(centerY + radius + 1); y++) {
      const to = Math.min(this.width, Math.ceil(centerX + radius + 1));
      for (let x = Math.max(0, Math.floor(centerX - radius - 1)); x < to; x++) {
        take(x, y, Math.hypot(x + 0.5 - centerX, y + 0.5 - centerY));
      }
    }
  }

  #coverSubRow(points: readonly Spot[], y: number): void {
    const crossings: number[] = [];
    points.forEach(([x0, y0], i) => {
      const [x1, y1] = points[(i + 1) % points.length]!;
      if (y0 <= y !== y1 <= y) crossings.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
    });
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) this.#coverSpan(crossings[i]!, crossings[i + 1]!);
  }

  #coverSpan(from: number, to: number): void {
    for (let x = Math.max(0, Math.floor(from)); x < Math.min(this.width, Math.ceil(to)); x++) {
      this.#coverage[x]! += (Math.min(to, x + 1) - Math.max(from, x)) / SUB_ROWS;
    }
  }

  #rowFrom(y: number): number {
    return Math.max(0, Math.floor(y));
  }

  #rowTo(y: number): number {
    return Math.min(this.height, Math.ceil(y));
  }

  #blend(x: number, y: number, [r, g, b, alpha = 1]: Color, coverage: number): void {
    const share = alpha * Math.min(1, coverage);
    if (share <= 0) return;
    const at = (y * this.width + x) * 3;
    const { rgb } = this;
    rgb[at] = Math.round(rgb[at]! + share * (r - rgb[at]!));
    rgb[at + 1] = Math.round(rgb[at + 1]! + share * (g - rgb[at + 1]!));
    rgb[at + 2] = Math.round(rgb[at + 2]! + share * (b - rgb[at + 2]!));
  }
}
