// Line drawings for people: shapes and lettering in pixels, drawn by librsvg (inside sharp), alone or over a picture.
import { toFault } from '../fault/fault.js';
import { textPath, textWidth } from './lettering.js';
import { loadSharp } from './sharp.js';

export type Pixel = readonly [x: number, y: number];

export interface Stroke {
  /** `#rrggbb`. */
  readonly color: string;
  readonly width?: number;
  readonly opacity?: number;
  readonly dashed?: boolean;
}

export interface Fill {
  readonly color: string;
  readonly opacity?: number;
}

export interface Style {
  readonly stroke?: Stroke;
  readonly fill?: Fill;
}

export interface Lettering {
  readonly color: string;
  /** Of a capital, pixels; 10 if absent. */
  readonly height?: number;
  /** Where the point given lies in the text; left if absent. */
  readonly anchor?: 'left' | 'middle' | 'right';
  /** Drawn behind the letters, for text over pictures. */
  readonly halo?: string;
}

export class Drawing {
  readonly width: number;
  readonly height: number;
  readonly #parts: string[] = [];

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }

  line(from: Pixel, to: Pixel, stroke: Stroke): void {
    this.polyline([from, to], stroke);
  }

  polyline(points: readonly Pixel[], stroke: Stroke): void {
    if (points.length < 2) return;
    this.#parts.push(`<path d="${pathOf(points)}" ${styleOf({ stroke })}/>`);
  }

  polygon(points: readonly Pixel[], style: Style): void {
    if (points.length < 3) return;
    this.#parts.push(`<path d="${pathOf(points)}Z" ${styleOf(style)}/>`);
  }

  rectangle([x, y]: Pixel, [width, height]: Pixel, style: Style): void {
    this.#parts.push(
      `<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" ${styleOf(style)}/>`,
    );
  }

  circle([x, y]: Pixel, radius: number, style: Style): void {
    this.#parts.push(`<circle cx="${px(x)}" cy="${px(y)}" r="${px(radius)}" ${styleOf(style)}/>`);
  }

  /** Many equal discs at once. */
  dots(points: readonly Pixel[], radius: number, color: string): void {
    if (points.length === 0) return;
    const path = points.map(([x, y]) => `M${px(x)} ${px(y)}h0`).join('');
    const stroke = `stroke="${color}" stroke-width="${px(radius * 2)}" stroke-linecap="round" fill="none"`;
    this.#parts.push(`<path d="${path}" ${stroke}/>`);
  }

  /** Capitals only; the point given is on the baseline. */
  text(text: string, [x, y]: Pixel, { color, height = 10, anchor = 'left', halo }: Lettering): void {
    const width = textWidth(text) * height;
    const left = x - { left: 0, middle: width / 2, right: width }[anchor];
    const path = textPath(text, left, y, height);
    const pen = `fill="none" stroke-linecap="round" stroke-linejoin="round"`;
    if (halo !== undefined) {
      this.#parts.push(`<path d="${path}" ${pen} stroke="${halo}" stroke-width="${px(height / 2.2)}"/>`);
    }
    this.#parts.push(`<path d="${path}" ${pen} stroke="${color}" stroke-width="${px(height / 7)}"/>`);
  }

  toSvg(): string {
    const size = `width="${this.width}" height="${this.height}" viewBox="0 0 ${this.width} ${this.height}"`;
    return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${this.#parts.join('')}</svg>`;
  }

  /** On a ground of one colour. Throws Fault picture/unencodable. */
  async toPng(ground: string): Promise<Uint8Array> {
    return this.#render(async () => {
      const sharp = await loadSharp();
      return sharp(Buffer.from(this.toSvg())).flatten({ background: ground }).png().toBuffer();
    });
  }

  /** Over a picture of the drawing's size: rgb, 3 bytes a pixel, row by row. Throws Fault picture/unencodable. */
  async overPicture(rgb: Uint8Array): Promise<Uint8Array> {
    return this.#render(async () => {
      const sharp = await loadSharp();
      const raw = { width: this.width, height: this.height, channels: 3 as const };
      return sharp(rgb, { raw })
        .composite([{ input: Buffer.from(this.toSvg()) }])
        .png()
        .toBuffer();
    });
  }

  async #render(render: () => Promise<Buffer>): Promise<Uint8Array> {
    try {
      return await render();
    } catch (thrown) {
      throw toFault(thrown, 'picture/unencodable', { what: 'The drawing cannot be made into a picture' });
    }
  }
}

function pathOf(points: readonly Pixel[]): string {
  return `M${points.map(([x, y]) => `${px(x)} ${px(y)}`).join('L')}`;
}

function styleOf({ stroke, fill }: Style): string {
  const inside =
    fill === undefined ? 'fill="none"' : `fill="${fill.color}" fill-opacity="${fill.opacity ?? 1}"`;
  if (stroke === undefined) return inside;
  const dashes = stroke.dashed === true ? ' stroke-dasharray="5 4"' : '';
  const line = `stroke="${stroke.color}" stroke-width="${stroke.width ?? 1}" stroke-opacity="${stroke.opacity ?? 1}"`;
  return `${inside} ${line} stroke-linejoin="round"${dashes}`;
}

/** A tenth of a pixel is finer than anyone sees; what is not finite would spoil the whole picture. */
function px(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 10) / 10) : '0';
}
