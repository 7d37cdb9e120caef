// Which arms the safety bench has.

/**
 * lidar: the LIDAR alone. slow: the same at another arm's speed. oracle: LIDAR and perfect detections. model: LIDAR and
 * a network. floor-colour: LIDAR and a detector without learning.
 */
export const armNames = ['lidar', 'oracle', 'model', 'floor-colour', 'slow'] as const;
export type ArmName = (typeof armNames)[number];
