"""What stands in for the right answer when a fault replaces it."""

import json
from collections.abc import Callable
from http import HTTPStatus

from flask import Response

from sandbox.envelope import BAD_KEY, NOT_FOUND, PARAMETER, SYSTEM, Refusal, failure, success
from sandbox.faults import Fault

NO_CREDIT = 18020
NO_PERMISSION = 18025
TOO_MANY = 429

SENTENCES = {
    NOT_FOUND: "The record was not found.",
    BAD_KEY: "The API key is not valid.",
    NO_CREDIT: "The credits are not sufficient.",
    NO_PERMISSION: "The plan does not permit this.",
    PARAMETER: "A parameter is not valid.",
}
PAGE = "<!doctype html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n"


def wrong_answer(fault: Fault) -> Response:
    """The answer that comes with this fault. An empty success where only its delivery is at fault."""
    return WRONG_ANSWERS.get(fault.name, lambda fault: success())(fault)


def http_error(fault: Fault) -> Response:
    """A page as servers in between send them."""
    status = int(fault.number("status"))
    phrase = HTTPStatus(status).phrase if status in list(HTTPStatus) else "Error"
    return page(f"{status} {phrase}", status)


def page(title: str, status: int) -> Response:
    return Response(PAGE.format(title=title), status, mimetype="text/html")


def refusal(fault: Fault) -> Response:
    code = int(fault.number("code"))
    return failure(Refusal(code, SENTENCES[code]))


def rate_limit(fault: Fault) -> Response:
    """429 as HTTP status, as `code` or as both; without a `code` where it is the status only."""
    seconds, told, form = fault.parameters["seconds"], fault.parameters["told"], fault.parameters["as"]
    refused = failure(Refusal(TOO_MANY, "Too many requests.", 200 if form == "code" else TOO_MANY))
    body = refused.get_json()
    if form == "status":
        del body["code"]
    if told == "data":
        body["data"] = {"retryAfter": seconds}
    elif told == "header":
        refused.headers["Retry-After"] = str(seconds)
    elif told != "nowhere":
        body[told] = seconds
    refused.set_data(json.dumps(body))
    return refused


WRONG_ANSWERS: dict[str, Callable[[Fault], Response]] = {
    "http_error": http_error,
    "storage_error": http_error,
    "link_gone": http_error,
    "system_error": lambda fault: failure(Refusal(SYSTEM, "System error.")),
    "refuse": refusal,
    "rate_limit": rate_limit,
    "garbled": lambda fault: page("Please try again later", 200),
    "late_file": lambda fault: failure(Refusal(NOT_FOUND, "Not Found.", 404)),
}
