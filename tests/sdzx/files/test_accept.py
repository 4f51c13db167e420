"""What fields accept, as the browser and the settings say it."""

from sdzx.files import accept


def test_accept_html_has_types_and_suffixes():
    assert accept.PHOTO.html == "image/jpeg,image/png,.jpg,.png"


def test_accept_limit_follows_the_settings(settings):
    settings.SDZX_VIDEO_BYTES = 7
    assert accept.VIDEO.limit == 7
