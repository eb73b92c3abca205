"""What a student may ask for in place of an offer: where the employer has places, when the student has windows.

An employer can really give another place only where it is: in the districts of the offer's own province, and in the
provinces in which it has published positions of the same kind this season. Windows are the student's own; the
employer hears their month and length (docs/rules.md P2).
"""

import datetime as dt
from dataclasses import dataclass

from applications.models import InternshipWindow
from offers.models import Offer, Position
from offers.periods import windows_of
from offers.states import Kind, PositionState
from usp.reference.models import District, Province
from usp.reference.selectors import districts_of


@dataclass(frozen=True)
class PlaceGroup:
    """A province with the districts that may be named; ``whole`` when any district of it may be asked for."""

    province: Province
    whole: bool
    districts: tuple[District, ...]


def offered_places(offer: Offer) -> list[PlaceGroup]:
    """The provinces and districts a request may name, the offer's own province first. Three queries."""
    elsewhere = (
        Position.objects.filter(
            employer=offer.position.employer_id,
            season=offer.position.season_id,
            kind=offer.kind,
            state=PositionState.PUBLISHED,
        )
        .exclude(province__name=offer.terms["province"])
        .select_related("province", "district")
    )
    by_province: dict[Province, set[District]] = {}
    for position in elsewhere:
        by_province.setdefault(position.province, set()).add(position.district)
    groups = [
        PlaceGroup(province, True, tuple(sorted(found, key=lambda district: district.sort_key)))
        for province, found in sorted(by_province.items(), key=lambda item: item[0].sort_key)
    ]
    own = Province.objects.filter(name=offer.terms["province"]).first()
    if own is None:
        return groups
    districts = tuple(one for one in districts_of(own.pk) if one.name != offer.terms["district"])
    return [PlaceGroup(own, False, districts), *groups]


def is_offered_place(offer: Offer, province_id: int, district_id: int | None) -> bool:
    """Whether a request may name this province, or this district of it."""
    return any(
        group.province.pk == province_id
        and (group.whole if district_id is None else any(one.pk == district_id for one in group.districts))
        for group in offered_places(offer)
    )


def offered_windows(offer: Offer, now: dt.datetime) -> list[InternshipWindow]:
    """The student's own other windows that begin after the offer's deadline and fit the position, in their order.

    None for shadowing and training: there the position fixes the length. One query.
    """
    if offer.kind != Kind.INTERNSHIP:
        return []
    position = offer.position
    return [
        window
        for window in windows_of([offer.application_id], now.date()).get(offer.application_id, [])
        if (window.starts_on, window.working_days) != (offer.starts_on, offer.working_days)
        and window.starts_on > offer.reply_by.date()
        and (position.runs_from is None or window.starts_on >= position.runs_from)
        and (position.runs_until is None or window.starts_on <= position.runs_until)
    ]
