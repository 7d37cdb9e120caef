"""Actions of launch_ros, as they were written."""

from collections.abc import Sequence
from typing import Any

from launch import Text
from launch.condition import Condition


class Node:
    def __init__(
        self,
        *,
        package: str,
        executable: Text,
        name: Text | None = None,
        namespace: Text | None = None,
        parameters: Sequence[Any] | None = None,
        remappings: Sequence[tuple[str, Text]] | None = None,
        arguments: Sequence[Text] | None = None,
        ros_arguments: Sequence[Text] | None = None,
        output: str = "log",
        condition: Condition | None = None,
        respawn: bool = False,
        respawn_delay: float | None = None,
    ) -> None:
        self.package = package
        self.executable = executable
        self.name = name
        self.namespace = namespace
        self.parameters = parameters or []
        self.remappings = remappings or []
        self.arguments = arguments or []
        self.ros_arguments = ros_arguments or []
        self.output = output
        self.condition = condition
        self.respawn = respawn
        self.respawn_delay = respawn_delay
