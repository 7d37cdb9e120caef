// A camera picture with what the model saw in it: the free floor in green, boxes with class and score, the surface ahead.
import { Drawing } from '../picture/drawing.js';
import { textWidth } from '../picture/lettering.js';
import type { Picture } from '../picture/decode.js';
import { tintFloor } from '../picture/tint.js';
import { colorOfClass } from '../simulation/views/palette.js';
import type { Seen } from './look.js';

const LETTER_PX = 10;
const PLATE_PX = LETTER_PX + 8;

/** PNG bytes. Throws Fault picture/unencodable. */
export async function renderDetections(
  picture: Picture,
  { detections, surface, floor }: Seen,
): Promise<Uint8Array> {
  const { width, height, rgb } = picture;
  const drawing = new Drawing(width, height);
  for (const { bbox, results } of detections.detections) {
    const { class_id, score } = results[0]!.hypothesis;
    const left = bbox.center.position.x - bbox.size_x / 2;
    const top = bbox.center.position.y - bbox.size_y / 2;
    const color = colorOfClass(class_id);
    drawing.rectangle([left, top], [bbox.size_x, bbox.size_y], { stroke: { color, width: 2 } });
    drawPlate(drawing, [left, Math.max(0, top - PLATE_PX)], `${class_id} ${Math.round(score * 100)}%`, color);
  }
  const ground = surface?.results[0];
  if (ground !== undefined) {
    const text = `floor: ${ground.class_id} ${Math.round(ground.score * 100)}%`;
    drawPlate(drawing, [0, height - PLATE_PX], text, '#39424d');
  }
  return drawing.overPicture(floor === undefined ? rgb : tintFloor(picture, floor));
}

function drawPlate(
  drawing: Drawing,
  [left, top]: readonly [number, number],
  text: string,
  color: string,
): void {
  const width = textWidth(text) * LETTER_PX + 8;
  const inLeft = Math.max(0, Math.min(left, drawing.width - width));
  drawing.rectangle([inLeft, top], [width, PLATE_PX], { fill: { color, opacity: 0.85 } });
  drawing.text(text, [inLeft + 4, top + PLATE_PX - 5], { color: '#ffffff', height: LETTER_PX });
}
