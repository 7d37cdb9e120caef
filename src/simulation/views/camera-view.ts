// A camera frame for people: enlarged if wanted, with a box and a label on everything the robot should know about.
import { Canvas } from '../../picture/canvas.js';
import type { Color } from '../../picture/canvas.js';
import { encodePng } from '../../picture/encode.js';
import type { CameraFrame } from '../camera/frame.js';
import type { SeenObject } from '../truth/objects-seen.js';
import { colorOfClass } from './palette.js';

/** PNG bytes. scale: whole number of pixels per pixel of the frame. Throws Fault picture/unencodable. */
export async function renderCameraView(
  frame: CameraFrame,
  options: { readonly seen?: readonly SeenObject[]; readonly scale?: number } = {},
): Promise<Uint8Array> {
  const scale = options.scale ?? 1;
  const canvas = new Canvas(frame.width * scale, frame.height * scale);
  enlargeInto(canvas, frame, scale);
  for (const one of options.seen ?? []) drawLabel(canvas, one, scale);
  return encodePng(canvas.rgb, canvas.width, canvas.height);
}

function enlargeInto(canvas: Canvas, { rgb, width }: CameraFrame, scale: number): void {
  for (let y = 0, to = 0; y < canvas.height; y++) {
    const row = Math.floor(y / scale) * width;
    for (let x = 0; x < canvas.width; x++) {
      const from = (row + Math.floor(x / scale)) * 3;
      canvas.rgb[to++] = rgb[from]!;
      canvas.rgb[to++] = rgb[from + 1]!;
      canvas.rgb[to++] = rgb[from + 2]!;
    }
  }
}

function drawLabel(canvas: Canvas, { object, box, visibleFraction }: SeenObject, scale: number): void {
  if (!object.obstacle) return;
  const [r, g, b] = colorOfClass(object.model);
  const plate: Color = [r, g, b, 0.85];
  const [left, top] = [box.left * scale, box.top * scale];
  canvas.strokeRectangle([left, top], [box.right * scale, box.bottom * scale], [r, g, b]);
  const text = `${object.model} ${Math.round(visibleFraction * 100)}%`;
  canvas.label(text, [left, top - 9], { ink: [255, 255, 255], plate });
}
