"""Documents that carry programs, passwords or too much are refused with the way out."""

import pikepdf
import pytest

from sdzx.files import media
from sdzx.files.structure import check_structure
from sdzx.workflow import Refused
from tests.sdzx.files import samples


def script(document):
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    document.Root.OpenAction = action


def launch(document):
    document.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.Launch))


def attachment(document):
    document.attachments["a.exe"] = b"MZ"


def harmless(document):
    document.docinfo["/Title"] = "JavaScript入门"


@pytest.mark.parametrize("change", [lambda document: None, harmless])
def test_check_structure_good_pdf(change):
    check_structure(samples.pdf(change), media.PDF)


@pytest.mark.parametrize("change", [script, launch, attachment])
@pytest.mark.parametrize("streams", [pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate])
def test_check_structure_active_pdf(change, streams):
    with pytest.raises(Refused, match="PDF含有脚本、附件或可执行动作"):
        check_structure(samples.pdf(change, object_stream_mode=streams), media.PDF)


def test_check_structure_name_in_disguise():
    content = samples.pdf(script, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pytest.raises(Refused, match="PDF含有脚本"):
        check_structure(content.replace(b"/JavaScript", b"/J#61vaScrip#74").replace(b"/JS ", b"/J#53 "), media.PDF)


@pytest.mark.parametrize(
    ("encryption", "sentence"),
    [
        (pikepdf.Encryption(owner="o", user="u"), "PDF设有打开密码"),
        (pikepdf.Encryption(owner="o", user=""), "PDF设有密码或权限限制"),
    ],
)
def test_check_structure_encrypted_pdf(encryption, sentence):
    with pytest.raises(Refused, match=sentence):
        check_structure(samples.pdf(encryption=encryption), media.PDF)


def test_check_structure_pdf_of_no_pages():
    with pytest.raises(Refused, match="没有任何页面"):
        check_structure(samples.pdf(lambda document: document.pages.__delitem__(0)), media.PDF)


def test_check_structure_damaged_pdf():
    with pytest.raises(Refused, match="PDF已损坏"):
        check_structure(b"%PDF-1.7\nnothing", media.PDF)


def test_check_structure_good_docx():
    check_structure(samples.docx(), media.DOCX)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"word__vbaProject_dot_bin": b"x"}, "文件含有宏或嵌入的对象"),
        ({"word__embeddings__oleObject1_dot_bin": b"x"}, "文件含有宏或嵌入的对象"),
        ({"word__media__a_dot_xml": bytes(3_000_000)}, "文件的压缩比异常"),
    ],
)
def test_check_structure_bad_docx(parts, sentence):
    with pytest.raises(Refused, match=sentence):
        check_structure(samples.docx(**parts), media.DOCX)


def test_check_structure_docx_of_too_many_parts():
    with pytest.raises(Refused, match="解压后过大"):
        check_structure(samples.docx(**{f"a{number}": b"" for number in range(5000)}), media.DOCX)


def test_check_structure_damaged_docx():
    with pytest.raises(Refused, match="文件已损坏"):
        check_structure(samples.docx()[:-10], media.DOCX)
