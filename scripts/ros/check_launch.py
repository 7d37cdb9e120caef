"""Reads the launch files of jackdaw_bringup in its install tree and checks them.

    AMENT_PREFIX_PATH=<install tree> PYTHONPATH=scripts/ros/launch_api \
        python scripts/ros/check_launch.py

launch and launch_ros come from ROS only; `launch_api` stands for them here, and
keeps what the files say. Checked: every executable is in the install tree, and
can be run; every remapped name is a topic of that node, every parameter one that
it has, every file there; every argument that is used is declared, and every one
that is handed on is known to the file it goes to. Prints a line for each file;
exit code 1 if anything is wrong.
"""

import importlib.util
import os
import re
import sys
from pathlib import Path
from typing import Any

from ament_index_python.packages import get_package_share_directory
from launch import LaunchDescription, Substitution
from launch.actions import (
    DeclareLaunchArgument,
    IncludeLaunchDescription,
    SetEnvironmentVariable,
)
from launch_ros.actions import Node
from launch.substitutions import EnvironmentVariable, LaunchConfiguration
import yaml

PACKAGE = "jackdaw_bringup"
SHARE = Path(get_package_share_directory(PACKAGE))
DOCS = Path(__file__).parents[2] / "docs"
# Of every node of ours, beside those of its sections.
COMMON = {"use_sim_time", "managed", "unstamped"}
# Others' nodes: what of them we use.
KNOWN_ELSEWHERE = {
    ("robot_state_publisher", "robot_state_publisher"),
    ("rviz2", "rviz2"),
}


def load(path: Path) -> list[Any]:
    spec = importlib.util.spec_from_file_location(path.stem.replace(".", "_"), path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    description = module.generate_launch_description()
    assert isinstance(description, LaunchDescription)
    return description.entities


def topics_by_node() -> dict[str, set[str]]:
    """From the page that is made from the table in code."""
    found: dict[str, set[str]] = {}
    node = ""
    for line in (DOCS / "ros-nodes.md").read_text().splitlines():
        if line.startswith("## "):
            node = line[3:]
            found[node] = set()
        elif row := re.match(r"\| (?:in|out) \| `([^`]+)`", line):
            found[node].add(row[1])
    return found


def parameter_names() -> set[str]:
    text = (SHARE / "config/parameters.yaml").read_text()
    settings = yaml.safe_load(text)["/**"]["ros__parameters"]
    return {*settings, *COMMON, "vision.model"}


TOPICS = topics_by_node()
PARAMETERS = parameter_names()
EVERYTHING = set().union(*TOPICS.values())


def used_arguments(thing: Any) -> set[str]:
    """Names of all launch configurations in it, however deep."""
    if isinstance(thing, LaunchConfiguration):
        return {thing.name}
    if isinstance(thing, (list, tuple)):
        return set().union(*map(used_arguments, thing))
    if isinstance(thing, dict):
        return set().union(*map(used_arguments, thing.values()))
    if isinstance(thing, str) or not hasattr(thing, "__dict__"):
        return set()
    return used_arguments(list(vars(thing).values()))


def included(entities: list[Any]) -> list[tuple[IncludeLaunchDescription, list[Any]]]:
    includes = [e for e in entities if isinstance(e, IncludeLaunchDescription)]
    return [(each, load(Path(each.source.path))) for each in includes]


def declared(entities: list[Any]) -> set[str]:
    own = {e.name for e in entities if isinstance(e, DeclareLaunchArgument)}
    return own.union(*(declared(inner) for _, inner in included(entities)))


def problems_of(entities: list[Any]) -> list[str]:
    names = declared(entities)
    wrong = [
        f"argument {name} is used but not declared"
        for name in sorted(used_arguments(entities) - names)
    ]
    for include, inner in included(entities):
        strange = set(include.launch_arguments) - declared(inner)
        wrong += [f"{include.source.path} has no argument {n}" for n in sorted(strange)]
    for entity in entities:
        if isinstance(entity, Node):
            wrong += problems_of_node(entity, entities)
        if isinstance(entity, DeclareLaunchArgument) and not entity.description:
            wrong.append(f"argument {entity.name} is not described")
        if isinstance(entity, SetEnvironmentVariable):
            default = getattr(entity.value, "default", entity.value)
            if not (isinstance(entity.value, EnvironmentVariable)):
                wrong.append(f"{entity.name} overrides what the user set")
            if not os.path.isfile(str(default)):
                wrong.append(f"{entity.name}: no file {default}")
    return wrong


def problems_of_node(node: Node, entities: list[Any]) -> list[str]:
    executables = choices_of(node.executable, entities)
    if node.package != PACKAGE:
        pairs = {(node.package, name) for name in executables}
        return [f"unknown to us: {pair}" for pair in pairs - KNOWN_ELSEWHERE]
    wrong = []
    for name in executables:
        program = SHARE.parents[1] / "lib" / PACKAGE / name
        if not os.access(program, os.X_OK):
            wrong.append(f"no executable {name} in the install tree")
        known = TOPICS.get(name, EVERYTHING | {f"/{t}" for t in EVERYTHING})
        strange = {source for source, _ in node.remappings} - known
        wrong += [f"{name} has no topic {topic}" for topic in sorted(strange)]
        if name in TOPICS and name not in choices_of(node.name, entities):
            wrong.append(f"{name} is given another name: its settings would miss it")
    for settings in node.parameters:
        if isinstance(settings, dict):
            strange = set(settings) - PARAMETERS
            wrong += [f"{executables}: no parameter {n}" for n in sorted(strange)]
    return wrong


def choices_of(text: Any, entities: list[Any]) -> list[str]:
    """What a name may be: itself, or the choices of the argument that gives it."""
    if not isinstance(text, Substitution):
        return [str(text)]
    for entity in entities:
        if isinstance(entity, DeclareLaunchArgument) and entity.name == text.name:
            return entity.choices or []
    return []


def check_nodes_are_installed() -> list[str]:
    folder = SHARE.parents[1] / "lib" / PACKAGE
    there = {path.name for path in folder.iterdir()}
    return [f"executables {there ^ {*TOPICS, 'jackdaw'}}: not those of the nodes"] * (
        there != {*TOPICS, "jackdaw"}
    )


def main() -> int:
    bad = check_nodes_are_installed()
    print(*bad, sep="\n", end="\n" if bad else "")
    files = sorted((SHARE / "launch").glob("*.launch.py"))
    if not files:
        bad.append("no launch files")
    for path in files:
        try:
            wrong = problems_of(load(path))
        except Exception as error:  # whatever a launch file throws is the finding
            wrong = [f"{type(error).__name__}: {error}"]
        print(f"{path.name}: {'; '.join(wrong) or 'ok'}")
        bad += wrong
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
