// Commands of a differential drive as ROS messages.
import type { Header, TwistStamped } from '../message/messages.js';

/** Forward in m/s, counter-clockwise in rad/s, in the header's frame. */
export function twistStamped(header: Header, linear: number, angular: number): TwistStamped {
  return {
    header,
    twist: { linear: { x: linear, y: 0, z: 0 }, angular: { x: 0, y: 0, z: angular } },
  };
}
