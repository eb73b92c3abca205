"""Nobody stands in a class of fewer than five, whatever the crowd looks like."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from applications.pool.classes import EVERYTHING, SMALLEST, Cell, Shown, generalise

cells = st.builds(
    Cell,
    group=st.sampled_from(["a", "b", "c", "d"]),
    field=st.just("f"),
    level=st.sampled_from(["bachelor", "associate"]),
    class_year=st.integers(1, 4),
)
crowds = st.dictionaries(cells, st.integers(1, 12), min_size=1, max_size=20)


def sizes(counts: dict[Cell, int], shown: dict[Cell, Shown]) -> Counter[Shown]:
    found: Counter[Shown] = Counter()
    for cell, key in shown.items():
        found[key] += counts[cell]
    return found


@given(crowds, st.sets(st.sampled_from(["a", "b", "c", "d"])))
def test_every_class_has_five_unless_the_whole_season_has_fewer(counts: dict[Cell, int], small: set[str]) -> None:
    shown = generalise(counts, small)
    assert set(shown) == set(counts)
    if sum(counts.values()) >= SMALLEST:
        assert min(sizes(counts, shown).values()) >= SMALLEST
    assert not {key.group for key in shown.values()} & small


@given(crowds)
def test_a_class_of_five_keeps_its_group_and_year_unless_it_must_hide_a_rest(counts: dict[Cell, int]) -> None:
    shown = generalise(counts, set())
    lost = [c for c, n in counts.items() if n >= SMALLEST and shown[c] != Shown(c.group, c.level, c.class_year)]
    assert len(lost) <= 1
    if lost:
        assert shown[lost[0]] == Shown(EVERYTHING, "", None)


def test_each_step_gives_up_as_little_as_it_can() -> None:
    counts = {
        Cell("bilgisayar", "muhendislik", "bachelor", 3): 9,
        Cell("maden", "muhendislik", "bachelor", 3): 3,
        Cell("gemi", "muhendislik", "bachelor", 3): 2,
        Cell("hukuk", "hukuk", "bachelor", 3): 4,
        Cell("iktisat", "iktisat", "bachelor", 3): 1,
        Cell("bankacilik", "iktisat", "associate", 1): 3,
        Cell("muhasebe", "iktisat", "associate", 2): 2,
    }
    shown = generalise(counts, set())
    assert shown[Cell("bilgisayar", "muhendislik", "bachelor", 3)] == Shown("bilgisayar", "bachelor", 3)
    assert shown[Cell("maden", "muhendislik", "bachelor", 3)] == Shown("alan-muhendislik", "bachelor", 3)
    assert shown[Cell("gemi", "muhendislik", "bachelor", 3)] == Shown("alan-muhendislik", "bachelor", 3)
    assert shown[Cell("hukuk", "hukuk", "bachelor", 3)] == Shown(EVERYTHING, "bachelor", 3)
    assert shown[Cell("iktisat", "iktisat", "bachelor", 3)] == Shown(EVERYTHING, "bachelor", 3)
    assert shown[Cell("bankacilik", "iktisat", "associate", 1)] == Shown(EVERYTHING, "associate", None)
    assert shown[Cell("muhasebe", "iktisat", "associate", 2)] == Shown(EVERYTHING, "associate", None)


def test_a_rest_too_small_takes_the_smallest_class_with_it() -> None:
    big, middle, rest = Cell("a", "f", "bachelor", 3), Cell("a", "f", "bachelor", 2), Cell("b", "g", "graduate", 1)
    shown = generalise({big: 40, middle: 6, rest: 2}, set())
    assert shown[big] == Shown("a", "bachelor", 3)
    assert shown[middle] == shown[rest] == Shown(EVERYTHING, "", None)
