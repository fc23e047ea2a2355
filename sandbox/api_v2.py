"""Version 2 of the API, as far as talking-avatar videos need it."""

from flask import Blueprint, Response, request

from sandbox.access import guard
from sandbox.catalog import ASPECT_RATIOS, GENDERS, LANGUAGES, USE_CASES, VOICE_AGES, Avatar, Voice
from sandbox.endpoints import EVENTS_V2, USERNAME
from sandbox.envelope import NOT_FOUND, Refusal, success
from sandbox.files import hosted_url, portrait_url, result_url, sample_url, signed_url
from sandbox.jobs import FAILED, SUCCESS, V2, V2_WORDS, Job
from sandbox.rendering import COVER
from sandbox.state import state
from sandbox.validation import AVATAR_FILTERS, page_of, query
from sandbox.validation_endpoints import endpoint_request
from sandbox.validation_v2 import create_request, upload_request

v2 = Blueprint("v2", __name__)
guard(v2)

PAGING: dict[str, tuple[str, ...]] = {"page": (), "page_size": ()}
LARGEST_PAGE = 100
ENDPOINT_FIELDS = ("url", "status", "events")
OWN_STATES = ("processing", "completed", "failed")  # 0, 1, 2 of photo avatars


@v2.post("/upload/asset")
def upload_asset() -> Response:
    """Announce a file; `asset_url` is the URL it will be served at."""
    asset = state().assets.announce(*upload_request(request))
    return success({"sign_url": signed_url(asset), "asset_url": hosted_url(asset)})


@v2.post("/create_video_from_avatar")
def create_video_from_avatar() -> Response:
    fields = create_request(request, state().catalog, state().assets)
    return success({"video_id": state().jobs.submit(V2, fields)})


@v2.get("/avatar_video/<video_id>")
def avatar_video(video_id: str) -> Response:
    """How far a video is. The URLs are empty before success."""
    query(request.args, {})
    job = state().jobs.find(video_id, V2)
    if job is None:
        raise Refusal(NOT_FOUND, "There is no such video.")
    return success(_video(job))


@v2.get("/avatars/public")
def public_avatars() -> Response:
    wanted = query(request.args, AVATAR_FILTERS | PAGING | {"aspect_ratio": ASPECT_RATIOS})
    traits = {name: value for name, value in wanted.items() if name not in PAGING}
    if "aspect_ratio" in traits:
        traits["aspect_ratio"] = str(ASPECT_RATIOS.index(traits["aspect_ratio"]))
    found = [avatar for avatar in state().catalog.public_avatars if avatar.has(traits)]
    shown, _ = page_of(found, wanted, LARGEST_PAGE)
    return success({"avatars": [_public_avatar(avatar) for avatar in shown]})


@v2.get("/avatars/custom")
def custom_avatars() -> Response:
    return success({"avatars": [_custom_avatar(avatar) for avatar in _own(state().catalog.custom_avatars)]})


@v2.get("/avatars/photo_avatars")
def photo_avatars() -> Response:
    return success({"avatars": [_photo_avatar(avatar) for avatar in _own(state().catalog.photo_avatars)]})


@v2.get("/voices")
def voices() -> Response:
    filters = {"age": VOICE_AGES, "gender": GENDERS, "language": LANGUAGES, "use_case": USE_CASES}
    wanted = query(request.args, PAGING | filters)
    found = [voice for voice in state().catalog.public_voices if voice.has(wanted)]
    shown, has_more = page_of(found, wanted, LARGEST_PAGE)
    return success({"voices": [_public_voice(voice) for voice in shown], "has_more": has_more})


@v2.get("/voices/custom")
def custom_voices() -> Response:
    wanted = query(request.args, {"language": LANGUAGES})
    found = [voice for voice in state().catalog.custom_voices if voice.has(wanted)]
    return success({"total": len(found), "voices": [_voice(voice) for voice in found]})


