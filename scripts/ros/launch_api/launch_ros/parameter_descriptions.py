"""Values of parameters with their types."""

from launch import Text


class ParameterValue:
    def __init__(self, value: Text, *, value_type: object = None) -> None:
        self.value = value
        self.value_type = value_type
