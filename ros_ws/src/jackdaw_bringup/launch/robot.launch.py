"""Everything that drives, beside drivers that others start.

A LIDAR driver publishes `scan`, the base `odom`, a camera its pictures with
`camera_info`, and the base takes `cmd_vel`; their names are arguments. Bumpers,
if the base has any, on `bumper`: then name it in `required`, and the robot does not
move without it.

    ros2 launch jackdaw_bringup robot.launch.py scan:=/lidar/scan
    ros2 launch jackdaw_bringup robot.launch.py model:=shipped image:=/image_raw
"""

from pathlib import Path
from typing import List

from ament_index_python.packages import get_package_share_directory
from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, SetEnvironmentVariable
from launch.conditions import IfCondition
from launch.substitutions import EnvironmentVariable, LaunchConfiguration
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue

SHARE = Path(get_package_share_directory("jackdaw_bringup"))

ARGUMENTS = {
    "namespace": ("", "of the robot's topics and nodes"),
    "scan": ("scan", "LaserScan of the LIDAR driver"),
    "image": ("camera/image_raw", "Image of the camera driver"),
    "compressed": ("camera/image_raw/compressed", "CompressedImage of it"),
    "camera_info": ("camera/camera_info", "CameraInfo of it"),
    "odom": ("odom", "Odometry of the base"),
    "bumper": ("bumper", "Contacts of the base"),
    "cmd_vel": ("cmd_vel", "TwistStamped for the base"),
    "unstamped": ("false", "say Twist on cmd_vel, for bases that know no other"),
    "cmd_vel_nav": ("cmd_vel_nav", "commands of a navigator, to be guarded"),
    "cmd_vel_teleop": ("cmd_vel_teleop", "commands of a person, to be guarded"),
    "model": ("none", "what to see by: a model's folder, shipped, or none"),
    "params_file": (str(SHARE / "config/parameters.yaml"), "settings of the stages"),
    "use_sim_time": ("false", "time is that of /clock"),
    "required": ("[scan, odom]", "what the guard must hear; [scan, odom, bumper]"),
    "drive": ("true", "run the stages; false: only describe and show"),
    "describe": ("true", "publish our robot's description and its fixed frames"),
    "rviz": ("false", "show it"),
}

# Names of the table in docs/topics.md that others may call otherwise.
REMAPPINGS = [
    ("scan", LaunchConfiguration("scan")),
    ("camera/image_raw", LaunchConfiguration("image")),
    ("camera/image_raw/compressed", LaunchConfiguration("compressed")),
    ("camera/camera_info", LaunchConfiguration("camera_info")),
    ("odom", LaunchConfiguration("odom")),
    ("bumper", LaunchConfiguration("bumper")),
    ("cmd_vel", LaunchConfiguration("cmd_vel")),
    ("cmd_vel_nav", LaunchConfiguration("cmd_vel_nav")),
    ("cmd_vel_teleop", LaunchConfiguration("cmd_vel_teleop")),
]


def generate_launch_description() -> LaunchDescription:
    time = {
        "use_sim_time": ParameterValue(
            LaunchConfiguration("use_sim_time"), value_type=bool
        )
    }
    return LaunchDescription(
        [
            *(
                DeclareLaunchArgument(name, default_value=value, description=text)
                for name, (value, text) in ARGUMENTS.items()
            ),
            *shared_memory(),
            Node(
                package="jackdaw_bringup",
                executable="robot",
                name="robot",
                namespace=LaunchConfiguration("namespace"),
                output="screen",
                parameters=[
                    LaunchConfiguration("params_file"),
                    {
                        "vision.model": ParameterValue(
                            LaunchConfiguration("model"), value_type=str
                        ),
                        "guard.required": ParameterValue(
                            LaunchConfiguration("required"), value_type=List[str]
                        ),
                        "unstamped": ParameterValue(
                            LaunchConfiguration("unstamped"), value_type=bool
                        ),
                    },
                    time,
                ],
                remappings=REMAPPINGS,
                condition=IfCondition(LaunchConfiguration("drive")),
            ),
            Node(
                package="robot_state_publisher",
                executable="robot_state_publisher",
                namespace=LaunchConfiguration("namespace"),
                parameters=[
                    {
                        "robot_description": ParameterValue(
                            (SHARE / "urdf/jackdaw.urdf").read_text(), value_type=str
                        )
                    },
                    time,
                ],
                condition=IfCondition(LaunchConfiguration("describe")),
            ),
            Node(
                package="rviz2",
                executable="rviz2",
                arguments=["-d", str(SHARE / "rviz/jackdaw.rviz")],
                parameters=[time],
                condition=IfCondition(LaunchConfiguration("rviz")),
            ),
        ]
    )


def shared_memory() -> List[SetEnvironmentVariable]:
    """Pictures between processes in one piece, unless somebody chose otherwise."""
    profile = str(SHARE / "config/fastdds.xml")
    # Fast DDS 2 reads the first, Fast DDS 3 the second.
    variables = ["FASTRTPS_DEFAULT_PROFILES_FILE", "FASTDDS_DEFAULT_PROFILES_FILE"]
    return [
        SetEnvironmentVariable(each, EnvironmentVariable(each, default_value=profile))
        for each in variables
    ]
