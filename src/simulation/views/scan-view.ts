// A LIDAR scan as a plot: the robot in the middle looking up, rings every metre, a dot per return.
import { Canvas } from '../../picture/canvas.js';
import type { Color, Spot } from '../../picture/canvas.js';
import type { LaserScan } from '../../message/messages.js';

const PAPER: Color = [252, 252, 250];
const RING: Color = [222, 222, 226];
const INK: Color = [120, 120, 126];
const RETURN: Color = [214, 50, 50];
const ROBOT: Color = [40, 90, 200];

/** size: pixels of a side; reach: metres from the middle to the border. Beams without a finite range have no dot. */
export function drawScanView(
  scan: LaserScan,
  options: { readonly size?: number; readonly reach?: number } = {},
): Canvas {
  const { size = 600, reach = Math.min(scan.range_max, 6) } = options;
  const canvas = new Canvas(size, size);
  const pixelsPerMetre = size / 2 / reach;
  const spotOf = (range: number, angle: number): Spot => [
    size / 2 - range * pixelsPerMetre * Math.sin(angle),
    size / 2 - range * pixelsPerMetre * Math.cos(angle),
  ];
  canvas.fill(PAPER);
  for (let ring = 1; ring <= Math.floor(reach); ring++) {
    canvas.circle(spotOf(0, 0), ring * pixelsPerMetre, RING);
    canvas.text(`${ring} m`, [size / 2 + 3, size / 2 - ring * pixelsPerMetre + 2], INK);
  }
  canvas.polygon([spotOf(0.16, 0), spotOf(0.1, 2.5), spotOf(0.1, -2.5)], ROBOT);
  scan.ranges.forEach((range, beam) => {
    if (Number.isFinite(range))
      canvas.disc(spotOf(range, scan.angle_min + beam * scan.angle_increment), 1.7, RETURN);
  });
  return canvas;
}
