"""What there is to rehearse, in a person's words: what Jogg does wrong, and what one should see then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

Value = str | int | bool


class Start(Enum):
    """What is started to meet the fault."""

    FILE = auto()
    VIDEO = auto()
    CATALOGUE = auto()
    REPORT = auto()


@dataclass(frozen=True)
class Choice:
    """A parameter of a fault that a person may choose: `options` are (value, words), the first one preset."""

    parameter: str
    label: str
    options: tuple[tuple[Value, str], ...]


@dataclass(frozen=True)
class Scene:
    """One thing to rehearse. `title` goes on after a colon; `jogg` and `dashboard` are sentences.

    `fault`, `on`, `times` and `parameters` are the sandbox's (see "Faults" in `sandbox/README.md`).
    """

    key: str
    title: str
    jogg: str
    dashboard: str
    fault: str
    on: str
    start: Start = Start.VIDEO
    times: int = 1
    parameters: Mapping[str, Value] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()

    @property
    def is_reported(self) -> bool:
        """Whether it is about what Jogg reports by itself, so that Jogg has to know where to."""
        return self.on == "webhook"


@dataclass(frozen=True)
class Group:
    """The scenes of one moment."""

    key: str
    title: str
    scenes: tuple[Scene, ...]


WHEN = Choice(
    "carried_out",
    "When it happens",
    ((False, "Before Jogg has done anything"), (True, "After Jogg has taken the order")),
)
REASON = Choice(
    "code",
    "Jogg's reason",
    (
        (18020, "No credit is left"),
        (18025, "The plan doesn't allow it"),
        (10105, "The key is wrong"),
        (40000, "Something in the order is wrong"),
        (10104, "Something wasn't found"),
    ),
)
WAIT_TOLD = Choice(
    "told",
    "Where Jogg says how long to wait",
    (
        ("header", "Beside the answer (Retry-After)"),
        ("retryAfter", "In the answer, as retryAfter"),
        ("retry_after", "In the answer, as retry_after"),
        ("data", "Deep in the answer (data.retryAfter)"),
        ("nowhere", "Nowhere"),
    ),
)
LIMIT_AS = Choice(
    "as",
    "How Jogg says that it is too much",
    (("status", "As the answer's status"), ("code", "As Jogg's own code"), ("both", "As both")),
)
REASON_STANDS = Choice(
    "where",
    "Where Jogg's reason stands",
    (
        ("error.message", "In error.message"),
        ("error", "In error"),
        ("err_msg", "In err_msg"),
        ("nowhere", "Nowhere"),
    ),
)

DENIAL = Choice(
    "status",
    "What the link says",
    ((404, "That there is no such file (404)"), (403, "That it may not be read (403)"), (410, "That it is gone (410)")),
)
SERVED_INSTEAD = Choice(
    "how",
    "What the link serves",
    (
        ("altered", "As many bytes, but one of them is another"),
        ("truncated", "Half of the file"),
        ("longer", "One byte more"),
    ),
)

# The sandbox's words for where a fault is met, in ours.
PLACES = {
    "sign": "when a file is announced",
    "put": "when a file is sent",
    "create": "when a video is submitted",
    "status": "when Jogg is asked how far a video is",
    "avatars": "when avatars are read",
    "voices": "when voices are read",
    "fetch": "when a file is fetched from Jogg",
    "post": "when a file is announced or a video submitted",
    "get": "when anything is read from Jogg",
    "any": "at whatever comes next",
    "webhook": "when Jogg reports by itself",
}

UNKNOWN = "“We don't know whether Jogg accepted this”"

SENDING = (
    Scene(
        key="upload-link-expired",
        title="the upload link has expired",
        jogg="Jogg hands out a link that is no longer good, and its storage turns the file away.",
        dashboard=(
            "The file stays received here. The page says that it wasn't taken and when the next try is. "
            "That one asks for a new link, and the file arrives."
        ),
        fault="expired_sign",
        on="sign",
        start=Start.FILE,
    ),
    Scene(
        key="upload-link-missing",
        title="Jogg forgets the upload link",
        jogg="Jogg agrees to take the file, but its answer lacks the link to send it to.",
        dashboard="The page says what was missing and when the next try is; then the file arrives.",
        fault="no_id",
        on="sign",
        start=Start.FILE,
    ),
    Scene(
        key="storage-down",
        title="Jogg's storage is down",
        jogg="Jogg's storage refuses the file twice, without reading it.",
        dashboard="The page says so and names the next try. The pauses grow; the third try succeeds.",
        fault="storage_error",
        on="put",
        start=Start.FILE,
        times=2,
    ),
    Scene(
        key="upload-cut-off",
        title="the connection breaks while a file is sent",
        jogg="The connection is cut before the storage has read the file.",
        dashboard="The file stays received here, and it is sent again from the start after a few seconds.",
        fault="drop_before",
        on="put",
        start=Start.FILE,
    ),
    Scene(
        key="upload-answer-lost",
        title="the file arrives, but nobody says so",
        jogg="The storage takes the file, but the connection breaks before it can say so.",
        dashboard=(
            "Nothing is claimed: the page says that the answer is missing, and the file is sent again. "
            "Unlike with a video, that costs nothing."
        ),
        fault="drop_answer",
        on="put",
        start=Start.FILE,
    ),
    Scene(
        key="upload-refused",
        title="Jogg refuses the file",
        jogg="Jogg doesn't want the file and gives a reason.",
        dashboard="“Not sent to Jogg”, with the reason and a button to try again. The file stays received here.",
        fault="refuse",
        on="sign",
        start=Start.FILE,
        choices=(REASON,),
    ),
    Scene(
        key="upload-too-soon",
        title="Jogg wants fewer files",
        jogg="Jogg says that too much was sent in a minute and asks for 15 seconds of rest.",
        dashboard=(
            "The file waits as long as Jogg asked, and then goes by itself; whatever else wants to go to Jogg waits, "
            "too. Where Jogg names no time, that is a minute."
        ),
        fault="rate_limit",
        on="sign",
        start=Start.FILE,
        parameters={"seconds": 15},
        choices=(WAIT_TOLD, LIMIT_AS),
    ),
    Scene(
        key="link-late",
        title="the file's link works only later",
        jogg="Jogg takes the file, but for 12 seconds the link that it gave leads nowhere.",
        dashboard=(
            "“Sent to Jogg”, and that the link doesn't serve the file yet. It is asked again, and “Verified” comes "
            "only when the file was there. Nothing is sent twice."
        ),
        fault="late_link",
        on="put",
        start=Start.FILE,
        parameters={"seconds": 12},
    ),
    Scene(
        key="link-gone",
        title="the file's link goes dead",
        jogg="Jogg takes the file, but the link that it gave is dead and stays so.",
        dashboard=(
            "The link is asked for two minutes. Then the file is sent again from the copy kept here, and the new link "
            "takes the place of the dead one. “What happened” tells each step."
        ),
        fault="link_gone",
        on="fetch",
        start=Start.FILE,
        choices=(DENIAL,),
    ),
    Scene(
        key="link-wrong",
        title="the file's link serves something else",
        jogg="Jogg takes the file, but what its link serves isn't what was sent.",
        dashboard=(
            "It is noticed when the file is fetched back: “What happened” says what was served. The file is sent "
            "again at once, and only its new link is called verified."
        ),
        fault="other_file",
        on="fetch",
        start=Start.FILE,
        choices=(SERVED_INSTEAD,),
    ),
)

SUBMITTING = (
    Scene(
        key="answer-lost",
        title="the answer is lost",
        jogg="Jogg takes the order and starts the video, but the connection breaks before its answer arrives.",
        dashboard=(
            f"{UNKNOWN}. It isn't ordered again, as that could cost a second credit. You are told where to look, and "
            "can attach the video, say that it isn't there, or submit again."
        ),
        fault="drop_answer",
        on="create",
    ),
    Scene(
        key="order-lost",
        title="the order is lost",
        jogg="Jogg receives the order, does nothing, and the connection breaks.",
        dashboard=(
            f"{UNKNOWN}, as with a lost answer: from here the two can't be told apart, so nothing is claimed. "
            "On Jogg's list of projects you find nothing, and can say so."
        ),
        fault="drop_after",
        on="create",
    ),
    Scene(
        key="answer-late",
        title="the answer comes late",
        jogg="Jogg takes the order at once, but answers 15 seconds later.",
        dashboard="“Submitting to Jogg” until the answer is there; then it goes on as always. Nothing is sent twice.",
        fault="slow",
        on="create",
        parameters={"seconds": 15},
    ),
    Scene(
        key="error-page",
        title="an error page comes back",
        jogg="A server between here and Jogg answers with an error page (502).",
        dashboard=f"{UNKNOWN}: an error page doesn't tell what became of the order.",
        fault="http_error",
        on="create",
        parameters={"status": 502},
        choices=(WHEN,),
    ),
    Scene(
        key="system-error",
        title="Jogg reports an error of its own",
        jogg="Jogg answers with its code 50000, “System error”.",
        dashboard=f"{UNKNOWN}, with Jogg's code and request number for its support.",
        fault="system_error",
        on="create",
        choices=(WHEN,),
    ),
    Scene(
        key="answer-unreadable",
        title="the answer makes no sense",
        jogg="Instead of an answer Jogg sends a web page, and says that all went well.",
        dashboard=f"{UNKNOWN}: “all went well” is not believed without the video's number.",
        fault="garbled",
        on="create",
        choices=(WHEN,),
    ),
    Scene(
        key="half-an-answer",
        title="half of the answer arrives",
        jogg="Jogg's answer breaks off in the middle.",
        dashboard=f"{UNKNOWN}: half an answer is none.",
        fault="half_answer",
        on="create",
        choices=(WHEN,),
    ),
    Scene(
        key="number-missing",
        title="the video's number is missing",
        jogg="Jogg takes the order and starts the video, but forgets to tell its number.",
        dashboard=f"{UNKNOWN}. With the number, which Jogg's list of projects has, you can attach the video.",
        fault="no_id",
        on="create",
    ),
    Scene(
        key="video-refused",
        title="Jogg refuses the order",
        jogg="Jogg doesn't make the video and gives a reason.",
        dashboard=(
            "“Jogg did not take it; nothing was charged”, with the reason and a way to edit and try again. After “not "
            f"found” it is {UNKNOWN}: Jogg doesn't promise that this costs nothing."
        ),
        fault="refuse",
        on="create",
        choices=(REASON,),
    ),
    Scene(
        key="video-too-soon",
        title="Jogg wants fewer orders",
        jogg="Jogg says that too much was ordered in a minute and asks for 15 seconds of rest.",
        dashboard=(
            "“Waiting for Jogg's limit”, counting down; then it is submitted by itself, once. Where Jogg names no "
            "time, that is a minute."
        ),
        fault="rate_limit",
        on="create",
        parameters={"seconds": 15},
        choices=(WAIT_TOLD, LIMIT_AS),
    ),
)

MAKING = (
    Scene(
        key="unknown-word",
        title="Jogg uses an unknown word",
        jogg="Asked how far the video is, Jogg says “reticulating” twice.",
        dashboard="“Unrecognised”, with the word. Neither success nor failure is claimed; the asking goes on.",
        fault="status_word",
        on="status",
        times=2,
    ),
    Scene(
        key="status-down",
        title="Jogg can't be asked for a while",
        jogg="Asked how far the video is, Jogg answers with an error page twice.",
        dashboard="A note says that Jogg has trouble and that the asking goes on. The video isn't given up.",
        fault="http_error",
        on="status",
        times=2,
    ),
    Scene(
        key="status-cut-off",
        title="the connection breaks while we ask",
        jogg="Each time it is asked how far the video is, the connection breaks; eight times.",
        dashboard="A note says that no answer came and that the asking goes on. Asking costs nothing.",
        fault="drop_after",
        on="status",
        times=8,
    ),
    Scene(
        key="video-fails",
        title="the video fails",
        jogg="Jogg takes the order, but can't make the video.",
        dashboard=(
            "“Jogg could not make it”, with the reason, wherever it stands, or that Jogg gives none. Whether the "
            "credit comes back is left to Jogg to say."
        ),
        fault="fail_job",
        on="create",
        choices=(REASON_STANDS,),
    ),
)

FINISHING = (
    Scene(
        key="no-link-yet",
        title="finished, but without a link",
        jogg="Jogg says that the video is finished, but gives no link to it yet.",
        dashboard=(
            "A note says so, and the asking goes on. The video counts as finished only once there is a link to fetch "
            "it from; that may take half a minute."
        ),
        fault="no_url",
        on="status",
    ),
    Scene(
        key="file-not-there-yet",
        title="the finished file isn't there yet",
        jogg="Jogg gives the link, but the file behind it isn't there the first two times.",
        dashboard="“Finished at Jogg; fetching your copy…” until it is there; then it plays here.",
        fault="late_file",
        on="fetch",
        times=2,
    ),
    Scene(
        key="file-breaks-off",
        title="the finished file breaks off",
        jogg="The first download of the finished file ends in the middle.",
        dashboard="Half a file is never kept or shown. It is fetched again, and plays when it is whole.",
        fault="half_answer",
        on="fetch",
    ),
)

READING = (
    Scene(
        key="lists-repeat",
        title="the lists repeat themselves",
        jogg="Each list of avatars and voices comes as a whole on every page, and repeats its first two at the end.",
        dashboard="The lists are read again now. The form of a new video shows each avatar and each voice once.",
        fault="repeat_pages",
        on="any",
        start=Start.CATALOGUE,
        times=5,
    ),
)

REPORTING = (
    Scene(
        key="report-twice",
        title="a report comes twice",
        jogg="Jogg reports the finished video twice, with the same number.",
        dashboard="One video, finished once: “What happened” names Jogg's webhook a single time.",
        fault="webhook_twice",
        on="webhook",
    ),
    Scene(
        key="report-unsigned",
        title="a report without a signature",
        jogg="The report of the finished video comes without the signature that proves it is Jogg's.",
        dashboard="It is turned away: anybody could have sent it. The video is finished by asking Jogg.",
        fault="webhook_unsigned",
        on="webhook",
    ),
    Scene(
        key="report-forged",
        title="a report with a wrong signature",
        jogg="The report of the finished video is signed by somebody else.",
        dashboard="It is turned away, and the video is finished by asking Jogg.",
        fault="webhook_wrong_signature",
        on="webhook",
    ),
    Scene(
        key="report-lost",
        title="a report never comes",
        jogg="Jogg finishes the video and doesn't report it.",
        dashboard="The video is finished all the same, by asking Jogg now and then.",
        fault="webhook_lost",
        on="webhook",
    ),
    Scene(
        key="report-unknown",
        title="a report about somebody else's video",
        jogg="Jogg reports a finished video that nobody has ordered here.",
        dashboard="It is kept under “Events without a video”, and no video of yours changes.",
        fault="webhook_unknown_id",
        on="webhook",
        start=Start.REPORT,
    ),
)

GROUPS = (
    Group("sending", "When a file is sent", SENDING),
    Group("submitting", "When a video is submitted", SUBMITTING),
    Group("making", "While a video is made", MAKING),
    Group("finishing", "When it is finished", FINISHING),
    Group("reporting", "When Jogg reports by itself", REPORTING),
    Group("reading", "When avatars and voices are read", READING),
)
SCENES = {scene.key: scene for group in GROUPS for scene in group.scenes}
