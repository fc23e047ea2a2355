"""Checks of what a client sent. They are stricter than Jogg's, so that mistakes show here first."""

from collections.abc import Collection, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from sandbox.assets import Assets
from sandbox.catalog import AGES, ETHNICITIES, GENDERS, SCENES, STYLES, Catalog
from sandbox.envelope import parameter_refused
from sandbox.kinds import AUDIO, Kind, accepted_extensions, kind_of

SCRIPT_LIMIT = 5000
PAGE_SIZE = 10

Fields = dict[str, object]
Item = TypeVar("Item")

CREATE_TYPES: dict[str, type] = {
    "script": str,
    "audio_url": str,
    "voice_id": str,
    "avatar_id": int,
    "avatar_type": int,
    "aspect_ratio": int,
    "screen_style": int,
    "caption": bool,
    "video_name": str,
}
CREATE_REQUIRED = ("avatar_id", "avatar_type", "aspect_ratio", "screen_style", "caption")
CREATE_CHOICES = {"avatar_type": (0, 1), "aspect_ratio": (0, 1, 2), "screen_style": (1, 2, 3)}
TYPE_WORDS = {str: "a string", int: "an integer", bool: "true or false", dict: "an object", list: "a list"}

AVATAR_FILTERS: dict[str, Collection[str]] = {
    "aspect_ratio": ("0", "1", "2"),
    "style": STYLES,
    "gender": GENDERS,
    "age": AGES,
    "scene": SCENES,
    "ethnicity": ETHNICITIES,
}


def json_fields(request: Request, types: dict[str, type]) -> Fields:
    """The body's fields, each known and of its type. Raises `Refusal`."""
    if request.mimetype != "application/json":
        raise parameter_refused("The Content-Type must be application/json.")
    try:
        fields = request.get_json()
    except BadRequest as error:
        raise parameter_refused("The body is not JSON.") from error
    if not isinstance(fields, dict):
        raise parameter_refused("The body must be a JSON object.")
    check_types(fields, types)
    return fields


def check_types(fields: Fields, types: dict[str, type], path: str = "") -> None:
    """Each field is known and of its type; `path` goes before its name in sentences. Raises `Refusal`."""
    for name, value in fields.items():
        _check_field(name, value, types, path)


def _check_field(name: str, value: object, types: dict[str, type], path: str) -> None:
    if name not in types:
        raise parameter_refused(f"{path}{name}: there is no such field.")
    # Not isinstance: True is an int to Python, and 1 no boolean to JSON.
    if type(value) is not types[name]:
        raise parameter_refused(f"{path}{name}: must be {TYPE_WORDS[types[name]]}.")
    if isinstance(value, str) and not value.strip():
        raise parameter_refused(f"{path}{name}: must not be empty.")


def check_required(fields: Fields, names: Collection[str], path: str = "") -> None:
    """Each of `names` was sent. Raises `Refusal`."""
    for name in names:
        if name not in fields:
            raise parameter_refused(f"{path}{name}: is required.")


def check_choices(fields: Fields, choices: dict[str, Sequence[object]], path: str = "") -> None:
    """Each field has one of its values. Raises `Refusal`."""
    for name, values in choices.items():
        if fields[name] not in values:
            raise parameter_refused(f"{path}{name}: must be one of {', '.join(map(str, values))}.")


def upload_request(request: Request) -> tuple[str, Kind]:
    """The filename to upload and its kind. Raises `Refusal`."""
    fields = json_fields(request, {"filename": str})
    check_required(fields, ["filename"])
    filename = str(fields["filename"])
    return filename, checked_kind(filename)


def checked_kind(filename: str) -> Kind:
    """The kind by the filename. Raises `Refusal` where Jogg takes no such file."""
    kind = kind_of(filename)
    if kind is None:
        raise parameter_refused(f"filename: must end in one of {accepted_extensions()}.")
    return kind


