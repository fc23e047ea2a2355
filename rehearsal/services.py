"""Rehearsing: a fault is armed in the sandbox, and what it hits is started."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model

import uploads.services
import videos.services
from jogg import ConnectionFailed, JoggError
from jogg_dashboard import pacing
from jogg_dashboard.account import jogg
from jogg_dashboard.pacing import Turned
from rehearsal import faults, registration
from rehearsal.faults import SandboxAway
from rehearsal.scenes import PLACES, Scene, Start, Value
from videos.services import NothingOffered

NO_CATALOGUE = (
    "The sandbox's avatars and voices haven't arrived here yet, so there is nobody to make a video with. "
    "Wait a few seconds, then press again."
)
NO_SANDBOX = (
    "The sandbox doesn't answer. It runs as long as “make run” does: if it has ended, start that again. "
    "Your files and videos are safe."
)
NO_TURN = "Jogg's limit for a minute is used up at the moment. Wait a little, then press again."
BUSY = (
    "Something else is still on its way to the sandbox, and the fault would meet that first. "
    "Press again when it has arrived."
)
OTHER_SECRET = (
    "JOGG_WEBHOOK_SECRET is set, so the sandbox's reports would not be believed. "
    "Start the dashboard without it to rehearse this."
)

# What to watch: a row with a page of its own, or a page's name.
Watched = Model | str


class NotNow(Exception):
    """It can't be rehearsed at the moment, and nothing was armed; the message is for the person."""


@dataclass(frozen=True)
class Armed:
    """A fault as a person is shown it. `times_left` None: until it is switched off."""

    fault_id: str
    title: str
    place: str
    times_left: int | None


@contextmanager
def _explained() -> Iterator[None]:
    """Tell in a sentence what is in the way."""
    try:
        yield
    except NothingOffered as error:
        raise NotNow(NO_CATALOGUE) from error
    except (SandboxAway, ConnectionFailed) as error:
        raise NotNow(NO_SANDBOX) from error
    except Turned as error:
        raise NotNow(NO_TURN) from error
    except JoggError as error:
        raise NotNow(f"The sandbox couldn't be told whether to report here. {error.sentence}") from error


@_explained()
def rehearse(*, scene: Scene, owner: AbstractBaseUser, chosen: Mapping[str, Value]) -> Watched:
    """Arm a scene's fault, and no other, start what it hits, and return what to watch.

    `chosen` are the values of the scene's choices. Raises `NotNow`.
    """
    start = STARTS[scene.start](scene, owner)
    if uploads.services.is_sending() or videos.services.is_submitting():
        raise NotNow(BUSY)
    faults.clear()
    pacing.recover()
    _have_reported(scene)
    faults.arm(scene.fault, on=scene.on, times=scene.times, parameters={**scene.parameters, **chosen})
    return start()


@_explained()
def armed() -> list[Armed]:
    """The faults still armed, whoever armed them. Raises `NotNow`."""
    found = faults.armed()
    titles = faults.titles() if found else {}
    return [Armed(one.id, titles.get(one.fault, one.fault), PLACES[one.on], one.times_left) for one in found]


@_explained()
def switch_off(fault_id: str) -> None:
    """Disarm one fault. Raises `NotNow`."""
    faults.disarm(fault_id)


@_explained()
def switch_all_off() -> None:
    """Disarm every fault. Raises `NotNow`."""
    faults.clear()


# Each of these sees to it that there is everything to start with, and returns what starts it.
def _file(scene: Scene, owner: AbstractBaseUser) -> Callable[[], Watched]:
    name = f"Rehearsal - {scene.title}.mp3"
    return partial(uploads.services.add_sample, owner=owner, sample="welcome-voice.mp3", name=name)


def _video(scene: Scene, owner: AbstractBaseUser) -> Callable[[], Watched]:
    script = f"This is a rehearsal. What goes wrong: {scene.title}."
    choices = videos.services.sample_choices(name=f"Rehearsal: {scene.title}", script=script)
    return partial(videos.services.create, owner=owner, form_token=None, **choices)


def _catalogue(scene: Scene, owner: AbstractBaseUser) -> Callable[[], Watched]:
    def start() -> Watched:
        videos.services.read_catalogue_again()
        return "videos:new"

    return start


def _report(scene: Scene, owner: AbstractBaseUser) -> Callable[[], Watched]:
    def start() -> Watched:
        faults.report(jogg().video_events[0], {"project_id": secrets.token_hex(16)})
        return "videos:events"

    return start


STARTS = {Start.FILE: _file, Start.VIDEO: _video, Start.CATALOGUE: _catalogue, Start.REPORT: _report}


def _have_reported(scene: Scene) -> None:
    """Have videos reported where that is rehearsed only: a report would cut the other scenes short.

    Where a person has set up webhooks themselves, those are theirs.
    """
    if settings.JOGG_WEBHOOK_SECRET:
        if scene.is_reported:
            raise NotNow(OTHER_SECRET)
    elif scene.is_reported:
        registration.register()
    else:
        registration.unregister()
