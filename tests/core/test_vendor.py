"""Files of others are the ones that static/vendor/README.md names, byte for byte."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "static" / "vendor" / "README.md"
PINNED = re.findall(r"^\| `([^`]+)` \|.*`([0-9a-f]{64})` \|$", README.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("path", "sha256"), PINNED)
def test_a_vendored_file_is_the_pinned_one(path: str, sha256: str) -> None:
    assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == sha256


def test_every_file_of_others_is_pinned() -> None:
    shipped = {
        str(path.relative_to(ROOT))
        for folder in ("static/vendor", "static/fonts")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix not in {".md", ".txt"}
    }
    assert shipped <= {path for path, _ in PINNED}


def test_every_folder_of_others_has_its_licence_beside_it() -> None:
    for path, _ in PINNED:
        assert any("LICENSE" in beside.name for beside in (ROOT / path).parent.iterdir()), (
            f"no licence text beside {path}"
        )


def test_every_icon_that_a_template_or_the_menu_names_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/icons/sprite.svg").read_text(encoding="utf-8")))
    named = set()
    for template in (ROOT / "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        named |= set(re.findall(r"""{% icon ["']([\w-]+)["']""", text))
        named |= set(re.findall(r"""icon_name=["']([\w-]+)["']""", text))
    assert named
    assert named <= sprite


def test_the_two_latin_files_share_turkish_letters_as_the_style_sheet_says() -> None:
    css = (ROOT / "static/css/usp.css").read_text(encoding="utf-8")
    faces = re.findall(r'url\("\.\./vendor/inter/([\w-]+)\.woff2"\)[^;]*;\s*unicode-range:\s*([^;]+);', css)
    ranges = dict(faces)
    assert "U+0131" in ranges["inter-latin-wght-normal"]
    assert "U+0100-02BA" in ranges["inter-latin-ext-wght-normal"]
