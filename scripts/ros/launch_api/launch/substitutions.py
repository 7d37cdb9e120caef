"""What is known only when launched."""

from launch import Substitution, Text


class LaunchConfiguration(Substitution):
    def __init__(self, variable_name: str, *, default: Text | None = None) -> None:
        super().__init__(variable_name, default)


class EnvironmentVariable(Substitution):
    def __init__(self, name: str, *, default_value: Text | None = None) -> None:
        super().__init__(name, default_value)
