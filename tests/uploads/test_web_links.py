"""Links to files elsewhere."""

import pytest

from uploads import web_links
from uploads.web_links import HAS_PASSWORD, NOT_A_LINK, BadLink


@pytest.mark.parametrize(
    "url",
    ["", "clip.mp4", "example.org/clip.mp4", "ftp://example.org/a.mp4", "file:///etc/passwd", "javascript:alert(1)",
     "https://", "https:///a.mp4", "http://a.example:port/", "http://[::1/a", "https://a.example/" + "a" * 4000],
)  # fmt: skip
def test_what_cant_be_fetched_is_no_link(url: str) -> None:
    with pytest.raises(BadLink, match=NOT_A_LINK.split(".")[0]):
        web_links.checked(url)


@pytest.mark.parametrize(
    "url", ["https://me:secret@example.org/a.mp4", "https://me@example.org/", "http://@a.example/"]
)
def test_a_link_with_a_password_is_not_taken(url: str) -> None:
    with pytest.raises(BadLink) as refusal:
        web_links.checked(url)
    assert str(refusal.value) == HAS_PASSWORD


def test_a_link_is_taken_without_the_spaces_around_it() -> None:
    assert web_links.checked("  https://example.org/a.mp4?x=1 \n") == "https://example.org/a.mp4?x=1"


def test_only_host_and_path_are_shown() -> None:
    url = "https://me:pw@files.example:8443/shared/clip.mp4?token=secret#part"
    assert web_links.without_query(url) == "files.example:8443/shared/clip.mp4"
    assert web_links.address_without_query(url) == "https://files.example:8443/shared/clip.mp4"


@pytest.mark.parametrize(
    ("shared", "file"),
    [
        ("https://www.dropbox.com/s/abc/clip.mp4?dl=0", "https://www.dropbox.com/s/abc/clip.mp4?dl=1"),
        ("https://www.dropbox.com/scl/fi/a/c.mp4?rlkey=k&dl=0", "https://www.dropbox.com/scl/fi/a/c.mp4?rlkey=k&dl=1"),
        (
            "https://drive.google.com/file/d/1AbC/view?usp=sharing",
            "https://drive.google.com/uc?export=download&id=1AbC",
        ),
        ("https://dropbox.com.evil.example/s/abc?dl=0", "https://dropbox.com.evil.example/s/abc?dl=0"),
        ("https://example.org/a.mp4?dl=0", "https://example.org/a.mp4?dl=0"),
    ],
)
def test_a_share_page_is_known_for_where_its_file_is(shared: str, file: str) -> None:
    assert web_links.direct(shared) == file
