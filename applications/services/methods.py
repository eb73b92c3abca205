"""The operators' verbs on scoring methods: copy a version as a draft, save its numbers, publish it, throw it away."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import (
    ItemKind,
    MethodItem,
    MethodOption,
    MethodState,
    OnePer,
    ScorePublication,
    ScoringMethod,
    Season,
    Shape,
)
from applications.scoring.method_rules import method_problems
from applications.scoring.rules_text import items_of
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation


class InvalidMethod(RuleViolation):
    """The method breaks rules; ``problems`` holds each sentence."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problems), code="method_invalid")


@dataclass(frozen=True)
class Numbers:
    """What the editor may change: the method's own fields, each item's by id, each row's by id, bands by item."""

    method: Mapping[str, Any]
    items: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    options: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    bands: Mapping[int, list[tuple[Decimal, Decimal]]] = field(default_factory=dict)


@verb
def copy_method(*, actor: User, method_id: int, season_id: int, version: str) -> ScoringMethod:
    """Make a draft of the season from a version of any season, with every kind and grade in use today.

    What the version does not know yet gets zero points. Raises RuleViolation for a version that is there already.
    """
    source = ScoringMethod.objects.get(pk=method_id)
    with rule_from_constraint(ScoringMethod, "scoring_method_once"):
        draft = ScoringMethod.objects.create(
            season=Season.objects.get(pk=season_id),
            version=version.strip(),
            pool_step=source.pool_step,
            is_sample=source.is_sample,
            based_on=source,
            created_by=actor,
            created_at=clock.now(),
        )
    known = {item.kind_id: item for item in items_of(source)}
    for kind in ItemKind.objects.filter(is_active=True).prefetch_related("options").order_by("order"):
        _copy_item(draft, kind, known.get(kind.pk))
    return draft


@verb
def save_draft(*, actor: User, method_id: int, revision: int, numbers: Numbers) -> ScoringMethod:
    """Write the editor's numbers into a draft, whole or not at all.

    ``revision`` is the one the page showed. Raises InvalidMethod with every sentence, RuleViolation for a published
    version, a version name that is taken, or when somebody else saved meanwhile.
    """
    method = ScoringMethod.objects.select_for_update(of=("self",)).get(pk=method_id)
    _refuse_published(method)
    if method.revision != revision:
        text = _("Bu taslak bu arada başka bir sekmede ya da başka biri tarafından kaydedildi. Sayfayı yenileyin.")
        raise RuleViolation(text, code="method_changed")
    for name, value in numbers.method.items():
        setattr(method, name, value)
    method.revision += 1
    with rule_from_constraint(ScoringMethod, "scoring_method_once", "scoring_method_numbers"):
        method.save()
    with (
        rule_from_constraint(MethodItem, "method_item_caps", "method_item_linear_numbers"),
        rule_from_constraint(MethodOption, "method_option_numbers"),
    ):
        _write(method, numbers)
    if problems := method_problems(items_of(method)):
        raise InvalidMethod(problems)
    return method


@verb
def publish_method(*, actor: User, method_id: int) -> ScoringMethod:
    """Freeze a draft; from now on the season is scored by it, and its scores so far are computed anew.

    Raises InvalidMethod, and RuleViolation once the season's pool has opened or for a published version.
    """
    method = ScoringMethod.objects.select_related("season").select_for_update(of=("self",)).get(pk=method_id)
    _refuse_published(method)
    now = clock.now()
    published = ScorePublication.objects.filter(season=method.season_id).exists()
    if published or now >= method.season.pool_opens_at:
        raise RuleViolation(ScoringMethod.trigger_rules["method_in_time"], code="method_in_time")
    if problems := method_problems(items_of(method)):
        raise InvalidMethod(problems)
    method.state, method.published_at, method.published_by = MethodState.PUBLISHED, now, actor
    with rule_from_constraint(ScoringMethod, "method_in_time"):
        method.save(update_fields=["state", "published_at", "published_by"])
    season_id = method.season_id
    transaction.on_commit(lambda: _recompute_later(season_id))
    return method


@verb
def discard_draft(*, actor: User, method_id: int) -> None:
    """Throw a draft away. Raises RuleViolation for a published version."""
    method = ScoringMethod.objects.select_for_update(of=("self",)).get(pk=method_id)
    _refuse_published(method)
    method.delete()


def _refuse_published(method: ScoringMethod) -> None:
    if not method.is_draft:
        raise RuleViolation(ScoringMethod.trigger_rules["method_frozen"], code="method_frozen")


def _recompute_later(season_id: int) -> None:
    from applications.tasks import recompute_season  # noqa: PLC0415 -- tasks are leaves over the services

    recompute_season.delay(season_id)


def _copy_item(draft: ScoringMethod, kind: ItemKind, old: MethodItem | None) -> None:
    item = MethodItem.objects.create(
        method=draft,
        kind=kind,
        shape=old.shape if old else _natural_shape(kind),
        cap=old.cap if old else 0,
        item_cap=old.item_cap if old else None,
        points=old.points if old else None,
        floor=old.floor if old else None,
        ceiling=old.ceiling if old else None,
        best_of=old.best_of if old else None,
        weights=old.weights if old else [],
        one_per=old.one_per if old else OnePer.NOTHING,
        rescale=old.rescale if old else "",
    )
    rows = {row.option_id: row for row in old.options.all() if row.up_to is None} if old else {}
    bands = [row for row in old.options.all() if row.up_to is not None] if old else []
    if item.shape in (Shape.OPTIONS, Shape.UNITS):
        per = 1 if item.shape == Shape.UNITS else None
        grades: list[int | None] = [one.pk for one in kind.options.all() if one.is_active or one.pk in rows]
        for option in grades or [None]:
            row = rows.get(option)
            MethodOption.objects.create(
                item=item, option_id=option, points=row.points if row else 0, per=row.per if row else per
            )
    MethodOption.objects.bulk_create(MethodOption(item=item, points=row.points, up_to=row.up_to) for row in bands)


def _natural_shape(kind: ItemKind) -> str:
    return Shape.UNITS if kind.amount_unit else Shape.OPTIONS


def _write(method: ScoringMethod, numbers: Numbers) -> None:
    items = {item.pk: item for item in method.items.all()}
    for pk, values in numbers.items.items():
        MethodItem.objects.filter(pk=items[pk].pk).update(**values)
    own = set(MethodOption.objects.filter(item__method=method).values_list("pk", flat=True))
    for pk, values in numbers.options.items():
        if pk in own:
            MethodOption.objects.filter(pk=pk).update(**values)
    for pk, bands in numbers.bands.items():
        item = items[pk]
        item.options.filter(up_to__isnull=False).delete()
        MethodOption.objects.bulk_create(MethodOption(item=item, up_to=up_to, points=points) for up_to, points in bands)
