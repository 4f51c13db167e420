"""File names: harmless, and still recognisable."""

import pytest

from sdzx.files.names import clean_name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("营业执照.pdf", "营业执照.pdf"),
        ("C:\\Users\\a\\申请表.PDF", "申请表.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("a\u202egpj.exe", "agpj.pdf"),
        ('第1次"考核":<1>.docx', "第1次_考核___1_.pdf"),
        ("..", "未命名.pdf"),
        ("\x00\n.pdf", "未命名.pdf"),
        ("长" * 300 + ".pdf", "长" * 120 + ".pdf"),
        ("v1.2 终稿.pdf", "v1.2 终稿.pdf"),
    ],
)
def test_clean_name(given, kept):
    assert clean_name(given, ".pdf") == kept
