#!/usr/bin/env bash
# The ROS 2 bindings against a real rcl, its middleware and rclpy: set up in .native/ros (steps that are done are skipped), tested, and
# tormented for half a minute.
set -euo pipefail
npm run --silent setup:ros
npm run --silent test:ros
npm run --silent soak:ros -- 30
