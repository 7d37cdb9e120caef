// The number in a picture's name: by it a label meets its frame in the bag.

/** That of its frame in the bag; undefined if the name has none. Roboflow puts the old ending and a hash behind the name: 000012_jpg.rf.3b1e9c2d.jpg */
export function numberOf(fileName: string): number | undefined {
  const digits = /(\d+)_[a-z]+\.rf\.[^./]+\.[a-z]+$/i.exec(fileName) ?? /(\d+)\.[a-z]+$/i.exec(fileName);
  if (digits === null || (fileName.includes('.rf.') && !digits[0].includes('.rf.'))) return undefined;
  return Number(digits[1]);
}

/** As `jackdaw bag export` names the picture of a frame, with the ending of another one. */
export function exportedName(frame: number, like: string): string {
  return `${String(frame).padStart(6, '0')}.${/\.png$/i.test(like) ? 'png' : 'jpg'}`;
}
