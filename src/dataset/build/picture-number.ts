// The number in a picture's name: by it a label meets its frame in the bag.
import { pictureName } from '../../recording/picture-name.js';

/** That of its frame in the bag; undefined if the name has none. Roboflow puts the old ending and a hash behind the name: 000012_jpg.rf.3b1e9c2d.jpg */
export function numberOf(fileName: string): number | undefined {
  const digits = /(\d+)_[a-z]+\.rf\.[^./]+\.[a-z]+$/i.exec(fileName) ?? /(\d+)\.[a-z]+$/i.exec(fileName);
  if (digits === null || (fileName.includes('.rf.') && !digits[0].includes('.rf.'))) return undefined;
  return Number(digits[1]);
}

/** The bag that a name as `jackdaw bag export` gives it is of; undefined if it says none, as older ones do. */
export function bagInName(fileName: string): string | undefined {
  return /(?:^|[/\\])([^/\\]+)-\d{6,}(?:_[a-z]+\.rf\.[^./]+)?\.[a-z]+$/i.exec(fileName)?.[1];
}

/** As `jackdaw bag export` names the picture of a frame, with the ending of another one. */
export function exportedName(bag: string, frame: number, like: string): string {
  return pictureName(bag, frame, /\.png$/i.test(like) ? 'png' : 'jpg');
}
