"""An independent client of our nodes' services for the ROS tests, in rclpy; what it has to say is one JSON line.

transit NODE [STEP|NUMBER]...
    asks for each transition in turn; answers, the state after each, and what get_available_transitions says then
describe NODE NAME...
    parameter descriptors and values
simulate NODE
    pauses, steps, resets and loads a world, with what /clock and the true pose say meanwhile
hammer NODE NAME SECONDS HZ LOW HIGH
    sets a parameter so often; how many were accepted, and what it is in the end
"""

import json
import sys
import time

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
from rclpy.parameter import Parameter
from rclpy.qos import QoSProfile, ReliabilityPolicy
from rosgraph_msgs.msg import Clock
from std_srvs.srv import SetBool, Trigger

PATIENCE_S = 15


class Client:
    def __init__(self, node, target):
        self.node, self.target, self.clients = node, target, {}

    def call(self, kind, name, request):
        """The answer, or None if there was none in time."""
        if name not in self.clients:
            self.clients[name] = self.node.create_client(kind, f"{self.target}/{name}")
            self.clients[name].wait_for_service(PATIENCE_S)
        future = self.clients[name].call_async(request)
        rclpy.spin_until_future_complete(self.node, future, timeout_sec=PATIENCE_S)
        return future.result()

    def state(self):
        return self.call(GetState, "get_state", GetState.Request()).current_state.label

    def change(self, step):
        request = ChangeState.Request()
        if step.isdigit():
            request.transition.id = int(step)
        else:
            request.transition.label = step
        answer = self.call(ChangeState, "change_state", request)
        return None if answer is None else answer.success

    def open_ways(self, name="get_available_transitions"):
        answer = self.call(GetAvailableTransitions, name, GetAvailableTransitions.Request())
        return [
            [each.transition.id, each.transition.label, each.start_state.label, each.goal_state.label]
            for each in answer.available_transitions
        ]


def transit(node, target, *steps):
    client, events = Client(node, target), []
    node.create_subscription(
        TransitionEvent,
        f"{target}/transition_event",
        lambda m: events.append([m.transition.id, m.start_state.label, m.goal_state.label]),
        10,
    )
    states = client.call(GetAvailableStates, "get_available_states", GetAvailableStates.Request())
    story = [{"state": client.state(), "open": client.open_ways()}]
    for step in steps:
        success = client.change(step)
        story.append(
            {"step": step, "success": success, "state": client.state(), "open": client.open_ways()}
        )
    spin(node, 0.3)
    return {
        "story": story,
        "events": events,
        "states": [[each.id, each.label] for each in states.available_states],
        "graph": client.open_ways("get_transition_graph"),
    }


def describe(node, target, *names):
    client = Client(node, target)
    told = client.call(
        DescribeParameters, "describe_parameters", DescribeParameters.Request(names=names)
    )
    return [
        {
            "name": each.name,
            "type": each.type,
            "readOnly": each.read_only,
            "constraints": each.additional_constraints,
            "floats": [[r.from_value, r.to_value] for r in each.floating_point_range],
            "integers": [[r.from_value, r.to_value] for r in each.integer_range],
        }
        for each in told.descriptors
    ]


def simulate(node, target):
    client, heard = Client(node, target), {"clock": 0.0, "pose": None}
    sensor = QoSProfile(depth=5, reliability=ReliabilityPolicy.BEST_EFFORT)

    def tick(message):
        heard["clock"] = message.clock.sec + message.clock.nanosec / 1e9

    def stand(message):
        heard["pose"] = [message.pose.position.x, message.pose.position.y]

    node.create_subscription(Clock, "/clock", tick, sensor)
    node.create_subscription(PoseStamped, "ground_truth/pose", stand, sensor)

    def now():
        spin(node, 0.4)
        return heard["clock"]

    def told(answer):
        return [answer.success, answer.message]

    while now() < 1.0:
        pass
    story = {"start": heard["pose"]}
    story["stepTooEarly"] = told(client.call(StepWorld, "step", StepWorld.Request(steps=5)))
    client.call(SetBool, "pause", SetBool.Request(data=True))
    before = now()
    story["whilePaused"] = now() - before
    story["stepped"] = told(client.call(StepWorld, "step", StepWorld.Request(steps=100)))
    story["byStepping"] = now() - before
    story["tooMany"] = told(client.call(StepWorld, "step", StepWorld.Request(steps=1000000)))
    story["reset"] = told(client.call(Trigger, "reset", Trigger.Request()))
    story["afterReset"] = now()
    client.call(SetBool, "pause", SetBool.Request(data=False))
    first = now()
    story["resumed"] = now() - first
    story["atReset"] = heard["pose"]
    story["missing"] = told(
        client.call(LoadWorld, "load_world", LoadWorld.Request(world="nowhere.wbt"))
    )
    story["stillRuns"] = now() > first
    story["loaded"] = told(client.call(LoadWorld, "load_world", LoadWorld.Request(seed=12)))
    spin(node, 0.5)
    story["afterLoad"] = heard["clock"]
    story["elsewhere"] = heard["pose"]
    return story


def hammer(node, target, name, seconds, hertz, low, high):
    client = Client(node, target)
    setter = node.create_client(SetParameters, f"{target}/set_parameters")
    setter.wait_for_service(PATIENCE_S)
    futures, period = [], 1 / float(hertz)
    end = time.time() + float(seconds)
    while time.time() < end:
        next_at = time.time() + period
        value = float(low) if len(futures) % 2 else float(high)
        wanted = Parameter(name, value=value).to_parameter_msg()
        futures.append(setter.call_async(SetParameters.Request(parameters=[wanted])))
        while time.time() < next_at:
            rclpy.spin_once(node, timeout_sec=max(0.0, next_at - time.time()))
    end = time.time() + PATIENCE_S
    while not all(future.done() for future in futures) and time.time() < end:
        rclpy.spin_once(node, timeout_sec=0.05)
    last = client.call(GetParameters, "get_parameters", GetParameters.Request(names=[name]))
    answers = [future.result().results[0].successful for future in futures if future.done()]
    return {
        "asked": len(futures),
        "accepted": answers.count(True),
        "refused": answers.count(False),
        "lastAsked": value,
        "last": last.values[0].double_value,
    }


def spin(node, seconds):
    end = time.time() + seconds
    while time.time() < end:
        rclpy.spin_once(node, timeout_sec=0.05)


def main():
    command, *arguments = sys.argv[1:]
    commands = {"transit": transit, "describe": describe, "simulate": simulate, "hammer": hammer}
    rclpy.init()
    node = Node("client_" + command)
    answer = commands[command](node, *arguments)
    print(json.dumps(answer))
    rclpy.shutdown()


main()
