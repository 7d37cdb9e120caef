"""The embedded simulator as a robot, and everything that drives it.

    ros2 launch jackdaw_bringup simulation.launch.py seed:=7 rviz:=true
    ros2 launch jackdaw_bringup simulation.launch.py world:=my.wbt model:=shipped

Takes the arguments of robot.launch.py too.
"""

from pathlib import Path

from ament_index_python.packages import get_package_share_directory
from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, IncludeLaunchDescription
from launch.conditions import IfCondition
from launch.launch_description_sources import PythonLaunchDescriptionSource
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue

LAUNCH = Path(get_package_share_directory("jackdaw_bringup"), "launch")

ARGUMENTS = {
    "namespace": ("", "of the robot's topics and nodes"),
    "world": ("", "a Webots world file (.wbt); a generated room if empty"),
    "seed": ("1", "of the generated room and of all chance"),
    "camera": ("true", "render pictures"),
    "record": ("false", "a bag of everything, in recordings/ of this folder"),
}


def generate_launch_description() -> LaunchDescription:
    namespace = LaunchConfiguration("namespace")
    return LaunchDescription(
        [
            *(
                DeclareLaunchArgument(name, default_value=value, description=text)
                for name, (value, text) in ARGUMENTS.items()
            ),
            # First: it sets the environment of all that follow.
            IncludeLaunchDescription(
                PythonLaunchDescriptionSource(str(LAUNCH / "robot.launch.py")),
                launch_arguments={
                    "use_sim_time": "true",
                    "required": "[scan, odom, bumper]",
                }.items(),
            ),
            Node(
                package="jackdaw_bringup",
                executable="simulator",
                name="simulator",
                namespace=namespace,
                output="screen",
                arguments=[
                    ["--world=", LaunchConfiguration("world")],
                    ["--seed=", LaunchConfiguration("seed")],
                ],
                parameters=[
                    LaunchConfiguration("params_file"),
                    {
                        "simulation.camera": ParameterValue(
                            LaunchConfiguration("camera"), value_type=bool
                        )
                    },
                ],
                remappings=[("cmd_vel", LaunchConfiguration("cmd_vel"))],
            ),
            Node(
                package="jackdaw_bringup",
                executable="recorder",
                name="recorder",
                namespace=namespace,
                output="screen",
                parameters=[
                    LaunchConfiguration("params_file"),
                    {"use_sim_time": True},
                ],
                condition=IfCondition(LaunchConfiguration("record")),
            ),
        ]
    )
