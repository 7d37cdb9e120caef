#!/usr/bin/env bash
# The ROS 2 bindings against a real rcl, its middleware and rclpy: set up in .native/ros (steps that are done are skipped), then tested.
set -euo pipefail
npm run --silent setup:ros
npm run --silent test:ros
