"""One node of ours, alone.

    ros2 launch jackdaw_bringup node.launch.py node:=lidar_obstacles
    ros2 launch jackdaw_bringup node.launch.py node:=detector managed:=true

A camera or LIDAR plays what `params_file` names as its source.
"""

from pathlib import Path

from ament_index_python.packages import get_package_share_directory
from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, SetEnvironmentVariable
from launch.substitutions import EnvironmentVariable, LaunchConfiguration
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue

SHARE = Path(get_package_share_directory("jackdaw_bringup"))

NODES = [
    "camera",
    "lidar",
    "detector",
    "lidar_obstacles",
    "fusion",
    "wander",
    "guard",
    "robot",
    "recorder",
    "watch",
    "simulator",
]

ARGUMENTS = {
    "namespace": ("", "of its topics and itself"),
    "params_file": (str(SHARE / "config/parameters.yaml"), "its settings"),
    "use_sim_time": ("false", "time is that of /clock"),
    "managed": ("false", "wait to be configured and activated by others"),
    "log_level": ("info", "debug, info, warn, error or fatal"),
}

# Fast DDS 2 reads the first, Fast DDS 3 the second.
VARIABLES = ["FASTRTPS_DEFAULT_PROFILES_FILE", "FASTDDS_DEFAULT_PROFILES_FILE"]
PROFILE = str(SHARE / "config/fastdds.xml")


def switch(name: str) -> ParameterValue:
    return ParameterValue(LaunchConfiguration(name), value_type=bool)


def generate_launch_description() -> LaunchDescription:
    return LaunchDescription(
        [
            DeclareLaunchArgument("node", choices=NODES, description="which"),
            *(
                DeclareLaunchArgument(name, default_value=value, description=text)
                for name, (value, text) in ARGUMENTS.items()
            ),
            # Pictures between processes in one piece, unless somebody chose otherwise.
            *(
                SetEnvironmentVariable(
                    each, EnvironmentVariable(each, default_value=PROFILE)
                )
                for each in VARIABLES
            ),
            Node(
                package="jackdaw_bringup",
                executable=LaunchConfiguration("node"),
                name=LaunchConfiguration("node"),
                namespace=LaunchConfiguration("namespace"),
                output="screen",
                parameters=[
                    LaunchConfiguration("params_file"),
                    {
                        "use_sim_time": switch("use_sim_time"),
                        "managed": switch("managed"),
                    },
                ],
                ros_arguments=["--log-level", LaunchConfiguration("log_level")],
            ),
        ]
    )
