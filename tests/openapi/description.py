"""Jogg's own OpenAPI files: which operations they describe, and whether an exchange is as they say.

An operation has five parts, each a schema: `headers`, `query` and `body` of the request, `answer` for a success and
`refusal` for an answer whose `code` isn't 0, of which the files describe no more than the envelope. All objects
are closed, so that a field that isn't described is found on either side. OpenAPI 3.0's schemas, as far as these
operations use them, are those of JSON Schema's draft 4.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from jsonschema import Draft4Validator, FormatChecker

from tests.openapi.recording import Exchange

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "jogg-api"
JSON = "application/json"
NOTHING: dict[str, Any] = {"type": "null"}

Schema = dict[str, Any]
# By "METHOD /path", then by the part.
Operations = dict[str, dict[str, Schema]]

formats = FormatChecker(formats=())


@dataclass(frozen=True, order=True)
class Finding:
    """Something that isn't as described: `place` in a `part` of an operation, items of lists as `*`."""

    operation: str
    part: str
    place: str
    what: str


def path_of(version: str) -> Path:
    return FOLDER / f"openapi-{version}.yaml"


@cache
def document(version: str) -> dict[str, Any]:
    return yaml.safe_load(path_of(version).read_bytes())


def operations(version: str) -> Operations:
    """A fresh copy of all that a version describes; the paths begin with the version."""
    said = document(version)
    root = urlsplit(said["servers"][0]["url"]).path
    return {
        f"{method.upper()} {root}{path}": _parts(said, operation)
        for path, methods in said["paths"].items()
        for method, operation in methods.items()
    }


def findings(described: Operations, exchanges: Iterable[Exchange]) -> set[Finding]:
    """Everything in these exchanges that isn't as described."""
    return {finding for exchange in exchanges for finding in _check(described, exchange)}


def operation_of(described: Operations, method: str, path: str) -> str | None:
    """The operation by its path, of which a parameter is one piece; what has no parameters comes first."""
    matching = [name for name in described if re.fullmatch(_pattern(name), f"{method} {path}")]
    return min(matching, key=lambda name: name.count("{"), default=None)


def _pattern(name: str) -> str:
    return "[^/]+".join(map(re.escape, re.split(r"\{\w+\}", name)))


def _check(described: Operations, exchange: Exchange) -> Iterator[Finding]:
    name = operation_of(described, exchange.method, exchange.path)
    if name is None:
        yield Finding(f"{exchange.method} {exchange.path}", "", "", "isn't described")
        return
    parts = described[name]
    refused = isinstance(exchange.answer, dict) and exchange.answer.get("code", exchange.status != 200) != 0
    said = {
        "headers": exchange.headers,
        "query": _typed(exchange.query, parts["query"]),
        "body": exchange.body,
        "refusal" if refused else "answer": exchange.answer,
    }
    for part, value in said.items():
        for error in Draft4Validator(parts[part], format_checker=formats).iter_errors(value):
            place = ".".join("*" if isinstance(step, int) else step for step in error.absolute_path)
            yield Finding(name, part, place, error.message)


def _typed(query: dict[str, str], schema: Schema) -> dict[str, Any]:
    """The parameters as what the schema wants them to be, where their text is such a thing."""
    numbers = [name for name, said in schema["properties"].items() if said.get("type") == "integer"]
    return {name: int(text) if name in numbers and text.isdecimal() else text for name, text in query.items()}


@formats.checks("uri", raises=ValueError)
def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or bool(urlsplit(value).scheme and urlsplit(value).netloc)


def _parts(said: dict[str, Any], operation: dict[str, Any]) -> dict[str, Schema]:
    body = operation.get("requestBody", {}).get("content", {})
    answer = operation["responses"].get("200", {})
    return {
        "headers": _headers(said, body),
        "query": _query(said, operation),
        "body": _resolved(said, body[JSON]["schema"]) if body else NOTHING,
        "answer": _resolved(said, answer.get("content", {}).get(JSON, {}).get("schema", {})),
        "refusal": _resolved(said, said["components"]["schemas"]["BaseResponse"]),
    }


def _headers(said: dict[str, Any], body: dict[str, Any]) -> Schema:
    key = said["components"]["securitySchemes"]["apiKeyAuth"]["name"]
    return {
        "required": [key, "content-type"] if body else [key],
        "properties": {"content-type": {"enum": list(body)}},
    }


def _query(said: dict[str, Any], operation: dict[str, Any]) -> Schema:
    given = [_followed(said, parameter) for parameter in operation.get("parameters", [])]
    inside = [parameter for parameter in given if parameter["in"] == "query"]
    return {
        "properties": {parameter["name"]: _resolved(said, parameter["schema"]) for parameter in inside},
        "required": [parameter["name"] for parameter in inside if parameter.get("required")],
        "additionalProperties": False,
    }


def _followed(said: dict[str, Any], schema: Schema) -> Schema:
    """What a reference leads to."""
    if "$ref" not in schema:
        return schema
    found = said
    for step in schema["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found


def _resolved(said: dict[str, Any], schema: Schema) -> Schema:
    """The schema as a copy of its own, without references, `allOf` as one object, and closed."""
    schema = dict(_followed(said, schema))
    for part in schema.pop("allOf", []):
        schema = _merged(schema, _resolved(said, part))
    if "items" in schema:
        schema["items"] = _resolved(said, schema["items"])
    if "properties" in schema:
        schema["properties"] = {name: _resolved(said, inner) for name, inner in schema["properties"].items()}
        schema["additionalProperties"] = False
    return schema


def _merged(one: Schema, other: Schema) -> Schema:
    both = {"properties": one.get("properties", {}) | other.get("properties", {})}
    required = [*one.get("required", []), *other.get("required", [])]
    return one | other | both | ({"required": required} if required else {})
