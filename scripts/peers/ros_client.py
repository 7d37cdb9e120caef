"""An independent client of our nodes' services for the ROS tests, in rclpy.

What it has to say is one JSON line.

transit NODE [STEP|NUMBER]...
    asks for each transition in turn; answers, the state after each, and what
    get_available_transitions says then
describe NODE NAME...
    parameter descriptors and values
set NODE [NAME VALUE]...
    parameters one after the other, as Python literals or nan; each answer. None is
    sent as a value that is not set
overrides NAME [ARGUMENT]...
    what rclpy takes for parameters of a node of its own that is given these arguments
hammer NODE NAME TIMES HZ LOW HIGH
    sets a parameter so often and so fast, or as fast as it is answered; how many
    were accepted, how many had to be asked again, and what it is in the end
simulate NODE
    pauses, steps, resets and loads a world, with what /clock and the true pose say
    meanwhile
"""

import ast
import json
import math
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import rclpy
from geometry_msgs.msg import PoseStamped
from jackdaw_msgs.srv import LoadWorld, StepWorld
from lifecycle_msgs.msg import TransitionEvent
from lifecycle_msgs.srv import (
    ChangeState,
    GetAvailableStates,
    GetAvailableTransitions,
    GetState,
)
from rcl_interfaces.srv import DescribeParameters, GetParameters, SetParameters
from rclpy.node import Node
from rclpy.parameter import Parameter, parameter_value_to_python
from rclpy.qos import QoSProfile, ReliabilityPolicy
from rosgraph_msgs.msg import Clock
from std_srvs.srv import SetBool, Trigger

# Longer than anything takes on a slow machine that others use too.
PATIENCE_S = 90
# A service keeps ten requests: of more that are unanswered some are lost.
AT_ONCE = 8
# Whoever answers a client before having discovered where it listens loses the answer
# (the middleware says so in the log of the service): after so long it is asked again.
ASK_AGAIN_S = 5.0
# So long nothing has to come before a world counts as one that stands still.
STILL_S = 1.0


class Question:
    """One that may be asked twice, and is where no answer comes."""

    def __init__(self, ask: Callable[[], Any]) -> None:
        self.ask = ask
        self.times = 0
        self.put()

    def put(self) -> None:
        self.future, self.at = self.ask(), time.monotonic()
        self.times += 1

    def is_answered(self) -> bool:
        if not self.future.done() and time.monotonic() - self.at > ASK_AGAIN_S:
            self.put()
        return bool(self.future.done())


