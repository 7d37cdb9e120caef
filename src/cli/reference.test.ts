// The reference pages in docs/ say what the code says, and the fault table holds what the code throws.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faultCodes } from '../fault/codes.js';
import { referencePages } from './reference.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the reference pages', () => {
  for (const [path, text] of Object.entries(referencePages())) {
    it(`when ${path} is made again, then it is what is there (else: npm run docs)`, () => {
      assert.equal(readFileSync(join(root, path), 'utf8'), text);
    });
  }

  it('when the sources are searched, then every fault code of the table is used, and none that is not in it', () => {
    const areas = new Set(Object.keys(faultCodes).map((code) => code.split('/')[0]));
    const used = new Set<string>();
    for (const path of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
      if (!path.endsWith('.ts') || path.endsWith('.test.ts') || path.endsWith('codes.ts')) continue;
      const text = readFileSync(join(root, 'src', path), 'utf8');
      for (const [, code] of text.matchAll(/'([a-z]+\/[a-z-]+)'/g)) used.add(code!);
    }
    const known = Object.keys(faultCodes);
    assert.deepEqual(
      known.filter((code) => !used.has(code)),
      [],
      'never used',
    );
    const unknown = [...used].filter((code) => areas.has(code.split('/')[0]) && !known.includes(code));
    assert.deepEqual(unknown, [], 'not in the table');
  });
});
