"""Signed PUTs and everything that is served as a file."""

from pathlib import Path

from flask import Blueprint, Request, Response, abort, request, send_file, url_for

from sandbox.assets import Asset, BrokenOff
from sandbox.catalog import Avatar, Voice
from sandbox.envelope import Refusal, parameter_refused, success
from sandbox.jobs import Job
from sandbox.rendering import COVER
from sandbox.state import state

files = Blueprint("files", __name__)


@files.errorhandler(BrokenOff)
def broken_off(error: BrokenOff) -> tuple[str, int]:
    """Nobody is left to read this; the status is for the journal."""
    return "The upload was broken off.", 400


@files.put("/signed/<key>/<filename>")
def put_signed(key: str, filename: str) -> Response:
    """Take an asset's bytes. A second PUT replaces the first."""
    asset = _announced(key, filename)
    size = checked_size(request, asset)
    state().assets.receive(asset, request.environ["wsgi.input"].read, size, state().options.upload_rate)
    return success()


def checked_size(request: Request, asset: Asset) -> int:
    """The body's size in bytes. Raises `Refusal` for a PUT that Jogg's storage would refuse, or should."""
    if not state().assets.allows(asset, request.args.get("signature", "")):
        raise parameter_refused("The signature is expired or not valid.", 403)
    if "x-api-key" in request.headers:
        raise parameter_refused("The x-api-key header must not be sent to the storage host.", 400)
    if "Transfer-Encoding" in request.headers or request.content_length is None:
        raise parameter_refused("A Content-Length is required; a chunked body is not taken.", 411)
    if request.headers.get("Content-Type") != asset.put_type:
        raise parameter_refused(f"The Content-Type must be {asset.put_type}.", 400)
    if request.content_length > asset.kind.max_bytes:
        limit = asset.kind.max_bytes // (1024 * 1024)
        raise parameter_refused(f"The file is larger than the {limit} MB allowed for {asset.kind.name} files.", 413)
    if asset.declared_size not in (None, request.content_length):
        raise parameter_refused(f"The file must have the {asset.declared_size} bytes it was announced with.", 400)
    return request.content_length


@files.get("/hosted/<key>/<filename>")
def hosted(key: str, filename: str) -> Response:
    """An uploaded file; 404 before its bytes have arrived."""
    asset = state().assets.find(key, filename)
    return _send(asset.path if asset else None, asset.content_type if asset else "")


@files.get("/results/<job_id>/<filename>")
def result(job_id: str, filename: str) -> Response:
    """A finished video or its cover."""
    types = {"video.mp4": "video/mp4", "video.webm": "video/webm", COVER: "image/jpeg"}
    if filename not in types:
        abort(404)
    return _send(state().jobs.result_path(job_id, filename), types[filename])


@files.get("/portraits/<int:avatar_id>.jpg")
def portrait(avatar_id: int) -> Response:
    """An avatar's picture."""
    avatar = state().catalog.avatar(avatar_id)
    return _send(state().previews.portrait(avatar) if avatar else None, "image/jpeg")


@files.get("/samples/<voice_id>.mp3")
def sample(voice_id: str) -> Response:
    """A few seconds of a voice."""
    voice = state().catalog.voice(voice_id)
    return _send(state().previews.sample(voice) if voice else None, "audio/mpeg")


def signed_url(asset: Asset) -> str:
    """Where to PUT an asset's bytes."""
    signature = state().assets.sign(asset)
    return url_for("files.put_signed", key=asset.key, filename=asset.filename, signature=signature, _external=True)


def hosted_url(asset: Asset) -> str:
    """Where an asset is served once its bytes have arrived."""
    return url_for("files.hosted", key=asset.key, filename=asset.filename, _external=True)


def result_url(job: Job, filename: str) -> str:
    """Where a finished video or its cover is served."""
    return url_for("files.result", job_id=job.id, filename=filename, _external=True)


def portrait_url(avatar: Avatar) -> str:
    return url_for("files.portrait", avatar_id=avatar.avatar_id, _external=True)


def sample_url(voice: Voice) -> str:
    return url_for("files.sample", voice_id=voice.voice_id, _external=True)


def _announced(key: str, filename: str) -> Asset:
    asset = state().assets.find(key, filename)
    if asset is None:
        raise Refusal(10104, "There is no such upload.", 404)
    return asset


def _send(path: Path | None, content_type: str) -> Response:
    if path is None or not path.is_file():
        abort(404)
    return send_file(path, mimetype=content_type, conditional=True)
