// The ways in which the engine's thread fails in tests.

/** The last byte of the network that the failing thread is given says which. */
export const failures = ['exits', 'throws', 'hangs', 'sleeps', 'never starts'] as const;
