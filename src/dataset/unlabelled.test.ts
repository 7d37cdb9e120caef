// What is said of classes that nobody labelled: nowhere, not where it is learned, not where it is judged.
import assert from 'node:assert/strict';
import type { Manifest } from './format.js';
import { unlabelledClasses } from './unlabelled.js';

type Boxes = Readonly<Record<string, number>>;

function manifest(train: Boxes, validation: Boxes | undefined): Parameters<typeof unlabelledClasses>[0] {
  const facts = (images: number): Manifest['splits']['train'] => ({
    ...{ images, rooms: 1, annotations: 0, scans: 0, annotationsSha256: '', scansSha256: '' },
  });
  const statistics = (objectsByClass: Boxes): Manifest['statistics']['train'] => ({
    ...{ objectsByClass, ignoredByClass: { cat: 2 }, imagesBySurface: {}, emptyShare: 0 },
  });
  return {
    classes: ['box', 'dog', 'cat'],
    splitRule: { by: 'room', shares: { train: 0.7, validation: 0.3, test: 0 }, salt: '' },
    splits: { train: facts(7), validation: facts(validation === undefined ? 0 : 3), test: facts(0) },
    statistics: {
      train: statistics(train),
      validation: statistics(validation ?? {}),
      test: statistics({}),
    },
  };
}

describe('what nobody labelled', () => {
  it('when no picture has a box, then that alone is said', () => {
    const said = unlabelledClasses(manifest({}, {}));
    assert.equal(said.length, 1);
    assert.match(said[0]!, /^No picture has a box.*all 10 are taken as empty.*COCO/);
  });

  it('when a class has none, or only ignored ones, then it is named, with the classes that have some', () => {
    const said = unlabelledClasses(manifest({ box: 4 }, { box: 2 }));
    assert.deepEqual(
      said.map((line) => line.split(':')[0]),
      ['No box of dog, cat'],
    );
    assert.match(said[0]!, /--classes box$/);
  });

  it('when a class is in one split only, then it says what that costs; splits without pictures do not count', () => {
    const said = unlabelledClasses(manifest({ box: 4, cat: 1 }, { box: 2, dog: 1 }));
    assert.match(said.join('\n'), /^No box of dog in train: .*\nNo box of cat in validation: .*threshold/);
    assert.deepEqual(unlabelledClasses(manifest({ box: 1, dog: 1, cat: 1 }, undefined)), []);
  });
});