class Client:
    def __init__(self, node: Node, target: str) -> None:
        self.node, self.target = node, target
        self.clients: dict[str, Any] = {}

    def call(self, kind: Any, name: str, request: Any) -> Any:
        future = self.ask(kind, name, request)
        self.spin_until(f"an answer of {name}", future.done)
        return future.result()

    def ask(self, kind: Any, name: str, request: Any) -> Any:
        if name not in self.clients:
            service = f"{self.target}/{name}"
            self.clients[name] = self.node.create_client(kind, service)
            self.clients[name].wait_for_service(PATIENCE_S)
        return self.clients[name].call_async(request)

    def ask_to_set(self, name: str, value: Any) -> Any:
        wanted = Parameter(name, value=value).to_parameter_msg()
        request = SetParameters.Request(parameters=[wanted])
        return self.ask(SetParameters, "set_parameters", request)

    def spin_until(self, what: str, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not holds():
            if time.monotonic() > end:
                sys.exit(f"{what} did not come in {PATIENCE_S} s")
            rclpy.spin_once(self.node, timeout_sec=0.05)

    def state(self) -> Any:
        answer = self.call(GetState, "get_state", GetState.Request())
        return answer.current_state.label

    def change(self, step: str) -> Any:
        request = ChangeState.Request()
        if step.isdigit():
            request.transition.id = int(step)
        else:
            request.transition.label = step
        return self.call(ChangeState, "change_state", request).success

    def open_ways(self, name: str = "get_available_transitions") -> list[Any]:
        request = GetAvailableTransitions.Request()
        answer = self.call(GetAvailableTransitions, name, request)
        return [
            [
                each.transition.id,
                each.transition.label,
                each.start_state.label,
                each.goal_state.label,
            ]
            for each in answer.available_transitions
        ]


def transit(node: Node, target: str, *steps: str) -> dict[str, Any]:
    client, events = Client(node, target), []

    def take(event: Any) -> None:
        way = [event.transition.id, event.start_state.label, event.goal_state.label]
        events.append(way)

    node.create_subscription(TransitionEvent, f"{target}/transition_event", take, 100)
    # Answered by a node that has heard of the subscription: it was there before.
    states = client.call(
        GetAvailableStates, "get_available_states", GetAvailableStates.Request()
    )
    story = [{"state": client.state(), "open": client.open_ways()}]
    for step in steps:
        answer = {"step": step, "success": client.change(step)}
        answer |= {"state": client.state(), "open": client.open_ways()}
        story.append(answer)
    made = [each for each in story if each.get("success")]
    # Into the state between and out of it.
    client.spin_until("every event", lambda: len(events) >= 2 * len(made))
    return {
        "story": story,
        "events": events,
        "states": [[each.id, each.label] for each in states.available_states],
        "graph": client.open_ways("get_transition_graph"),
    }


def describe(node: Node, target: str, *names: str) -> list[Any]:
    client = Client(node, target)
    told = client.call(
        DescribeParameters,
        "describe_parameters",
        DescribeParameters.Request(names=names),
    )
    held = client.call(
        GetParameters, "get_parameters", GetParameters.Request(names=names)
    )
    return [
        {
            "name": each.name,
            "value": parameter_value_to_python(value),
            "type": each.type,
            "readOnly": each.read_only,
            "constraints": each.additional_constraints,
            "floats": [[r.from_value, r.to_value] for r in each.floating_point_range],
            "integers": [[r.from_value, r.to_value] for r in each.integer_range],
        }
        for each, value in zip(told.descriptors, held.values)
    ]


def literal(text: str) -> Any:
    return math.nan if text == "nan" else ast.literal_eval(text)


def set_parameters(node: Node, target: str, *pairs: str) -> list[Any]:
    client, told = Client(node, target), []
    for name, value in zip(pairs[::2], pairs[1::2]):
        future = client.ask_to_set(name, literal(value))
        client.spin_until("an answer", future.done)
        (answer,) = future.result().results
        told.append({"successful": answer.successful, "reason": answer.reason})
    return told


def overrides(_: Node, name: str, *arguments: str) -> dict[str, Any]:
    own = Node(
        name,
        cli_args=list(arguments),
        use_global_arguments=False,
        automatically_declare_parameters_from_overrides=True,
    )
    # What rclpy declares of itself is no override.
    told = {n: p.value for n, p in own.get_parameters_by_prefix("").items()}
    return {n: value for n, value in told.items() if n.startswith("guard.")}


def hammer(
    node: Node, target: str, name: str, times: str, hertz: str, low: str, high: str
) -> dict[str, Any]:
    client = Client(node, target)
    questions: list[Question] = []
    last_asked = 0.0

    def ask_to_set(wanted: float) -> Any:
        nonlocal last_asked
        last_asked = wanted
        return client.ask_to_set(name, wanted)

    def unanswered() -> int:
        return sum(not question.is_answered() for question in questions)

    for turn in range(int(times)):
        next_at = time.monotonic() + 1 / float(hertz)
        value = float(low) if turn % 2 else float(high)
        questions.append(Question(partial(ask_to_set, value)))
        while time.monotonic() < next_at:
            rclpy.spin_once(node, timeout_sec=max(0.0, next_at - time.monotonic()))
        client.spin_until("an answer", lambda: unanswered() < AT_ONCE)
    client.spin_until("every answer", lambda: unanswered() == 0)
    request = GetParameters.Request(names=[name])
    read = Question(lambda: client.ask(GetParameters, "get_parameters", request))
    client.spin_until("what it is in the end", read.is_answered)
    answers = [each.future.result().results[0].successful for each in questions]
    return {
        "asked": len(questions),
        "accepted": answers.count(True),
        "refused": answers.count(False),
        "askedAgain": sum(each.times - 1 for each in questions),
        "lastAsked": last_asked,
        "last": read.future.result().values[0].double_value,
    }


class World:
    """What a simulator says of its time and of where its robot is."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.clock, self.ticks = 0.0, 0
        self.beginnings: list[float] = []
        self.pose: list[float] = []
        # Deep: whoever gets no processor for a while hears all of it afterwards.
        told = QoSProfile(depth=1000)
        sensor = QoSProfile(depth=1000, reliability=ReliabilityPolicy.BEST_EFFORT)
        client.node.create_subscription(Clock, "/clock", self.tick, sensor)
        client.node.create_subscription(
            PoseStamped, "ground_truth/pose", self.stand, told
        )

    def tick(self, message: Any) -> None:
        clock = message.clock.sec + message.clock.nanosec / 1e9
        if clock < self.clock:
            self.beginnings.append(clock)
        self.clock = clock
        self.ticks += 1

    def stand(self, message: Any) -> None:
        position = message.pose.position
        self.pose = [position.x, position.y]

    def goes_on(self, seconds: float) -> float:
        """Until so much of its time has passed."""
        first = self.clock
        self.client.spin_until("the time", lambda: self.clock >= first + seconds)
        return self.clock - first

    def stands_still(self) -> float:
        """Its time, when nothing more has come for a while."""
        seen, since = self.ticks, time.monotonic()

        def still() -> bool:
            nonlocal seen, since
            if self.ticks != seen:
                seen, since = self.ticks, time.monotonic()
            return time.monotonic() - since > STILL_S

        self.client.spin_until("standing still", still)
        return self.clock

    def begins_anew(self, told_before: int) -> float:
        """The first of its times since it has begun more often than that."""
        self.client.spin_until(
            "a beginning", lambda: len(self.beginnings) > told_before
        )
        return self.beginnings[told_before]


def simulate(node: Node, target: str) -> dict[str, Any]:
    client = Client(node, target)
    world = World(client)

    def told(answer: Any) -> list[Any]:
        return [answer.success, answer.message]

    def step(count: int) -> list[Any]:
        return told(client.call(StepWorld, "step", StepWorld.Request(steps=count)))

    def pause(wanted: bool) -> None:
        client.call(SetBool, "pause", SetBool.Request(data=wanted))

    def load(request: Any) -> list[Any]:
        return told(client.call(LoadWorld, "load_world", request))

    client.spin_until("the world", lambda: world.clock >= 1.0 and world.pose != [])
    story: dict[str, Any] = {"start": world.pose, "stepTooEarly": step(5)}
    pause(True)
    before = world.stands_still()
    story["whilePaused"] = world.stands_still() - before
    story["stepped"] = step(100)
    world.goes_on(before + 0.45 - world.clock)
    story["byStepping"] = world.stands_still() - before
    story["tooMany"] = step(1000000)
    begun = len(world.beginnings)
    story["reset"] = told(client.call(Trigger, "reset", Trigger.Request()))
    story["afterReset"] = world.begins_anew(begun)
    story["stillPaused"] = world.stands_still()
    pause(False)
    story["resumed"] = world.goes_on(0.2)
    story["atReset"] = world.pose
    story["missing"] = load(LoadWorld.Request(world="nowhere.wbt"))
    story["nothing"] = load(LoadWorld.Request())
    story["stillRuns"] = world.goes_on(1.0)
    begun = len(world.beginnings)
    story["loaded"] = load(LoadWorld.Request(seed=12))
    story["afterLoad"] = world.begins_anew(begun)
    world.goes_on(0.2)
    story["elsewhere"] = world.pose
    return story


def main() -> None:
    command, *arguments = sys.argv[1:]
    commands: dict[str, Callable[..., Any]] = {
        "transit": transit,
        "describe": describe,
        "set": set_parameters,
        "overrides": overrides,
        "hammer": hammer,
        "simulate": simulate,
    }
    rclpy.init()
    node = Node("client_" + command)
    print(json.dumps(commands[command](node, *arguments)))
    rclpy.shutdown()


main()