@v2.get("/user/whoami")
def whoami() -> Response:
    query(request.args, {})
    return success({"email": "somebody@sandbox.invalid", "username": USERNAME})


@v2.get("/user/remaining_quota")
def remaining_quota() -> Response:
    query(request.args, {})
    return success({"remaining_quota": state().jobs.credits_left()})


@v2.get("/events")
def events() -> Response:
    """The events that can be subscribed to."""
    query(request.args, {})
    return success({"events": EVENTS_V2})


@v2.get("/endpoints")
def endpoints() -> Response:
    query(request.args, {})
    found = [endpoint.described() for endpoint in state().endpoints.all()]
    return success({"endpoints": found})


@v2.post("/endpoint")
def add_endpoint() -> Response:
    fields = endpoint_request(request, EVENTS_V2, required=ENDPOINT_FIELDS)
    return success(state().endpoints.add(**fields).described())


@v2.put("/endpoint/<endpoint_id>")
def change_endpoint(endpoint_id: str) -> Response:
    """Unlike in v1, all fields are wanted."""
    endpoint = state().endpoints.get(endpoint_id)
    fields = endpoint_request(request, EVENTS_V2, required=ENDPOINT_FIELDS)
    return success(state().endpoints.change(endpoint, **fields).described())


@v2.delete("/endpoint/<endpoint_id>")
def delete_endpoint(endpoint_id: str) -> Response:
    state().endpoints.delete(state().endpoints.get(endpoint_id))
    return success({"message": "webhook deleted"})


def _video(job: Job) -> dict[str, object]:
    status = job.status(state().options.render_seconds)
    is_done = status == SUCCESS
    answer: dict[str, object] = {
        "video_id": job.id,
        "status": V2_WORDS[status],
        "video_url": result_url(job, job.video_filename) if is_done else "",
        "cover_url": result_url(job, COVER) if is_done else "",
        "created_at": int(job.created_at),
    }
    return answer | ({"error": {"message": job.error}} if status == FAILED else {})


def _own(avatars: list[Avatar]) -> list[Avatar]:
    """The page asked for of those with the name and the status asked for."""
    wanted = query(request.args, PAGING | {"name": (), "status": OWN_STATES})
    found = [
        avatar
        for avatar in avatars
        if wanted.get("name", "").lower() in avatar.name.lower()
        and wanted.get("status", _own_state(avatar)) == _own_state(avatar)
    ]
    return page_of(found, wanted, LARGEST_PAGE)[0]


def _own_state(avatar: Avatar) -> str:
    return OWN_STATES[avatar.is_ready]


def _public_avatar(avatar: Avatar) -> dict[str, object]:
    return {
        "id": avatar.avatar_id,
        "name": avatar.name,
        "video_url": "",
        "cover_url": portrait_url(avatar),
        "aspect_ratio": avatar.aspect_ratio,
        "style": avatar.style,
        "gender": avatar.gender,
        "age": avatar.age,
    }


def _custom_avatar(avatar: Avatar) -> dict[str, object]:
    return {
        "id": avatar.avatar_id,
        "name": avatar.name,
        "video_url": "",
        "cover_url": portrait_url(avatar),
        "api_only": False,
        "avatar_status": _own_state(avatar),
        "fail_msg": "",
        "avatar_url": "",
    }


def _photo_avatar(avatar: Avatar) -> dict[str, object]:
    return {
        "id": avatar.avatar_id,
        "name": avatar.name,
        "cover_url": portrait_url(avatar),
        "status": OWN_STATES.index(_own_state(avatar)),
        "fail_msg": "",
    }


def _public_voice(voice: Voice) -> dict[str, object]:
    traits = {"gender": voice.gender, "age": voice.age, "accent": voice.accent, "use_case": voice.use_case}
    return _voice(voice) | traits


def _voice(voice: Voice) -> dict[str, object]:
    return {
        "name": voice.name,
        "voice_id": voice.voice_id,
        "audio_url": sample_url(voice),
        "language": voice.language,
    }
