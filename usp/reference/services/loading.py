"""Write the reference data: all files in one transaction, or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction
from django.db.models import ForeignObjectRel
from django.utils import timezone

from usp.core.db import refresh_statistics
from usp.core.turkish import sort_key
from usp.reference.models import DataRelease, NamedModel
from usp.reference.services.reading import DataFile, Release, read_data
from usp.reference.tables import Key

# Two loads at once wait for each other instead of writing the same rows.
_LOCK = 1_853_081_001


@dataclass
class TableReport:
    """What a load did to one table; `kept` names vanished rows that are still referred to."""

    label: str
    created: int = 0
    updated: int = 0
    deleted: int = 0
    kept: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether any row was written or removed."""
        return bool(self.created or self.updated or self.deleted)


def load_reference(*, folder: Path) -> list[TableReport]:
    """Make the reference tables equal to the data files of `folder`; a second run changes nothing.

    Rows that are no longer in a file are deleted, but for those that something refers to: these stay and
    are reported. Raises `DataFileError`, with nothing changed, when a file is wrong or partial, and
    `IntegrityError` when the files contradict rows that had to stay.
    """
    files = read_data(folder)
    reports = {data.table.name: TableReport(data.table.label) for data in files}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        # Before writing, to make room for a row that comes back under another code; and after it, because
        # what referred to a vanished row may only now have let go of it.
        _delete_vanished(files, reports)
        keys: dict[str, dict[Key, int]] = {}
        for data in files:
            keys[data.table.name] = _write(data, keys, reports[data.table.name])
            _note_release(data.release)
        _delete_vanished(files, reports)
        refresh_statistics(*(data.table.model for data in files if reports[data.table.name].changed))
    return list(reports.values())


def _write(data: DataFile, keys: dict[str, dict[Key, int]], report: TableReport) -> dict[Key, int]:
    """Create and update the rows of one file; answers with the primary key of each."""
    table, stored = data.table, data.table.stored()
    objects = table.model._default_manager.in_bulk()
    foreign = [f"{name}_id" for name in table.parents]
    names = ["sort_key", *table.values, *foreign]
    new, changed = [], []
    for key, wanted in data.objects.items():
        wanted.sort_key = sort_key(wanted.name)
        for name, parent in table.parents.items():
            parent_key = tuple(data.cells[key][column] for column in parent.columns)
            setattr(wanted, f"{name}_id", keys[parent.table].get(parent_key))
        if key not in stored:
            new.append(wanted)
        elif any(getattr(objects[stored[key]], name) != getattr(wanted, name) for name in names):
            wanted.pk = stored[key]
            changed.append(wanted)
    table.model._default_manager.bulk_create(new)
    if changed:
        table.model._default_manager.bulk_update(changed, [name for name in names if name != "id"])
    report.created, report.updated = len(new), len(changed)
    return {key: stored.get(key) or made.pk for key, made in data.objects.items()}


def _delete_vanished(files: list[DataFile], reports: dict[str, TableReport]) -> None:
    for data in reversed(files):
        report = reports[data.table.name]
        gone = [pk for key, pk in data.table.stored().items() if key not in data.objects]
        vanished = list(data.table.model._default_manager.filter(pk__in=gone))
        kept = [row for row in vanished if _is_referred_to(row)]
        for row in vanished:
            if row not in kept:
                row.delete()
        report.deleted += len(vanished) - len(kept)
        report.kept = [str(row) for row in kept]


def _is_referred_to(row: NamedModel) -> bool:
    """Whether any row of any table points here; deleting must not cascade into other people's data."""
    relations: Iterable[ForeignObjectRel] = (
        relation
        for relation in row._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel) and not relation.many_to_many
    )
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists() for relation in relations
    )


def _note_release(release: Release) -> None:
    stated = {name: getattr(release, name) for name in ("version", "sha256", "licence", "source", "rows")}
    known = DataRelease.objects.filter(name=release.name)
    if not known.filter(**stated).exists():
        # The real clock: this is about the machine's data, not about the season.
        DataRelease.objects.update_or_create(name=release.name, defaults={**stated, "loaded_at": timezone.now()})
