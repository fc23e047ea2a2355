"""Lets requests meet the faults that were armed for them."""

from contextlib import suppress
from functools import partial

from flask import Flask, Response, g, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import BadRequest

from sandbox.altered_answers import ALTERATIONS, alter, tell_failure
from sandbox.assets import CHUNK
from sandbox.faults import Fault
from sandbox.http_server import DELIVERY
from sandbox.journal import CARRIED_OUT, FAULT, went_well
from sandbox.links import serve_another
from sandbox.state import state
from sandbox.wrong_answers import WRONG_ANSWERS, page, wrong_answer

# What a request asks for, by the function that answers it. Faults never happen to any other.
OPERATION_OF = {
    "v1.upload_asset": "sign",
    "v1.create_video_from_talking_avatar": "create",
    "v1.project": "status",
    "v1.avatars": "avatars",
    "v1.custom_avatars": "avatars",
    "v1.photo_avatars": "avatars",
    "v1.voices": "voices",
    "v1.custom_voices": "voices",
    "v2.upload_asset": "sign",
    "v2.create_video_from_avatar": "create",
    "v2.avatar_video": "status",
    "v2.public_avatars": "avatars",
    "v2.custom_avatars": "avatars",
    "v2.photo_avatars": "avatars",
    "v2.voices": "voices",
    "v2.custom_voices": "voices",
    "files.put_signed": "put",
    "files.hosted": "fetch",
    "files.result": "fetch",
}

# v2's largest page, and more than the catalog holds.
WHOLE_LIST = 100
# Their pages can't be chosen: they refuse the parameters.
UNPAGED = {"v1.avatars", "v1.custom_avatars", "v1.photo_avatars", "v1.custom_voices", "v2.custom_voices"}
LASTING = ("link_gone", "other_file")
DROPS = ("drop_before", "drop_after", "drop_answer")


def misbehave(app: Flask) -> None:
    """Let faults happen to `app`. Comes after the journal: what is hooked in later sees answers earlier."""
    app.before_request(meet_fault)
    app.after_request(spoil_answer)


def meet_fault() -> Response | None:
    """Take a fault; an answer where the request isn't carried out because of it."""
    operation = OPERATION_OF.get(request.endpoint or "")
    fault = _trouble_of_link()
    if fault is None and operation and request.method not in ("HEAD", "OPTIONS"):
        fault = state().faults.take(operation, suits)
    g.fault, g.is_carried_out = fault, fault is None or fault.is_carried_out
    if fault is None:
        return None
    if fault.name in LASTING:
        _keep_with_link(fault)
    if fault.name == "late_link" and operation == "fetch":
        return page("404 Not Found", 404)
    if fault.name == "repeat_pages":
        _ask_for_whole_list()
    if g.is_carried_out:
        return None
    if fault.kind.reads_body:
        _read_body()
    return wrong_answer(fault)


def spoil_answer(response: Response) -> Response:
    """The answer as the fault leaves it, and how it is to leave."""
    _move_failure(response)
    fault = g.get("fault")
    if fault is None:
        return response
    request.args = g.get("asked", request.args)
    is_done = g.is_carried_out and went_well(response)
    if fault.name in ALTERATIONS:
        if not is_done:
            state().faults.give_back(fault)
            return response
        alter(response, partial(ALTERATIONS[fault.name], fault))
    if fault.name == "other_file" and is_done:
        serve_another(response, fault)
    if fault.name == "late_link" and request.method == "PUT":
        _delay_link(fault, is_done)
    _deliver_by(fault)
    request.environ.update({FAULT: fault.name, CARRIED_OUT: is_done})
    if g.is_carried_out and (fault.name in WRONG_ANSWERS or fault.name in DROPS):
        response.close()
        return wrong_answer(fault)
    return response


def suits(fault: Fault) -> bool:
    """Whether a fault could show in this request. A job's success, once there, stays."""
    if fault.name == "late_file":
        return _is_ready_result()
    if fault.name in LASTING:
        return request.endpoint == "files.hosted" and _has_arrived()
    if fault.name == "no_url":
        return state().jobs.result_path(_job_id(), "cover.jpg") is not None
    return True


def _link() -> str:
    """The key of the uploaded file that a request puts or fetches."""
    return str((request.view_args or {}).get("key", ""))


def _trouble_of_link() -> Fault | None:
    return state().links.trouble_of(_link()) if request.endpoint == "files.hosted" else None


def _keep_with_link(fault: Fault) -> None:
    """A link that is bad once stays so; another file is served whole, whatever part is asked for."""
    state().links.trouble(_link(), fault)
    request.environ.pop("HTTP_RANGE", None)


def _delay_link(fault: Fault, is_done: bool) -> None:
    if is_done:
        state().links.trouble(_link(), fault, fault.number("seconds"))
    else:
        state().faults.give_back(fault)


def _has_arrived() -> bool:
    asset = state().assets.find(**(request.view_args or {}))
    return asset is not None and asset.has_arrived


def _deliver_by(fault: Fault) -> None:
    delivery = request.environ[DELIVERY]
    delivery.delay = fault.number("seconds") if fault.name == "slow" else 0.0
    delivery.is_halved = fault.name == "half_answer"
    delivery.is_dropped = fault.name in DROPS


def _job_id() -> str:
    """The job that a status request asks for: v1 has it in the query, v2 in the path."""
    return str(next(iter((request.view_args or {}).values()), request.args.get("project_id", "")))


def _is_ready_result() -> bool:
    if request.endpoint != "files.result":
        return False
    path = state().jobs.result_path(**(request.view_args or {}))
    return path is not None and path.is_file()


def _move_failure(response: Response) -> None:
    if OPERATION_OF.get(request.endpoint or "") == "status" and response.is_json and went_well(response):
        place = state().failure_places.get(_job_id())
        if place:
            alter(response, lambda data: tell_failure(data, place))


def _ask_for_whole_list() -> None:
    wanted = [pair for pair in request.args.items(multi=True) if pair[0] not in ("page", "page_size")]
    if request.endpoint not in UNPAGED:
        wanted.append(("page_size", str(WHOLE_LIST)))
    g.asked, request.args = request.args, ImmutableMultiDict(wanted)


def _read_body() -> None:
    """Read the request whole. JSON is kept for the journal, which tells what it was about."""
    body = request.environ["wsgi.input"]
    # A client that goes away meanwhile has sent all that it will.
    with suppress(OSError, BadRequest):
        if request.is_json:
            request.get_data()
        while body.read(CHUNK):
            pass
