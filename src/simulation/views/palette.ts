// One colour per class and per floor, the same in every picture for people.

const classColors: Readonly<Record<string, string>> = {
  box: '#c98a3c',
  chair: '#3f7fbf',
  table: '#8a5a2b',
  plant: '#3f9b57',
  ball: '#d6456a',
  cone: '#ee7623',
  shoe: '#7b4fa3',
  person: '#c2303b',
  wall: '#59616b',
  glass: '#2aa7d6',
};

const floorColors: Readonly<Record<string, string>> = {
  wood: '#e7d3b1',
  tile: '#dfe6ea',
  carpet: '#d6cfe0',
  concrete: '#d5d5d2',
};

export function colorOfClass(model: string): string {
  return classColors[model] ?? '#7d8894';
}

/** `contactMaterial` of a floor; undefined for what is no floor material. */
export function colorOfFloor(contactMaterial: string): string | undefined {
  return Object.hasOwn(floorColors, contactMaterial) ? floorColors[contactMaterial] : undefined;
}
