// What npm runs when the project is installed: nothing that looks outside the registry.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly hasInstallScript?: boolean; readonly dev?: boolean }>
  >;
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));

describe('installing', () => {
  const { packages } = read('package-lock.json') as Lock;
  const { allowScripts } = read('package.json') as { allowScripts: Readonly<Record<string, boolean>> };

  it('when npm installs from the lockfile, then the script that fetches CUDA from elsewhere is not run', () => {
    const { hasInstallScript } = packages['node_modules/onnxruntime-node'] ?? {};
    assert.equal(
      hasInstallScript,
      undefined,
      'Take "hasInstallScript" out of the entry of onnxruntime-node in package-lock.json; docs/dependencies.md says why.',
    );
    assert.equal(allowScripts['onnxruntime-node'], false);
  });

  it('when a package has an install script, then somebody has decided about it', () => {
    const scripted = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript === true);
    for (const [path] of scripted) {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      assert.ok(
        name === '' || name in allowScripts,
        `${path} has an install script and no entry in allowScripts`,
      );
    }
  });
});
