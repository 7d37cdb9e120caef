// Writes the reference pages of docs/ that are made from tables in code; needs `npm run build` first.
// With --verify it writes nothing and fails if a page is not what it should be.
import { readFileSync, writeFileSync } from 'node:fs';
import { URL } from 'node:url';
import { referencePages } from '../dist/cli/reference.js';

const verify = process.argv.includes('--verify');

for (const [path, text] of Object.entries(referencePages())) {
  const file = new URL(`../${path}`, import.meta.url);
  if (!verify) {
    writeFileSync(file, text);
    console.log(path);
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${path} is not up to date: npm run docs`);
    process.exitCode = 1;
  }
}
