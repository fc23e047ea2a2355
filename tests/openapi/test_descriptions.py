"""The client's requests and the sandbox's answers against Jogg's own OpenAPI files."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import requests

from tests.openapi.defects import DEFECTS, Defect, corrected
from tests.openapi.description import Schema, findings, operation_of, path_of
from tests.openapi.flow import exchanges_with
from tests.openapi.recording import Exchange
from tests.sandbox_server import SandboxServer

VERSIONS = ("v1", "v2")

pytestmark = pytest.mark.skipif(
    not all(path_of(version).is_file() for version in VERSIONS),
    reason=f"Jogg's OpenAPI files aren't in {path_of('v1').parent}",
)

COMMON = {
    "POST upload/asset", "GET avatars/custom", "GET avatars/photo_avatars", "GET voices", "GET voices/custom",
    "POST endpoint", "PUT endpoint/{endpoint_id}", "DELETE endpoint/{endpoint_id}", "GET endpoints", "GET events",
}  # fmt: skip
KNOWN = {
    "v1": COMMON | {"POST create_video_from_talking_avatar", "GET project", "GET avatars"},
    "v2": COMMON
    | {"POST create_video_from_avatar", "GET avatar_video/{id}", "GET avatars/public"}
    | {"GET user/whoami", "GET user/remaining_quota"},
}


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxServer]:
    """A sandbox that renders little: what its files show isn't described."""
    server = SandboxServer.start(tmp_path_factory.mktemp("sandbox") / "data", render_seconds=0.2, same_result=True)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def said(sandbox: SandboxServer) -> dict[str, list[Exchange]]:
    """All that passed between the client and the sandbox, by version."""
    return {version: exchanges_with(sandbox, version) for version in VERSIONS}


def known(version: str) -> set[str]:
    return {line.replace(" ", f" /{version}/") for line in KNOWN[version]}


@pytest.mark.parametrize("version", VERSIONS)
def test_everything_the_client_can_ask_is_asked_and_answered(said: dict[str, list[Exchange]], version: str) -> None:
    described = corrected(version)
    asked = {operation_of(described, exchange.method, exchange.path) for exchange in said[version]}
    answered = {
        operation_of(described, exchange.method, exchange.path)
        for exchange in said[version]
        if exchange.answer.get("code") == 0
    }
    assert asked == answered == known(version)


@pytest.mark.parametrize("version", VERSIONS)
def test_requests_and_answers_are_as_described_but_for_known_defects(
    said: dict[str, list[Exchange]], version: str
) -> None:
    assert sorted(findings(corrected(version), said[version])) == []


@pytest.mark.parametrize("defect", DEFECTS, ids=str)
def test_a_known_defect_is_really_one(said: dict[str, list[Exchange]], defect: Defect) -> None:
    assert findings(corrected(defect.version, without=defect), said[defect.version])


def test_each_known_defect_is_listed_once() -> None:
    assert len({str(defect) for defect in DEFECTS}) == len(DEFECTS)


@pytest.fixture
def order(said: dict[str, list[Exchange]]) -> Exchange:
    """A right order of v2 with a right answer."""
    return next(exchange for exchange in said["v2"] if "create_video" in exchange.path)


@pytest.mark.parametrize(
    ("part", "spoilt", "place"),
    [
        ("body", lambda order: {"body": order.body | {"surprise": 1}}, ""),
        ("body", lambda order: {"body": order.body | {"avatar": order.body["avatar"] | {"surprise": 1}}}, "avatar"),
        ("body", lambda order: {"body": order.body | {"aspect_ratio": 0}}, "aspect_ratio"),
        ("body", lambda order: {"body": {"voice": order.body["voice"]}}, ""),
        ("body", lambda order: {"body": order.body | {"voice": {"type": "script", "script": "Hi."}}}, "voice"),
        ("body", lambda order: {"body": None}, ""),
        ("query", lambda order: {"query": {"page": "1"}}, ""),
        ("headers", lambda order: {"headers": {"content-type": "application/json"}}, ""),
        ("headers", lambda order: {"headers": order.headers | {"content-type": "text/plain"}}, "content-type"),
        ("answer", lambda order: {"answer": order.answer | {"surprise": 1}}, ""),
        ("answer", lambda order: {"answer": order.answer | {"data": {"video_id": 7}}}, "data.video_id"),
        ("answer", lambda order: {"answer": order.answer | {"data": {"surprise": 1}}}, "data"),
        ("refusal", lambda order: {"answer": {"code": "18020", "msg": "No."}}, "code"),
        ("refusal", lambda order: {"answer": {"code": 18020}}, ""),
        ("", lambda order: {"path": "/v2/create_video"}, ""),
    ],
)
def test_what_isn_t_as_described_is_found(order: Exchange, part: str, spoilt: Any, place: str) -> None:
    described = corrected("v2")
    assert findings(described, [order]) == set()
    found = findings(described, [replace(order, **spoilt(order))])
    assert {(finding.part, finding.place) for finding in found} == {(part, place)}


@pytest.mark.parametrize("version", VERSIONS)
def test_the_sandbox_takes_every_described_parameter_with_every_described_value(
    said: dict[str, list[Exchange]], sandbox: SandboxServer, version: str
) -> None:
    described = corrected(version)
    lists = [line for line in known(version) if line.startswith("GET") and "{" not in line and "/project" not in line]
    asked = [
        (line.removeprefix("GET "), name, value)
        for line in sorted(lists)
        for name, schema in described[line]["query"]["properties"].items()
        for value in values(schema)
    ]
    assert len(asked) > 20
    with requests.Session() as session:
        session.headers["x-api-key"] = "the-key"
        codes = [
            session.get(f"{sandbox.url}{path}", params={name: value}).json()["code"] for path, name, value in asked
        ]
    assert [question for question, code in zip(asked, codes, strict=True) if code != 0] == []


def values(schema: Schema) -> list[Any]:
    """What a parameter may be: its choices, its bounds, or its example."""
    bounds = [schema[name] for name in ("minimum", "maximum", "example") if name in schema]
    return schema.get("enum") or bounds or ["something"]