def create_request(request: Request, catalog: Catalog, assets: Assets) -> Fields:
    """The fields of a talking-avatar video, in full agreement with each other. Raises `Refusal`."""
    fields = json_fields(request, CREATE_TYPES)
    check_required(fields, CREATE_REQUIRED)
    check_choices(fields, CREATE_CHOICES)
    check_agreement(fields, catalog, assets, urlsplit(request.host_url).hostname or "")
    return fields


def check_agreement(fields: Fields, catalog: Catalog, assets: Assets, host: str) -> None:
    """The fields, in v1's words, go with each other and name what there is here. Raises `Refusal`."""
    if fields["screen_style"] == 3 and fields["caption"]:
        raise parameter_refused("caption: must be false with screen_style 3, which can't carry captions.")
    _check_avatar(fields, catalog)
    _check_speech(fields, assets, host)
    _check_voice(fields, catalog)


def _check_avatar(fields: Fields, catalog: Catalog) -> None:
    avatar = catalog.avatar(int(str(fields["avatar_id"])))
    if avatar is None or avatar.avatar_type != fields["avatar_type"]:
        raise parameter_refused(
            f"avatar_id: there is no avatar {fields['avatar_id']} of avatar_type {fields['avatar_type']}."
        )
    if not avatar.is_ready:
        raise parameter_refused(f"avatar_id: the avatar {fields['avatar_id']} is still in progress.")


def _check_speech(fields: Fields, assets: Assets, host: str) -> None:
    if "script" in fields and "audio_url" in fields:
        raise parameter_refused("script, audio_url: only one of them may be given.")
    if "audio_url" in fields:
        _check_audio(str(fields["audio_url"]), assets, host)
    elif "script" not in fields:
        raise parameter_refused("script, audio_url: one of them is required.")
    elif len(str(fields["script"])) > SCRIPT_LIMIT:
        raise parameter_refused(f"script: must not be longer than {SCRIPT_LIMIT} characters.")


def _check_audio(url: str, assets: Assets, host: str) -> None:
    try:
        asset = assets.find_by_url(url, host)
    except ValueError:
        asset = None
    if asset is None:
        raise parameter_refused("audio_url: is not the URL of a file uploaded here.")
    if asset.kind is not AUDIO:
        raise parameter_refused(f"audio_url: is the URL of {asset.kind.name} file, not of audio.")
    if not asset.has_arrived:
        raise parameter_refused("audio_url: the file's bytes have not arrived yet.")


def _check_voice(fields: Fields, catalog: Catalog) -> None:
    if "voice_id" not in fields:
        if "script" in fields:
            raise parameter_refused("voice_id: is required with script.")
    elif catalog.voice(str(fields["voice_id"])) is None:
        raise parameter_refused("voice_id: there is no such voice.")


def query(arguments: MultiDict[str, str], known: dict[str, Collection[str]]) -> dict[str, str]:
    """The query's parameters, each known, given once, and of an allowed value. Raises `Refusal`.

    An empty collection of values allows any.
    """
    given = arguments.to_dict(flat=False)
    for name, values in given.items():
        if name not in known:
            raise parameter_refused(f"{name}: there is no such parameter.")
        if len(values) > 1:
            raise parameter_refused(f"{name}: is given more than once.")
        if known[name] and values[0] not in known[name]:
            raise parameter_refused(f"{name}: must be one of {', '.join(known[name])}.")
    return {name: values[0] for name, values in given.items()}


def positive(parameters: dict[str, str], name: str, default: int) -> int:
    """A whole number from 1 on. Raises `Refusal`."""
    text = parameters.get(name, str(default))
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise parameter_refused(f"{name}: must be a whole number from 1 on.")
    return int(text)


def page_of(items: Sequence[Item], parameters: dict[str, str], most: int | None = None) -> tuple[list[Item], bool]:
    """The page asked for, and whether another follows. Raises `Refusal`; `most` limits `page_size`."""
    page, size = positive(parameters, "page", 1), positive(parameters, "page_size", PAGE_SIZE)
    if most is not None and size > most:
        raise parameter_refused(f"page_size: must not be larger than {most}.")
    return list(items[(page - 1) * size : page * size]), page * size < len(items)
