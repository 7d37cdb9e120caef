"""A bag, played with its clock, and everything that drives hearing it.

    ros2 launch jackdaw_bringup replay.launch.py bag:=recordings/2026-11-20
    ros2 launch jackdaw_bringup replay.launch.py bag:=b drive:=false rviz:=true

What the bag says of our own topics and what our nodes say would meet: with
drive:=true those of the bag are played as `recorded/…`. Takes the arguments of
robot.launch.py too.
"""

from pathlib import Path

from ament_index_python.packages import get_package_share_directory
from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, IncludeLaunchDescription
from launch.condition import Condition
from launch.conditions import IfCondition, UnlessCondition
from launch.launch_description_sources import PythonLaunchDescriptionSource
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node

LAUNCH = Path(get_package_share_directory("jackdaw_bringup"), "launch")

ARGUMENTS = {
    "bag": (None, "a bag's folder, an .mcap or a .db3 file"),
    "rate": ("1", "factor of the recording's pace"),
    "drive": ("true", "run the stages on what the bag says"),
}

# What the robot node says itself.
OWN = [
    "lidar/obstacles",
    "obstacles",
    "detections",
    "surface",
    "floor_scan",
    "vision_info",
    "cmd_vel_wander",
    "cmd_vel_raw",
    "cmd_vel",
    "guard",
]


def player(remappings: list[tuple[str, str]], condition: Condition) -> Node:
    return Node(
        package="jackdaw_bringup",
        executable="jackdaw",
        name="replay",
        output="screen",
        arguments=[
            "replay",
            LaunchConfiguration("bag"),
            "--transport=ros",
            "--clock",
            ["--rate=", LaunchConfiguration("rate")],
            "--",
        ],
        remappings=remappings,
        condition=condition,
    )


def generate_launch_description() -> LaunchDescription:
    drive = LaunchConfiguration("drive")
    return LaunchDescription(
        [
            *(
                DeclareLaunchArgument(name, default_value=value, description=text)
                for name, (value, text) in ARGUMENTS.items()
            ),
            # First: it sets the environment of all that follow.
            IncludeLaunchDescription(
                PythonLaunchDescriptionSource(str(LAUNCH / "robot.launch.py")),
                launch_arguments={"use_sim_time": "true"}.items(),
            ),
            player(
                [(f"/{name}", f"/recorded/{name}") for name in OWN],
                IfCondition(drive),
            ),
            player([], UnlessCondition(drive)),
        ]
    )
