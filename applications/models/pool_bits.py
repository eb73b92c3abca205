"""What the pool is searched by: bit strings, one bit an entry, and what keeps them true (docs/architecture.md)."""

from typing import Any, ClassVar

from django.db import models

from applications.models.applications import Application
from applications.models.seasons import Season


class BitsField(models.Field):
    """A string of bits, read and written by statements alone."""

    def db_type(self, connection: Any) -> str:
        """PostgreSQL's own."""
        return "bit varying"


class PoolState(models.Model):
    """Which bit strings count. ``revision`` moves with each change of them, ``build`` with each making anew.

    ``step`` is the precision of the scores and ``segment`` the number of entries in one string.
    """

    season = models.OneToOneField(Season, models.PROTECT, primary_key=True, related_name="pool_state")
    build = models.PositiveIntegerField()
    revision = models.PositiveBigIntegerField()
    step = models.PositiveSmallIntegerField()
    segment = models.PositiveIntegerField()
    built_at = models.DateTimeField()

    objects: ClassVar[models.Manager["PoolState"]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.season_id}/{self.build}"


class PoolGroup(models.Model):
    """A department group, or field, as the pool shows it, and its number in the bit strings; it keeps the number."""

    season = models.ForeignKey(Season, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=400, db_collation="C")

    objects: ClassVar[models.Manager["PoolGroup"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["season", "code"], name="pool_group_code_once"),
            models.UniqueConstraint(fields=["season", "no"], name="pool_group_no_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PoolBits(models.Model):
    """Who of ``segment`` entries in a row answers to one value of one facet; only where somebody does.

    Uncompressed and in line (4.000 bytes, two rows a page): a search reads thousands of them.
    """

    pk = models.CompositePrimaryKey("season_id", "build", "seg", "facet", "value")
    season = models.ForeignKey(Season, models.PROTECT, related_name="+", db_index=False)
    build = models.PositiveIntegerField()
    seg = models.PositiveSmallIntegerField()
    facet = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField()
    n = models.PositiveIntegerField()
    bits = BitsField()

    objects: ClassVar[models.Manager["PoolBits"]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["season", "build", "facet", "value", "seg"], name="pool_bits_by_value")]

    def __str__(self) -> str:
        return f"{self.facet}/{self.value}/{self.seg}"


class PoolChange(models.Model):
    """Something the pool shows of an application has changed; a task brings the row and its bits up to date.

    Written in the transaction that changed it, which takes no other lock for the pool: thousands share a bit string.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="+", db_index=False)
    season = models.ForeignKey(Season, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["PoolChange"]] = models.Manager()

    def __str__(self) -> str:
        return str(self.application_id)


class PoolMemory(models.Model):
    """What a saved search found, for «yeni adaylar». The search itself stands with the offers.

    ``looked``: somebody has opened it since the last refresh, so the next one counts from what that refresh found.
    """

    saved_search_id = models.BigIntegerField(primary_key=True)
    season = models.ForeignKey(Season, models.PROTECT, related_name="+")
    news = models.PositiveIntegerField(default=0)
    looked = models.BooleanField(default=False)
    refreshed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["PoolMemory"]] = models.Manager()

    def __str__(self) -> str:
        return str(self.saved_search_id)


class PoolMemoryBits(models.Model):
    """Whom a saved search had found when somebody last looked, and at its last refresh; compressed."""

    pk = models.CompositePrimaryKey("memory_id", "seg")
    memory = models.ForeignKey(PoolMemory, models.CASCADE, related_name="bits", db_index=False)
    seg = models.PositiveSmallIntegerField()
    seen = BitsField()
    found = BitsField()

    objects: ClassVar[models.Manager["PoolMemoryBits"]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.memory_id}/{self.seg}"
