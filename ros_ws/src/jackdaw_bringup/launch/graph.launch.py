"""Everything that drives with a camera, each stage a node of its own.

    ros2 launch jackdaw_bringup graph.launch.py

The same topics as robot.launch.py with model:=shipped; a crash of one stage
takes no other with it, and the guard stops the robot for as long.
"""

from pathlib import Path

from ament_index_python.packages import get_package_share_directory
from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, IncludeLaunchDescription
from launch.launch_description_sources import PythonLaunchDescriptionSource
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue

LAUNCH = Path(get_package_share_directory("jackdaw_bringup"), "launch")

# Each with what its settings are here beside those of the file.
STAGES: dict[str, dict] = {
    "detector": {
        "vision.model": ParameterValue(LaunchConfiguration("model"), value_type=str)
    },
    "lidar_obstacles": {},
    "fusion": {},
    "wander": {},
    # A robot with eyes does not move without what they see.
    "guard": {"guard.required": ["scan", "odom", "bumper", "obstacles"]},
}


def generate_launch_description() -> LaunchDescription:
    return LaunchDescription(
        [
            DeclareLaunchArgument(
                "model", default_value="shipped", description="what to see by"
            ),
            IncludeLaunchDescription(
                PythonLaunchDescriptionSource(str(LAUNCH / "robot.launch.py")),
                launch_arguments={"drive": "false"}.items(),
            ),
            *(stage(name, settings) for name, settings in STAGES.items()),
        ]
    )


def stage(name: str, settings: dict) -> Node:
    return Node(
        package="jackdaw_bringup",
        executable=name,
        name=name,
        namespace=LaunchConfiguration("namespace"),
        output="screen",
        parameters=[
            LaunchConfiguration("params_file"),
            {
                "use_sim_time": ParameterValue(
                    LaunchConfiguration("use_sim_time"), value_type=bool
                ),
                **settings,
            },
        ],
        respawn=True,
        respawn_delay=1.0,
    )
