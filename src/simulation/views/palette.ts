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

/** For classes of other people: the same name has the same colour in every picture. */
const otherColors = ['#0f8b8d', '#b5179e', '#6a8e22', '#4361ee', '#a44a3f', '#7d8894'] as const;

export function colorOfClass(model: string): string {
  if (Object.hasOwn(classColors, model)) return classColors[model]!;
  const sum = Array.from(model).reduce((total, letter) => total + letter.codePointAt(0)!, 0);
  return otherColors[sum % otherColors.length]!;
}

/** `contactMaterial` of a floor; undefined for what is no floor material. */
export function colorOfFloor(contactMaterial: string): string | undefined {
  return Object.hasOwn(floorColors, contactMaterial) ? floorColors[contactMaterial] : undefined;
}
