"""What a link to a video shows whoever has it: a player and nothing else.

A link that never was, was switched off or has expired, and one whose video was deleted, all get the same answer.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jogg_dashboard.files import serve
from uploads import media_types
from videos import caption_views
from videos.models import ShareLink, Video

View = Callable[[HttpRequest, ShareLink], HttpResponseBase]


def by_link(view: View) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """Hand the link that a token names to a view, for anybody; where it leads nowhere, say so.

    Nothing of it is to be found by search engines, told to other sites, or kept where others could see it.
    """

    @login_not_required
    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponseBase:
        link = ShareLink.objects.playable().filter(token=token).first()
        try:
            answer = view(request, link) if link else _nothing(request)
        except Http404:
            answer = _nothing(request)
        answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        answer["Referrer-Policy"] = "no-referrer"
        # Asked anew each time: what is in a browser's cache would play after the link was switched off.
        answer["Cache-Control"] = "private, no-cache" if link else "private, no-store"
        return answer

    return guarded


@by_link
def player(request: HttpRequest, link: ShareLink) -> HttpResponse:
    return render(request, "videos/shared_video.html", {"link": link, "video": link.video})


@by_link
def file(request: HttpRequest, link: ShareLink) -> HttpResponseBase:
    video = link.video
    content_type = media_types.type_of_stored(video.file.name)
    return serve(request, video.file, content_type=content_type, name=video.file_name(video.extension))


@by_link
def cover(request: HttpRequest, link: ShareLink) -> HttpResponseBase:
    return _cover(request, link.video)


@by_link
def captions(request: HttpRequest, link: ShareLink) -> HttpResponse:
    return caption_views.track(link.video)


def _cover(request: HttpRequest, video: Video) -> HttpResponseBase:
    if not video.cover:
        raise Http404("There is no cover.")
    content_type = media_types.type_of_stored(video.cover.name)
    return serve(request, video.cover, content_type=content_type, name="cover")


def _nothing(request: HttpRequest) -> HttpResponse:
    return render(request, "videos/share_gone.html", status=HTTPStatus.NOT_FOUND)
