// Boxes that are not COCO's x, y, width, height in pixels: shares of the picture, or two corners. Taken as they are, they teach nonsense.
import { Fault } from '../../fault/fault.js';

export interface GivenBox {
  readonly bbox: readonly [number, number, number, number];
  /** Of its image, if the file says. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
}

/** A box that is cut wrong now and then leaves its picture too; corners do it in every second box. */
const CORNERS_SHARE = 1 / 3;
const CORNERS_LEAST = 3;
/** So many boxes that are all wider than their left and taller than their top is no chance: few things stand in that corner. */
const CORNERS_SURE = 8;
/** Rounding and drawn lines, pixels. */
const SLACK_PX = 2;

/** Throws dataset/bad-label where all boxes of a file look like another convention. */
export function refuseOtherConvention(boxes: readonly GivenBox[], where: string): void {
  const [first] = boxes;
  if (first === undefined) return;
  if (boxes.every(({ bbox }) => bbox.every((value) => value <= 1))) {
    throw otherConvention('the boxes look like shares of the picture, from 0 to 1', {
      ...{ found: first.bbox, where },
      next: 'Export as COCO instances, or multiply x and width by the width of the picture, y and height by its height.',
    });
  }
  if (boxes.length >= CORNERS_SURE && boxes.every((box) => box.size === undefined && fitsAsCorners(box))) {
    throw otherConvention('all boxes fit as two corners: they look like x1, y1, x2, y2', {
      ...{ found: first.bbox, where },
      next: 'Export as COCO instances, or take x1 from x2 and y1 from y2. If they are right as they are: give images their width and height.',
    });
  }
  const beyond = boxes.filter(leavesPicture);
  if (beyond.length < CORNERS_LEAST || beyond.length < CORNERS_SHARE * boxes.length) return;
  if (!boxes.every(fitsAsCorners)) return;
  throw otherConvention(
    `${beyond.length} of ${boxes.length} boxes leave their picture, and all fit as two corners: they look like x1, y1, x2, y2`,
    {
      ...{ found: beyond[0]!.bbox, where },
      next: 'Export as COCO instances, or take x1 from x2 and y1 from y2.',
    },
  );
}

function leavesPicture({ bbox: [x, y, width, height], size }: GivenBox): boolean {
  return size !== undefined && (x + width > size.width + SLACK_PX || y + height > size.height + SLACK_PX);
}

function fitsAsCorners({ bbox: [left, top, right, bottom], size }: GivenBox): boolean {
  const isInside = size === undefined || (right <= size.width + SLACK_PX && bottom <= size.height + SLACK_PX);
  return right > left && bottom > top && isInside;
}

function otherConvention(
  what: string,
  said: { readonly found: GivenBox['bbox']; readonly where: string; readonly next: string },
): Fault {
  return new Fault('dataset/bad-label', {
    what,
    ...said,
    found: `for example bbox [${said.found.join(', ')}]`,
    expected: 'bbox: [x, y, width, height] in pixels, as COCO has it',
  });
}
