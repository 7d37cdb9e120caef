// A camera frame for people: enlarged if wanted, with a box and a label on every obstacle.
import { Drawing } from '../../picture/drawing.js';
import { textWidth } from '../../picture/lettering.js';
import type { CameraFrame } from '../camera/frame.js';
import type { SeenObject } from '../truth/objects-seen.js';
import { colorOfClass } from './palette.js';

export interface CameraViewOptions {
  /** Obstacles among these get a box and a label: class and visible share. */
  readonly seen?: readonly SeenObject[];
  /** Whole number of pixels per pixel of the frame; 1 if absent. */
  readonly scale?: number;
}

const LETTER_PX = 9;
const PLATE_PX = LETTER_PX + 8;

/** PNG bytes. Throws Fault picture/unencodable. */
export async function renderCameraView(
  frame: CameraFrame,
  { seen = [], scale = 1 }: CameraViewOptions = {},
): Promise<Uint8Array> {
  const drawing = new Drawing(frame.width * scale, frame.height * scale);
  const taken: Plate[] = [];
  for (const one of seen) if (one.object.obstacle) drawLabel(drawing, taken, one, scale);
  return drawing.overPicture(enlarged(frame, scale));
}

/** Each pixel of the frame as scale x scale equal ones. */
function enlarged({ rgb, width, height }: CameraFrame, scale: number): Uint8Array {
  if (scale === 1) return rgb;
  const large = new Uint8Array(rgb.length * scale * scale);
  for (let y = 0, to = 0; y < height * scale; y++) {
    const row = Math.floor(y / scale) * width;
    for (let x = 0; x < width * scale; x++, to += 3) {
      const from = (row + Math.floor(x / scale)) * 3;
      for (let channel = 0; channel < 3; channel++) large[to + channel] = rgb[from + channel]!;
    }
  }
  return large;
}

interface Plate {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

function drawLabel(
  drawing: Drawing,
  taken: Plate[],
  { object, box, visibleFraction }: SeenObject,
  scale: number,
): void {
  const color = colorOfClass(object.model);
  const [left, top] = [box.left * scale, box.top * scale];
  const size = [(box.right - box.left) * scale - 1, (box.bottom - box.top) * scale - 1] as const;
  drawing.rectangle([left + 0.5, top + 0.5], size, { stroke: { color } });
  const text = `${object.model} ${Math.round(visibleFraction * 100)}%`;
  const plate = freePlace(taken, drawing, {
    left,
    top: top - PLATE_PX,
    width: textWidth(text) * LETTER_PX + 8,
  });
  taken.push(plate);
  drawing.rectangle([plate.left, plate.top], [plate.width, PLATE_PX], { fill: { color, opacity: 0.9 } });
  drawing.text(text, [plate.left + 4, plate.top + PLATE_PX - 4], { color: '#ffffff', height: LETTER_PX });
}

/** Inside the picture, and below every plate that is already in its place. */
function freePlace(taken: readonly Plate[], drawing: Drawing, { left, top, width }: Plate): Plate {
  const inLeft = Math.max(0, Math.min(left, drawing.width - width));
  let inTop = Math.max(0, top);
  const hits = (plate: Plate): boolean =>
    plate.left < inLeft + width &&
    inLeft < plate.left + plate.width &&
    Math.abs(plate.top - inTop) < PLATE_PX;
  for (let hit = taken.find(hits); hit !== undefined; hit = taken.find(hits)) inTop = hit.top + PLATE_PX;
  return { left: inLeft, top: inTop, width };
}
