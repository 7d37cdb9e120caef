// One colour per class and per floor, the same in every picture for people.
import type { Color } from '../../picture/canvas.js';

const classColors: Readonly<Record<string, Color>> = {
  box: [196, 146, 84],
  chair: [66, 133, 196],
  table: [142, 104, 178],
  plant: [82, 158, 84],
  ball: [222, 84, 72],
  cone: [240, 144, 40],
  shoe: [96, 84, 112],
  person: [214, 92, 150],
  wall: [72, 72, 78],
  glass: [150, 205, 215],
};

const floorColors: Readonly<Record<string, Color>> = {
  wood: [226, 204, 170],
  tile: [214, 220, 224],
  carpet: [206, 178, 182],
  concrete: [196, 196, 192],
};

export function colorOfClass(model: string): Color {
  return classColors[model] ?? [150, 150, 150];
}

export function colorOfFloor(contactMaterial: string): Color {
  return floorColors[contactMaterial] ?? [222, 222, 222];
}
