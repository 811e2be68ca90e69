"""Colours that stand on each other can be told apart, for every tenant and preference."""

import pytest

from frontend import contrast
from frontend.assets import Accent
from tests.unit import known
from tests.unit.frontend import samples

TENANTS = sorted(path.stem for path in samples.TENANTS.glob("*.toml"))


@pytest.mark.parametrize("name", TENANTS)
def test_every_pair_of_a_tenant_has_enough_contrast(name):
    style = known.tenant(name).style
    contrast.require(Accent(style.accent, style.accent_dark))


def test_a_pale_accent_fails_and_is_named():
    with pytest.raises(contrast.TooLow, match="light: accent on paper"):
        contrast.require(Accent("#f2a0a0", "#ff9aa8"))


def test_the_ratio_of_black_and_white_is_twenty_one():
    assert contrast.ratio("#000000", "#ffffff") == pytest.approx(21)


def test_a_preference_changes_the_colours():
    css = (contrast.STYLES / "tokens.css").read_text()
    sets = contrast.token_sets(css, Accent("#a5182f", "#ff9aa8"))
    assert len({colours["paper"] for colours in sets.values()}) == 4
    assert sets["dark"]["accent"] == "#ff9aa8"


def test_raw_colours_stand_in_the_tokens_only():
    from frontend.assets import style_files

    for path in style_files():
        if path.name not in ("tokens.css", "print.css"):
            assert "#" not in path.read_text(), path
