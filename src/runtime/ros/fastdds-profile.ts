// The Fast DDS profile that we ship, and the variables that name one: what gives pictures room in shared memory.
import { fileURLToPath } from 'node:url';

/** Fast DDS 2 (Humble, Iron, Jazzy) reads the first, Fast DDS 3 (Kilted and later) the second, and neither the other's. */
export const profileVariables = ['FASTRTPS_DEFAULT_PROFILES_FILE', 'FASTDDS_DEFAULT_PROFILES_FILE'] as const;
export type ProfileVariable = (typeof profileVariables)[number];

const withFastDds2: ReadonlySet<string> = new Set(['humble', 'iron', 'jazzy']);

export const shippedProfile = fileURLToPath(
  new URL('../../../ros_ws/src/jackdaw_bringup/config/fastdds.xml', import.meta.url),
);

/** The one that the Fast DDS of a distribution reads. */
export function profileVariableOf(distribution: string): ProfileVariable {
  return profileVariables[withFastDds2.has(distribution) ? 0 : 1];
}

/** For the environment of a process, whichever Fast DDS it has; an empty file: Fast DDS as it comes. */
export function namingProfile(file: string): Record<ProfileVariable, string> {
  return { FASTRTPS_DEFAULT_PROFILES_FILE: file, FASTDDS_DEFAULT_PROFILES_FILE: file };
}
