// A camera picture with what the model saw in it: the free floor in green, boxes with class and score, the surface ahead.
import { Drawing } from '../picture/drawing.js';
import type { Picture } from '../picture/decode.js';
import { drawPlate, PLAIN_PLATE } from '../picture/plate.js';
import { tintFloor } from '../picture/tint.js';
import { colorOfClass } from '../simulation/views/palette.js';
import type { Seen } from './look.js';

const LETTER_PX = 10;

/** PNG bytes. Throws Fault picture/unencodable. */
export async function renderDetections(
  picture: Picture,
  { detections, surface, floor }: Seen,
): Promise<Uint8Array> {
  const { width, height, rgb } = picture;
  const drawing = new Drawing(width, height);
  const plate = { letterPx: LETTER_PX, room: { left: 0, top: 0, width } };
  for (const { bbox, results } of detections.detections) {
    const { class_id, score } = results[0]!.hypothesis;
    const left = bbox.center.position.x - bbox.size_x / 2;
    const top = bbox.center.position.y - bbox.size_y / 2;
    const color = colorOfClass(class_id);
    drawing.rectangle([left, top], [bbox.size_x, bbox.size_y], { stroke: { color, width: 2 } });
    drawPlate(drawing, [left, top], `${class_id} ${Math.round(score * 100)}%`, { ...plate, color });
  }
  const ground = surface?.results[0];
  if (ground !== undefined) {
    const text = `floor: ${ground.class_id} ${Math.round(ground.score * 100)}%`;
    drawPlate(drawing, [0, height], text, { ...plate, color: PLAIN_PLATE });
  }
  return drawing.overPicture(floor === undefined ? rgb : tintFloor(picture, floor));
}
