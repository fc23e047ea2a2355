"""Right answers that a fault changes in places. Versions name their fields differently: all names are known here."""

import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from flask import Response

from sandbox.faults import Fault
from sandbox.state import state

Data = dict[str, object]

IDS = ("project_id", "video_id", "sign_url", "asset_id", "asset_url")


def alter(response: Response, change: Callable[[Data], None]) -> None:
    """Change the data in a successful answer's envelope."""
    body = response.get_json()
    change(body["data"])
    response.set_data(json.dumps(body))


def without_ids(fault: Fault, data: Data) -> None:
    for name in IDS:
        data.pop(name, None)


def with_word(fault: Fault, data: Data) -> None:
    """A description is always text; the others take a number as it was given."""
    word = fault.parameters["word"]
    words = {"status_code": word, "status": word, "status_desc": str(word)}
    data.update({name: word for name, word in words.items() if name in data})


def without_urls(fault: Fault, data: Data) -> None:
    data.update({name: "" for name in ("video_url", "cover_url") if name in data})


def with_failing_job(fault: Fault, data: Data) -> None:
    """The job in this answer will fail, and its reason be told where the fault says."""
    job_id = str(data.get("project_id") or data.get("video_id"))
    state().jobs.fail(job_id, str(fault.parameters["message"]))
    state().failure_places[job_id] = str(fault.parameters["where"])


def with_expired_sign(fault: Fault, data: Data) -> None:
    sign_url = str(data["sign_url"])
    signature = parse_qs(urlsplit(sign_url).query)["signature"][0]
    data["sign_url"] = sign_url.replace(signature, state().assets.expired(signature))


def with_repeated_items(fault: Fault, data: Data) -> None:
    for items in data.values():
        if isinstance(items, list):
            items += items[:2]


def tell_failure(data: Data, place: str) -> None:
    """Move a failed video's reason, if there is one, to where it was ordered to stand."""
    if not data.get("error") and not data.get("err_msg"):
        return
    error, message = data.pop("error", None), data.pop("err_msg", None)
    message = message or (error.get("message") if isinstance(error, dict) else error)
    if place == "error.message":
        data["error"] = {"message": message}
    elif place != "nowhere":
        data[place] = message


ALTERATIONS: dict[str, Callable[[Fault, Data], None]] = {
    "no_id": without_ids,
    "status_word": with_word,
    "no_url": without_urls,
    "fail_job": with_failing_job,
    "expired_sign": with_expired_sign,
    "repeat_pages": with_repeated_items,
}
