// Acceleration limits: one step from the speed that was commanded towards the one that is wanted.

/** The next speed, `seconds` after `from`; braking, and turning round through zero, may be stronger than speeding up. */
export function ramp(
  from: number,
  to: number,
  limits: { readonly speedUp: number; readonly brake: number },
  seconds: number,
): number {
  const braking = Math.abs(to) < Math.abs(from) || from * to < 0;
  const step = (braking ? limits.brake : limits.speedUp) * seconds;
  // Braking ends at zero: what follows in the other direction is speeding up, and waits for the next step.
  const goal = from * to < 0 ? 0 : to;
  return Math.abs(goal - from) <= step ? goal : from + Math.sign(goal - from) * step;
}
