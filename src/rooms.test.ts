// Which room may import which: the table of the design, held against every import in the tree.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const src = fileURLToPath(new URL('.', import.meta.url));

const parts = ['fault', 'message', 'picture', 'runtime'];
const belowRobot = [...parts, 'recording', 'simulation', 'perception', 'driving'];

/** A room may import itself and these. Siblings meet through messages and artifacts, not through calls. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  fault: [],
  message: ['fault'],
  picture: ['fault'],
  runtime: ['fault', 'message'],
  recording: parts,
  simulation: parts,
  perception: parts,
  driving: parts,
  robot: belowRobot,
  dataset: [...belowRobot, 'robot'],
  training: [...belowRobot, 'robot', 'dataset'],
  evaluation: [...belowRobot, 'robot', 'dataset', 'training'],
  cli: [...belowRobot, 'robot', 'dataset', 'training', 'evaluation'],
};

/** Specifiers of all imports of one file: static, dynamic and type-only ones. */
function importsOf(text: string): string[] {
  return ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
}

/** `from -> to` for each import that the table does not allow. `path` is relative to src. */
function violations(path: string, text: string): string[] {
  const room = path.split('/')[0]!;
  return importsOf(text)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => relative(src, join(src, dirname(path), specifier)))
    .filter((target) => {
      const other = target.split('/')[0]!;
      return other !== room && mayImport[room]?.includes(other) !== true;
    })
    .map((target) => `${path} -> ${target}`);
}

function sourceFiles(): string[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && path.includes('/'));
}

describe('the rooms', function () {
  // It reads every file there is.
  this.timeout(20_000);

  it('when all imports are read, then each is one that the table allows', () => {
    const files = sourceFiles();
    assert.ok(files.length > 100);
    assert.deepEqual(
      files.flatMap((path) => violations(path, readFileSync(join(src, path), 'utf8'))),
      [],
    );
  });

  it('when a folder is added, then it needs a line in the table', () => {
    const rooms = new Set(sourceFiles().map((path) => path.split('/')[0]!));
    assert.deepEqual(
      [...rooms].filter((room) => !(room in mayImport)),
      [],
    );
  });

  it('when the table is followed from room to room, then nobody comes back to where he began', () => {
    // A room only names rooms above it, so the order of the table is the proof.
    const order = Object.keys(mayImport);
    for (const [room, allowed] of Object.entries(mayImport)) {
      for (const other of allowed)
        assert.ok(order.indexOf(other) < order.indexOf(room), `${room} -> ${other}`);
    }
  });

  it('when an import breaks the table, then it is found, however it is written', () => {
    const breaks = [
      "import { x } from '../driving/guard.js';",
      "import type { X } from '../driving/guard.js';",
      "export * from '../driving/guard.js';",
      "const x = await import('../driving/guard.js');",
      "import '../driving/guard.js';",
    ];
    for (const text of breaks) {
      assert.deepEqual(
        violations('perception/made-up.ts', text),
        ['perception/made-up.ts -> driving/guard.js'],
        text,
      );
    }
    assert.deepEqual(violations('perception/made-up.ts', "import { x } from '../runtime/stage.js';"), []);
  });
});
