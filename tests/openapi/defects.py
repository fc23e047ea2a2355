"""Where Jogg's OpenAPI files are wrong or say too little, each once, with what holds instead.

The quirks (Q1 to Q15) are those of the facts about the API that lie beside the files. An entry without one has its
reason in `why`; those that name the sandbox are its own ways, about which nothing is known of Jogg.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch

from tests.openapi.description import Operations, Schema, operations

Right = Callable[[Schema], Schema]


@dataclass(frozen=True)
class Defect:
    """`place` is a property in a `part` of the operations that a pattern fits, lists' items as `*`, "" for all of it.

    `right` makes what holds out of what is described, which is {} for a property that isn't.
    """

    version: str
    operation: str
    part: str
    place: str
    right: Right
    quirk: str
    why: str

    def __str__(self) -> str:
        return f"{self.version} {self.operation} {self.part} {self.place}"

    def correct(self, described: Operations) -> None:
        for name, parts in described.items():
            if fnmatch(name, self.operation):
                parts[self.part] = _changed(parts[self.part], self.place.split(".") if self.place else [], self.right)


def corrected(version: str, without: Defect | None = None) -> Operations:
    """What a version describes, with all defects mended, or all but one."""
    described = operations(version)
    for defect in DEFECTS:
        if defect.version == version and defect != without:
            defect.correct(described)
    return described


def _changed(schema: Schema, steps: list[str], right: Right) -> Schema:
    if not steps:
        return right(schema)
    step, rest = steps[0], steps[1:]
    if step == "*":
        return schema | {"items": _changed(schema["items"], rest, right)}
    properties = schema["properties"]
    return schema | {"properties": properties | {step: _changed(properties.get(step, {}), rest, right)}}


def says(**keywords: object) -> Right:
    return lambda schema: schema | keywords


def lacks(keyword: str) -> Right:
    return lambda schema: {name: value for name, value in schema.items() if name != keyword}


def needs_no(name: str) -> Right:
    return lambda schema: schema | {"required": [other for other in schema["required"] if other != name]}


def voice_or_recording(schema: Schema) -> Schema:
    """A voice is needed where nothing was recorded."""
    return needs_no("voice_id")(schema) | {"anyOf": [{"required": ["voice_id"]}, {"required": ["audio_url"]}]}


def or_empty(schema: Schema) -> Schema:
    return {"anyOf": [{"enum": [""]}, schema]}


def with_rid(schema: Schema) -> Schema:
    """An envelope, where the description has one, with its request id."""
    properties = schema.get("properties", {})
    return schema | {"properties": {"rid": RID} | properties} if "code" in properties else schema


def with_envelope(schema: Schema) -> Schema:
    """The envelope round an answer that is described with its `data` only."""
    return envelope(schema["properties"]["data"])


def envelope(data: Schema) -> Schema:
    """The envelope round an answer that is described without it."""
    fields = {"rid": RID, "code": {"enum": [0]}, "msg": {"type": "string"}, "data": data}
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


RID = {"type": "string"}
REASON = {"type": "object", "properties": {"message": {"type": "string"}}, "additionalProperties": False}
NO_DATA = {"type": ["object", "null"], "properties": {"retryAfter": {"type": "integer"}}, "additionalProperties": False}
WAIT = says(type="integer")

CREATE = {"v1": "POST /v1/create_video_from_talking_avatar", "v2": "POST /v2/create_video_from_avatar"}
STATUS = {"v1": "GET /v1/project", "v2": "GET /v2/avatar_video/{id}"}

OF_BOTH = [
    defect
    for version in ("v1", "v2")
    for defect in (
        Defect(version, "*", "answer", "", with_rid, "", "Each envelope has a rid, which support asks for."),
        Defect(version, "*", "refusal", "rid", says(**RID), "", "So has each refusal's."),
        Defect(version, "*", "refusal", "data", says(**NO_DATA), "", "Null, but for the wait of a rate limit."),
        Defect(version, "*", "refusal", "retryAfter", WAIT, "", "The wait may stand here."),
        Defect(version, "*", "refusal", "retry_after", WAIT, "", "The wait may stand here."),
        Defect(version, "*", "refusal", "", needs_no("code"), "", "A rate limit may be told by HTTP status alone."),
        Defect(version, STATUS[version], "answer", "data.error", says(anyOf=[REASON, {"type": "string"}]), "Q3",
               "The reason of a failure stands here."),
        Defect(version, STATUS[version], "answer", "data.err_msg", says(type="string"), "Q3", "Or here."),
    )
]  # fmt: skip

OF_V1 = [
    Defect("v1", CREATE["v1"], "body", "", voice_or_recording, "",
           "A recording needs no voice: the example that this flow was specified with sends none."),
    Defect("v1", CREATE["v1"], "body", "video_name", lacks("enum"), "",
           "The choices of `caption`, true and false, have slipped down to the text below it."),
    Defect("v1", CREATE["v1"], "answer", "data.project_id", says(type="string"), "Q13", "Ids are opaque text."),
    Defect("v1", "GET /v1/avatars/custom", "answer", "data.avatars.*.status", says(enum=[0, 1, 2]), "Q12",
           "An integer can't be one of the described `0 processing`, `1 success`, `2 failed`."),
    Defect("v1", "POST /v1/endpoint", "answer", "", envelope, "Q14", "Described without the envelope."),
    Defect("v1", "PUT /v1/endpoint/*", "answer", "", envelope, "Q14", "Described without the envelope."),
    Defect("v1", "GET /v1/endpoints", "answer", "", with_envelope, "Q14", "Described as nothing but its data."),
    Defect("v1", "GET /v1/events", "answer", "", with_envelope, "Q14", "Described as nothing but its data."),
    Defect("v1", "DELETE /v1/endpoint/*", "answer", "data", says(type="object"), "Q14", "Described without data."),
]  # fmt: skip

OF_V2 = [
    Defect("v2", CREATE["v2"], "body", "voice", voice_or_recording, "", "A recording needs no voice, as in v1."),
    Defect("v2", STATUS["v2"], "answer", "data.status", says(enum=["pending", "processing", "success", "fail"]), "Q1",
           "Described as `completed` and `failed`."),
    Defect("v2", STATUS["v2"], "answer", "data.video_url", or_empty, "Q8", "Empty before success, and at times after."),
    Defect("v2", STATUS["v2"], "answer", "data.cover_url", or_empty, "Q8", "Likewise."),
    Defect("v2", "GET /v2/avatars/public", "answer", "data.avatars.*.video_url", or_empty, "",
           "The sandbox has no films of its avatars."),
    Defect("v2", "GET /v2/avatars/custom", "answer", "data.avatars.*.video_url", or_empty, "",
           "The sandbox has no films of its avatars."),
    Defect("v2", "GET /v2/avatars/custom", "answer", "data.avatars.*.avatar_url", or_empty, "",
           "The sandbox has no films of its avatars."),
]  # fmt: skip

DEFECTS = [*OF_BOTH, *OF_V1, *OF_V2]
