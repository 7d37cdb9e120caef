"""The conditions themselves."""

from launch.condition import Condition


class IfCondition(Condition):
    pass


class UnlessCondition(Condition):
    pass
