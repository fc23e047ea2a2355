"""Whether the scenes are about all that the sandbox can get wrong."""

from typing import Any

import pytest
import requests

from rehearsal.scenes import GROUPS, PLACES, SCENES
from tests.sandbox_server import SandboxServer


@pytest.fixture
def kinds(sandbox: SandboxServer) -> list[dict[str, Any]]:
    return requests.get(f"{sandbox.url}/sandbox/fault-kinds", timeout=10).json()


def test_every_fault_of_the_sandbox_can_be_rehearsed(kinds: list[dict[str, Any]]) -> None:
    assert {scene.fault for scene in SCENES.values()} == {kind["fault"] for kind in kinds}


def test_everything_that_can_be_chosen_about_a_fault_is_offered(kinds: list[dict[str, Any]]) -> None:
    choosable = {
        (kind["fault"], name): set(parameter["choices"])
        for kind in kinds
        for name, parameter in kind["parameters"].items()
        if "choices" in parameter
    }
    offered = {
        (scene.fault, choice.parameter): {value for value, _ in choice.options}
        for scene in SCENES.values()
        for choice in scene.choices
        if choice.parameter != "carried_out"
    }
    assert offered == choosable


def test_before_and_after_can_be_told_apart_wherever_it_matters() -> None:
    scenes = [scene for scene in SCENES.values() for choice in scene.choices if choice.parameter == "carried_out"]
    assert {scene.fault for scene in scenes} == {"http_error", "system_error", "garbled", "half_answer"}


def test_every_place_where_a_fault_can_be_met_has_words(kinds: list[dict[str, Any]]) -> None:
    assert set(PLACES) == {place for kind in kinds for place in kind["operations"]} | {"any", "post", "get"}


def test_no_two_scenes_have_the_same_key() -> None:
    assert len(SCENES) == sum(len(group.scenes) for group in GROUPS)


@pytest.mark.parametrize("key", sorted(SCENES))
def test_a_story_is_told_in_whole_sentences(key: str) -> None:
    scene = SCENES[key]
    assert scene.jogg.endswith((".", ".”"))
    assert scene.dashboard.endswith(".")
    assert not scene.title.endswith("."), "the title goes on after a colon"
