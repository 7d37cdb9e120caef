// The classes of obstacles a robot must tell apart: `model` of a solid names one of them.

export const obstacleClasses = ['box', 'chair', 'table', 'plant', 'ball', 'cone', 'shoe', 'person'] as const;

export type ObstacleClass = (typeof obstacleClasses)[number];

export function isObstacleClass(model: string): model is ObstacleClass {
  return (obstacleClasses as readonly string[]).includes(model);
}
