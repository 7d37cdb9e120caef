"""Everything that drives, on a robot of ours in Webots.

Webots, its ROS 2 driver (webots_ros2) and the controllers of ros2_control are
started by others; here their topics are given the names of ours. The robot is
JackdawRobot, called `jackdaw` in the world unless `robot` says otherwise. Give the
driver config/webots.urdf as its `robot_description`, so that frames are ours, and the
diff drive `base_frame_id: base_footprint`. The driver knows no bumper: the guard goes
by scan and odometry, as `required` says.

    ros2 launch jackdaw_bringup webots.launch.py model:=shipped

Takes the arguments of robot.launch.py too. The driver's topics were read in its
sources: this file has not been run with Webots.
"""

from pathlib import Path

from ament_index_python.packages import get_package_share_directory
from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, IncludeLaunchDescription
from launch.launch_description_sources import PythonLaunchDescriptionSource
from launch.substitutions import LaunchConfiguration

LAUNCH = Path(get_package_share_directory("jackdaw_bringup"), "launch")


def generate_launch_description() -> LaunchDescription:
    robot = LaunchConfiguration("robot")
    drive = LaunchConfiguration("drive")
    arguments: dict[str, list[str | LaunchConfiguration]] = {
        "use_sim_time": ["true"],
        "scan": ["/", robot, "/lidar"],
        "image": ["/", robot, "/camera/image_color"],
        "camera_info": ["/", robot, "/camera/camera_info"],
        "odom": [drive, "/odom"],
        "cmd_vel": [drive, "/cmd_vel"],
    }
    return LaunchDescription(
        [
            DeclareLaunchArgument(
                "robot", default_value="jackdaw", description="its name in the world"
            ),
            DeclareLaunchArgument(
                "drive",
                default_value="/diffdrive_controller",
                description="the ros2_control controller that drives",
            ),
            IncludeLaunchDescription(
                PythonLaunchDescriptionSource(str(LAUNCH / "robot.launch.py")),
                launch_arguments=arguments.items(),
            ),
        ]
    )
