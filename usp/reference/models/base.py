"""What all reference tables share."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from usp.core.turkish import sort_key

_ASCII = str.maketrans("çğıöşüâîûÇĞİÖŞÜÂÎÛ", "cgiosuaiuCGIOSUAIU")


def ascii_slug(text: str) -> str:
    """The Turkish text as an ASCII slug: «Şeyh Edebali» → «seyh-edebali»."""
    return slugify(text.translate(_ASCII))


class NamedModel(models.Model):
    """A row with a Turkish name, listed in Turkish order whatever the database's collation is."""

    name = models.CharField(_("ad"), max_length=200)
    sort_key = models.CharField(_("sıralama anahtarı"), max_length=400, editable=False, db_collation="C", db_index=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Keep `sort_key` in step with `name`; a bulk write has to set it by itself."""
        self.sort_key = sort_key(self.name)
        if update_fields is not None and "name" in update_fields:
            update_fields = {*update_fields, "sort_key"}
        super().save(*args, update_fields=update_fields, **kwargs)


class Level(models.TextChoices):
    """The level of a programme."""

    ASSOCIATE = "associate", _("Ön lisans")
    BACHELOR = "bachelor", _("Lisans")
    GRADUATE = "graduate", _("Lisansüstü")
