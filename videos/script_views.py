"""What helps with a script: reading one from a file, and pointing out what could be misread."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from jogg_dashboard.fragments import render_fragment
from jogg_dashboard.http import UserRequest
from videos import drafts, paces, script_advice
from videos.drafts import NoDraft
from videos.forms import DraftForm
from videos.gallery import with_avatar_type
from videos.script_files import NotReadable, read_script

NO_FILE = "No file arrived. Choose a text file, a Markdown file or a Word document."
IMPORTED = "{} was read in."


@require_POST
def read_file(request: UserRequest) -> HttpResponse:
    """Return the words of `script_file` as JSON; without scripts they are added to the form's, kept as a draft."""
    try:
        file = request.FILES.get("script_file")
        if file is None:
            raise NotReadable(NO_FILE)
        text = read_script(file, name=file.name, size=file.size)
    except NotReadable as reason:
        return _refused(request, str(reason))
    if _wants_json(request):
        return JsonResponse({"text": text, "told": IMPORTED.format(file.name)})
    return _keep_in_draft(request, text, file.name)


@require_safe
def show_paces(request: UserRequest) -> HttpResponse:
    """Return the words a second of each voice of which something was learnt, as JSON."""
    return JsonResponse(paces.paces())


@require_POST
def advise(request: UserRequest) -> HttpResponse:
    advice = script_advice.advise(request.POST.get("script", ""), request.POST.get("voice_id", "").replace("\0", ""))
    return render_fragment(request, "videos/_script_advice.html", {"advice": advice})


def _keep_in_draft(request: UserRequest, text: str, name: str) -> HttpResponse:
    filled = request.POST.copy()
    filled["script"] = f"{filled.get('script', '')}\n\n{text}".strip()
    try:
        draft = drafts.save(owner=request.user, **DraftForm(with_avatar_type(filled), owner=request.user).choices())
    except NoDraft:
        return _refused(request, "This form is no draft any more. Open a new one and read the file in there.")
    messages.success(request, IMPORTED.format(name))
    return redirect(draft or "videos:new")


def _refused(request: UserRequest, reason: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"error": reason}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        draft = drafts.save(
            owner=request.user, **DraftForm(with_avatar_type(request.POST), owner=request.user).choices()
        )
    except NoDraft:
        draft = None
    messages.error(request, reason)
    return redirect(draft or "videos:new")


def _wants_json(request: UserRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
