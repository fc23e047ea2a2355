"""Where Jogg tells what became of videos: `POST /webhooks/jogg/`."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from jogg import AnswerUnreadable, webhooks
from jogg_dashboard.account import webhook_secret
from jogg_dashboard.sizes import KB
from videos import tasks, webhook

LARGEST = 256 * KB  # an event has some hundred bytes


@login_not_required
@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Keep an event and leave the work to the worker: Jogg waits 5 s for the answer at most.

    404 without a secret, 413 for too large a body, 403 for a wrong or missing signature of the raw
    body, 400 for what is signed and no event, else 200, also for an event that came before.
    """
    secret = webhook_secret()
    if not secret:
        return _answer(HTTPStatus.NOT_FOUND, "No webhook secret is configured here.")
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return _answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The event is too large.")
    if not webhooks.verify(request.body, request.headers.get("X-Webhook-Signature", ""), secret):
        return _answer(HTTPStatus.FORBIDDEN, "The signature is missing or wrong.")
    try:
        event = webhook.receive(request.body, request.headers.get("X-Webhook-Event", ""))
    except AnswerUnreadable as error:
        return _answer(HTTPStatus.BAD_REQUEST, error.sentence)
    if event:
        tasks.enqueue_event(event)
    return _answer(HTTPStatus.OK, "ok")


def _answer(status: HTTPStatus, text: str) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type="text/plain", status=status)
