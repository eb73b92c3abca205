"""What the numbers of the bit strings are called, read once a process and build."""

from dataclasses import dataclass
from functools import lru_cache

from applications.models import Language, PoolGroup
from usp.reference.models import District, Province


@dataclass(frozen=True)
class Names:
    """Groups, languages and places by their numbers, each in the order in which pages list them."""

    groups: dict[int, tuple[str, str, str]]  # number → (code, name, sort key)
    numbers: dict[str, int]  # group code → number
    languages: dict[int, Language]
    provinces: dict[int, tuple[str, str]]  # id → (name, sort key)
    districts: dict[int, tuple[int, str]]  # id → (province, name)


@lru_cache(maxsize=4)
def names_of(season_id: int, build: int) -> Names:
    """The names as they were when the build was first searched here; tomorrow's build reads them anew."""
    groups = PoolGroup.objects.filter(season=season_id).order_by("sort_key", "code")
    provinces = Province.objects.order_by("sort_key", "pk").values_list("pk", "name", "sort_key")
    districts = District.objects.order_by("sort_key", "pk").values_list("pk", "province_id", "name")
    numbered = {no: (code, name, key) for no, code, name, key in groups.values_list("no", "code", "name", "sort_key")}
    return Names(
        groups=numbered,
        numbers={code: no for no, (code, _name, _key) in numbered.items()},
        languages={one.pk: one for one in Language.objects.all()},
        provinces={pk: (name, key) for pk, name, key in provinces},
        districts={pk: (province, name) for pk, province, name in districts},
    )
