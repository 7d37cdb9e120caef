// Ceilings on what a file may ask for.

/** One record, and one chunk's records once decompressed. Common writers make chunks of 1 to 16 MiB. */
export const RECORD_BYTES_CEILING = 256 * 1024 * 1024;
/** The summary section: about 100 bytes a chunk. */
export const SUMMARY_BYTES_CEILING = 512 * 1024 * 1024;
/** Chunks that lie over each other in time and must be held at once. */
export const HELD_BYTES_CEILING = 1024 * 1024 * 1024;
