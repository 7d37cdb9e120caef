"""What our launch files use of launch: what they say is kept, nothing is started.

Signatures are those of launch 3.4 (Jazzy); a name or keyword that is not here is
either wrong or new to us, and to be looked up before it is added.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


class LaunchDescription:
    def __init__(self, initial_entities: list[Any] | None = None) -> None:
        self.entities = initial_entities or []


@dataclass
class Substitution:
    """Known when launched: here only what it is made of."""

    name: str
    default: Any = None


Text = str | Substitution | Sequence[str | Substitution]
