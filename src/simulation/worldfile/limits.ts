// The ceilings on world and PROTO files, which may come from anyone.

export interface WorldLimits {
  readonly fileBytes: number;
  /** Nodes inside nodes, in one file. */
  readonly nesting: number;
  /** Words, numbers, strings and marks in one file. */
  readonly tokens: number;
  /** Nodes in one file. */
  readonly nodes: number;
  /** Fields in one file. */
  readonly fields: number;
  /** Comment lines at the top of one file. */
  readonly comments: number;
  /** PROTOs inside PROTOs. */
  readonly includeDepth: number;
  /** PROTO files read for one world. */
  readonly includes: number;
  /** Nodes after expanding every PROTO and every USE. */
  readonly expandedNodes: number;
  /** Numbers, strings and parameters after expanding. */
  readonly expandedValues: number;
  /** Notes on one world; what is odd beyond them is not said. */
  readonly notes: number;
  /** Nodes inside nodes after expanding. */
  readonly expandedNesting: number;
  /** Triangles of all meshes. */
  readonly triangles: number;
}

export const worldLimits: WorldLimits = {
  fileBytes: 16 * 1024 * 1024,
  nesting: 200,
  tokens: 2_000_000,
  nodes: 200_000,
  fields: 500_000,
  comments: 10_000,
  includeDepth: 32,
  includes: 500,
  expandedNodes: 200_000,
  expandedValues: 20_000_000,
  notes: 1000,
  expandedNesting: 400,
  triangles: 2_000_000,
};
