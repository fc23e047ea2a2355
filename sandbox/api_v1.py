"""Version 1 of the API, as far as talking-avatar videos need it."""

from flask import Blueprint, Response, request

from sandbox.access import guard
from sandbox.catalog import GENDERS, LANGUAGES, VOICE_AGES, Avatar, Voice
from sandbox.endpoints import ENABLED, EVENTS_V1
from sandbox.envelope import NOT_FOUND, Refusal, parameter_refused, success
from sandbox.files import hosted_url, portrait_url, result_url, sample_url, signed_url
from sandbox.jobs import FAILED, SUCCESS, V1, Job
from sandbox.rendering import COVER
from sandbox.state import state
from sandbox.validation import AVATAR_FILTERS, create_request, page_of, query, upload_request
from sandbox.validation_endpoints import endpoint_request

v1 = Blueprint("v1", __name__)
guard(v1)


@v1.post("/upload/asset")
def upload_asset() -> Response:
    """Announce a file; `asset_id` is the URL it will be served at."""
    asset = state().assets.announce(*upload_request(request))
    return success({"sign_url": signed_url(asset), "asset_id": hosted_url(asset)})


@v1.post("/create_video_from_talking_avatar")
def create_video_from_talking_avatar() -> Response:
    fields = create_request(request, state().catalog, state().assets)
    return success({"project_id": state().jobs.submit(V1, fields)})


@v1.get("/project")
def project() -> Response:
    """How far a video is. The URLs are empty and the duration is 0 before success."""
    parameters = query(request.args, {"project_id": ()})
    if not parameters.get("project_id"):
        raise parameter_refused("project_id: is required.")
    job = state().jobs.find(parameters["project_id"], V1)
    if job is None:
        raise Refusal(NOT_FOUND, "There is no such project.")
    return success(_project(job))


@v1.get("/avatars")
def avatars() -> Response:
    wanted = query(request.args, AVATAR_FILTERS)
    found = [avatar for avatar in state().catalog.public_avatars if avatar.has(wanted)]
    return success({"avatars": [_public_avatar(avatar) for avatar in found]})


@v1.get("/avatars/custom")
def custom_avatars() -> Response:
    query(request.args, {})
    return success({"avatars": [_own_avatar(avatar) for avatar in state().catalog.custom_avatars]})


@v1.get("/avatars/photo_avatars")
def photo_avatars() -> Response:
    query(request.args, {})
    found = state().catalog.photo_avatars
    return success({"avatars": [_own_avatar(avatar) | _public_avatar(avatar) for avatar in found]})


@v1.get("/voices")
def voices() -> Response:
    """One page of voices; `total` counts those of all pages."""
    paging: dict[str, tuple[str, ...]] = {"page": (), "page_size": ()}
    wanted = query(request.args, paging | {"age": VOICE_AGES, "gender": GENDERS, "language": LANGUAGES})
    found = [voice for voice in state().catalog.public_voices if voice.has(wanted)]
    shown, _ = page_of(found, wanted)
    return success({"total": len(found), "voices": [_public_voice(voice) for voice in shown]})


@v1.get("/voices/custom")
def custom_voices() -> Response:
    wanted = query(request.args, {"language": LANGUAGES})
    found = [voice for voice in state().catalog.custom_voices if voice.has(wanted)]
    return success({"total": len(found), "voices": [_voice(voice) for voice in found]})


@v1.get("/events")
def events() -> Response:
    """The events that can be subscribed to."""
    query(request.args, {})
    return success(list(EVENTS_V1))


@v1.get("/endpoints")
def endpoints() -> Response:
    query(request.args, {})
    found = [endpoint.described() for endpoint in state().endpoints.all()]
    return success(found)


@v1.post("/endpoint")
def add_endpoint() -> Response:
    fields = {"status": ENABLED} | endpoint_request(request, EVENTS_V1, required=["url", "events"])
    return success(state().endpoints.add(**fields).described())


@v1.put("/endpoint/<endpoint_id>")
def change_endpoint(endpoint_id: str) -> Response:
    """What isn't sent stays as it is."""
    endpoint = state().endpoints.get(endpoint_id)
    fields = endpoint_request(request, EVENTS_V1, required=())
    return success(state().endpoints.change(endpoint, **fields).described())


@v1.delete("/endpoint/<endpoint_id>")
def delete_endpoint(endpoint_id: str) -> Response:
    state().endpoints.delete(state().endpoints.get(endpoint_id))
    return success()


def _project(job: Job) -> dict[str, object]:
    code, word = job.status(state().options.render_seconds)
    is_done = code == SUCCESS[0]
    answer: dict[str, object] = {
        "id": job.id,
        "title": job.title,
        "video_url": result_url(job, job.video_filename) if is_done else "",
        "cover_url": result_url(job, COVER) if is_done else "",
        "video_duration": job.whole_seconds if is_done else 0,
        "status_code": code,
        "status_desc": word,
        "created_at": int(job.created_at),
    }
    if code == FAILED[0]:
        answer |= {"error": {"message": job.error}, "err_msg": job.error}
    return answer


def _public_avatar(avatar: Avatar) -> dict[str, object]:
    return {
        "avatar_id": avatar.avatar_id,
        "name": avatar.name,
        "cover_url": portrait_url(avatar),
        "aspect_ratio": avatar.aspect_ratio,
        "style": avatar.style,
        "gender": avatar.gender,
        "age": avatar.age,
    }


def _own_avatar(avatar: Avatar) -> dict[str, object]:
    return {
        "avatar_id": avatar.avatar_id,
        "name": avatar.name,
        "cover_url": portrait_url(avatar),
        "status": int(avatar.is_ready),
        "fail_msg": "",
    }


def _public_voice(voice: Voice) -> dict[str, object]:
    return _voice(voice) | {"gender": voice.gender, "age": voice.age}


def _voice(voice: Voice) -> dict[str, object]:
    return {
        "name": voice.name,
        "voice_id": voice.voice_id,
        "audition_url": sample_url(voice),
        "language": voice.language,
    }
