// Textures that many rooms share: each decoded once for all of them.
import { openTextures, type MipMap } from '../../simulation/camera/textures.js';
import type { Scene } from '../../simulation/scene/scene.js';

export class TextureShelf {
  readonly #mipMapByFile = new Map<string, MipMap>();

  /** All textures of the scene, and of those before it. Throws picture/undecodable. */
  async texturesOf(scene: Scene): Promise<ReadonlyMap<string, MipMap>> {
    const solids = scene.solids.filter(({ shapes }) =>
      shapes.some(
        ({ appearance: { texture } }) => texture !== undefined && !this.#mipMapByFile.has(texture.file),
      ),
    );
    for (const [file, mipMap] of await openTextures({ ...scene, solids })) {
      if (!this.#mipMapByFile.has(file)) this.#mipMapByFile.set(file, mipMap);
    }
    return this.#mipMapByFile;
  }
}
