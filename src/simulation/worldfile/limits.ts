// The ceilings on world and PROTO files, which may come from anyone.

export interface WorldLimits {
  readonly fileBytes: number;
  /** Nodes inside nodes, in one file. */
  readonly nesting: number;
  /** Numbers in one file. */
  readonly numbers: number;
  /** Nodes in one file. */
  readonly nodes: number;
  /** PROTOs inside PROTOs. */
  readonly includeDepth: number;
  /** PROTO files read for one world. */
  readonly includes: number;
  /** Nodes after expanding every PROTO and every USE. */
  readonly expandedNodes: number;
  /** Nodes inside nodes after expanding. */
  readonly expandedNesting: number;
  /** Triangles of one mesh, and of the whole world. */
  readonly triangles: number;
}

export const worldLimits: WorldLimits = {
  fileBytes: 16 * 1024 * 1024,
  nesting: 200,
  numbers: 4_000_000,
  nodes: 200_000,
  includeDepth: 32,
  includes: 500,
  expandedNodes: 200_000,
  expandedNesting: 400,
  triangles: 2_000_000,
};
