"""Whether an action is done."""

from launch import Text


class Condition:
    def __init__(self, predicate_expression: Text) -> None:
        self.predicate = predicate_expression
