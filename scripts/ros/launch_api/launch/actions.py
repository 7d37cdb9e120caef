"""Actions of launch, as they were written."""

from collections.abc import Iterable

from launch import Text
from launch.launch_description_sources import PythonLaunchDescriptionSource


class DeclareLaunchArgument:
    def __init__(
        self,
        name: str,
        *,
        default_value: Text | None = None,
        description: str | None = None,
        choices: list[str] | None = None,
    ) -> None:
        self.name = name
        self.default_value = default_value
        self.description = description
        self.choices = choices


class SetEnvironmentVariable:
    def __init__(self, name: str, value: Text) -> None:
        self.name = name
        self.value = value


class IncludeLaunchDescription:
    def __init__(
        self,
        launch_description_source: PythonLaunchDescriptionSource,
        *,
        launch_arguments: Iterable[tuple[str, Text]] | None = None,
    ) -> None:
        self.source = launch_description_source
        self.launch_arguments = dict(launch_arguments or ())
