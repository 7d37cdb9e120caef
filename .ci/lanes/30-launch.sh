#!/usr/bin/env bash
# The launch files: Python in order, and every executable, topic, parameter and file that they name is there. The peers of the ROS tests:
# Python in order.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet -r scripts/ros/python-tools.txt
python="$work/venv/bin/python"
launch=ros_ws/src/jackdaw_bringup/launch
peers=(scripts/peers/{ros_peer,ros_client,round_room,spoiled_messages}.py)
$python -m black --quiet --check scripts/ros "$launch" "${peers[@]}"
$python -m flake8 --config scripts/ros/.flake8 scripts/ros "$launch" "${peers[@]}"
export MYPYPATH=scripts/ros/launch_api
mypy=("$python" -m mypy --cache-dir "$work/mypy" --explicit-package-bases --no-error-summary)
"${mypy[@]}" scripts/ros/check_launch.py
# Their names have dots, which mypy takes for one module each.
for file in "$launch"/*.py; do "${mypy[@]}" "$file"; done
# Of rclpy and its messages it knows nothing.
MYPYPATH=scripts/peers "${mypy[@]}" --strict --ignore-missing-imports "${peers[@]}"

# The package as CMake installs it. With the test environment's ROS, by colcon; without, by what stands for ament_cmake.
install="$work/install/jackdaw_bringup"
if node --import tsx scripts/setup-ros.mjs --check > /dev/null 2>&1; then
  for how in '' --symlink-install; do
    rm -rf "$work/install" "$work/build"
    node scripts/with-ros.mjs colcon --log-base "$work/log" build $how --base-paths ros_ws/src/jackdaw_bringup \
      --build-base "$work/build" --install-base "$work/install" --event-handlers console_direct- summary+
    AMENT_PREFIX_PATH=$install PYTHONPATH=scripts/ros/launch_api $python -B scripts/ros/check_launch.py
  done
else
  cmake -S ros_ws/src/jackdaw_bringup -B "$work/build" -D CMAKE_INSTALL_PREFIX="$install" \
    -D CMAKE_MODULE_PATH="$PWD/scripts/ros/ament_api" > /dev/null
  cmake --install "$work/build" > /dev/null
  AMENT_PREFIX_PATH=$install PYTHONPATH=scripts/ros/launch_api $python -B scripts/ros/check_launch.py
fi

# The launcher finds this clone, what JACKDAW_HOME says, and says so where it finds nothing.
"$install/lib/jackdaw_bringup/jackdaw" --version > /dev/null
JACKDAW_HOME=$PWD "$install/lib/jackdaw_bringup/jackdaw" --version > /dev/null
if JACKDAW_HOME=$work "$install/lib/jackdaw_bringup/robot" 2> "$work/said"; then echo "the launcher starts what is not there"; exit 1; fi
grep -q 'JACKDAW_HOME is' "$work/said"

# The checker must be able to object.
sed -i 's/executable="robot"/executable="robots"/; s/("scan", Launch/("scans", Launch/' "$install"/share/jackdaw_bringup/launch/robot.launch.py
if AMENT_PREFIX_PATH=$install PYTHONPATH=scripts/ros/launch_api $python -B scripts/ros/check_launch.py > "$work/said"; then
  echo "the checker accepts an executable and a topic that do not exist"; exit 1
fi
