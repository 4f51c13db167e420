import os
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from sdzx.documents import fonts


@pytest.fixture(autouse=True)
def no_extra_fonts(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SDZX_EXTRA_FONTS = ""
    monkeypatch.delenv("SDZX_EXTRA_FONTS", raising=False)


def file_of(family: str) -> Path:
    return fonts.found()[family][0]


def test_check_fonts_is_empty_on_a_complete_machine() -> None:
    assert fonts.check_fonts() == []


def test_check_fonts_names_every_missing_family_and_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "found", lambda: {"HanaMinA": (), "HanaMinB": ()})
    assert fonts.check_fonts() == [
        f"缺少字体“{family}”，部分文字将无法打印；请安装软件包 {package}。"
        for family, package in (
            ("Noto Serif CJK SC", "fonts-noto-cjk"),
            ("Noto Sans CJK SC", "fonts-noto-cjk"),
            ("BabelStone Han", "fonts-babelstone-han"),
        )
    ]


def test_check_fonts_names_a_missing_extra_file(settings: Settings, tmp_path: Path) -> None:
    settings.SDZX_EXTRA_FONTS = [tmp_path / "gone.ttf"]
    assert fonts.check_fonts() == [f"SDZX_EXTRA_FONTS 中的字体文件 {tmp_path / 'gone.ttf'} 不存在。"]


def test_check_fonts_names_a_missing_subsetter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "SUBSETTERS", ("no-such-library.so",))
    assert fonts.check_fonts() == [
        "缺少 libharfbuzz-subset，生成每份 PDF 会慢数十倍；请安装软件包 libharfbuzz-subset0。"
    ]


def test_found_looks_through_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("HanaMinB.otf", "HanaMinA.ttf", "Other.ttf"):
        tmp_path.joinpath("deep", name).parent.mkdir(exist_ok=True)
        tmp_path.joinpath("deep", name).touch()
    monkeypatch.setattr(fonts, "FONT_FOLDERS", (str(tmp_path),))
    deep = tmp_path / "deep"
    assert fonts.found.__wrapped__() == {"HanaMinA": (deep / "HanaMinA.ttf",), "HanaMinB": (deep / "HanaMinB.otf",)}


def test_extra_files_reads_files_and_folders_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    for name in ("b.otf", "a.ttc", "readme.txt"):
        (folder / name).touch()
    single = tmp_path / "single.ttf"
    monkeypatch.setenv("SDZX_EXTRA_FONTS", f"{single}{os.pathsep}{folder}{os.pathsep}")
    assert fonts.extra_files() == (single, folder / "a.ttc", folder / "b.otf")


def test_font_files_puts_extra_files_last(settings: Settings, tmp_path: Path) -> None:
    extra = tmp_path / "x.ttf"
    extra.touch()
    settings.SDZX_EXTRA_FONTS = [extra, tmp_path / "gone.ttf"]
    assert fonts.font_files("serif")[-1] == extra


def test_css_variables_name_the_chains() -> None:
    rare = '"HanaMinA", "HanaMinB", "BabelStone Han"'
    assert fonts.css_variables() == (
        f':root {{ --serif: "Noto Serif CJK SC", {rare}; --sans: "Noto Sans CJK SC", {rare} }}'
    )


def test_css_variables_name_the_families_of_extra_files(settings: Settings) -> None:
    settings.SDZX_EXTRA_FONTS = [file_of("HanaMinA")]
    assert fonts.css_variables().count('"BabelStone Han", "HanaMinA"') == 2


def test_quoted_drops_quotes() -> None:
    assert fonts.quoted('a"; } b') == '"a; } b"'


def test_missing_glyphs_is_empty_for_rare_names() -> None:
    assert fonts.missing_glyphs("龚䶮𠅤李𬱖𰻞阿·买\u3000 \n\u200b邉\U000e0100") == set()


def test_missing_glyphs_finds_private_and_unassigned_characters() -> None:
    assert fonts.missing_glyphs("王\ue815伟\U0003fffd") == {"\ue815", "\U0003fffd"}


def test_missing_glyphs_counts_all_without_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "found", dict)
    assert fonts.missing_glyphs("王 伟") == {"王", "伟"}


def test_code_points_of_a_collection_are_those_of_its_simplified_face() -> None:
    assert ord("䶮") in fonts.code_points(file_of("Noto Serif CJK SC"))


def test_family_names_reads_single_files_and_collections() -> None:
    assert fonts.family_names(file_of("BabelStone Han")) == ("BabelStone Han",)
    assert "Noto Serif CJK SC" in fonts.family_names(file_of("Noto Serif CJK SC"))


@pytest.mark.parametrize("before", [None, "elsewhere.conf"])
def test_isolated_puts_the_environment_back(monkeypatch: pytest.MonkeyPatch, before: str | None) -> None:
    if before is None:
        monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    else:
        monkeypatch.setenv("FONTCONFIG_FILE", before)
    with fonts.isolated():
        assert Path(os.environ["FONTCONFIG_FILE"]) == fonts.fontconfig_file()
    assert os.environ.get("FONTCONFIG_FILE") == before


def test_cache_folder_is_the_setting(settings: Settings, tmp_path: Path) -> None:
    settings.SDZX_FONT_CACHE = tmp_path / "cache"
    assert fonts.cache_folder() == tmp_path / "cache"
    assert (tmp_path / "cache").is_dir()


def test_cache_folder_is_temporary_where_it_cannot_be_made(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.SDZX_FONT_CACHE = tmp_path / "file"
    assert fonts.cache_folder() == fonts.private_temporary_folder()


def test_cache_folder_is_temporary_where_it_cannot_be_written(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SDZX_FONT_CACHE = tmp_path
    monkeypatch.setattr(fonts.os, "access", lambda folder, mode: False)
    assert fonts.cache_folder() == fonts.private_temporary_folder()


def test_written_configuration_shows_only_the_given_files(tmp_path: Path) -> None:
    source = tmp_path / "a.ttf"
    source.write_bytes(b"font")
    written = fonts.written_configuration.__wrapped__
    first = written((source,), tmp_path / "cache")
    again = written((source,), tmp_path / "cache")
    links = list((first.parent / "files").iterdir())
    assert (again, [(link.name, link.resolve()) for link in links]) == (first, [("00-a.ttf", source.resolve())])
    assert f"<dir>{first.parent / 'files'}</dir>" in first.read_text(encoding="utf-8")
