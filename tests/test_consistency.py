"""The suite reads the code: what people forget, a test remembers."""

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls import path as address

from usp.celery import app
from usp.portal.views import gallery

ROOT: Path = settings.ROOT
PACKAGES = ("usp", "applications", "offers", "insurance")
TEMPLATES = ROOT / "templates"


@cache
def sources(*, migrations: bool = False) -> dict[Path, str]:
    """Our Python files by their path from the root."""
    return {
        path.relative_to(ROOT): path.read_text(encoding="utf-8")
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if ("migrations" in path.parts) == migrations
    }


@cache
def test_sources() -> dict[Path, str]:
    """The tests' files by their path from the root."""
    found = sorted((ROOT / "tests").rglob("*.py"))
    return {path.relative_to(ROOT): path.read_text(encoding="utf-8") for path in found}


test_sources.__test__ = False  # type: ignore[attr-defined] -- a helper in spite of its name


@cache
def tree(path: Path) -> ast.Module:
    """The file, parsed."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


@cache
def templates() -> dict[str, str]:
    """Our templates by the name they are loaded with."""
    return {
        str(path.relative_to(TEMPLATES)): path.read_text(encoding="utf-8")
        for path in sorted(TEMPLATES.rglob("*"))
        if path.is_file()
    }


# --- views -----------------------------------------------------------------------------------------------------------

# Other people's views. Each of them keeps the door in its own way.
THIRD_PARTY = {
    "yonetim/": "django.contrib.admin: is_staff and permissions, behind LoginRequiredMiddleware and the second factor",
    "hesap/": "allauth: each view says whether it needs a sign-in; only usp.edevlet's two are ours",
    "dil/": "django's set_language: changes a cookie",
}
# Views that answer a GET and may write, or that read nothing of the database at all.
NOT_READ_ONLY = {
    "edevlet_callback": "e-Devlet comes back with a GET, and that opens the session",
    "offers:candidate": "the one named exception of docs/rules.md I12: who opened which profile is logged",
    "offers:pool-compare": "a comparison opens profiles, so the same log",
    "alive": "asks nothing but the process",
    "ready": "probes with connections of its own; the cache probe writes to the cache",
}


def walk(resolver: URLResolver, path: str = "", namespace: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """(path, full name, pattern) of every address."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from walk(entry, path + str(entry.pattern), inner)
        else:
            yield path + str(entry.pattern), namespace + (entry.name or ""), entry


def addresses() -> list[tuple[str, str, URLPattern]]:
    """Every address, with the one that only the demo has."""
    return [*walk(get_resolver()), ("galeri/", "portal:gallery", address("galeri/", gallery.gallery))]


def is_ours(entry: URLPattern) -> bool:
    """Whether a view is written here: it states a policy, or its module is one of our views modules."""
    module = entry.callback.__module__
    return module.split(".")[0] in PACKAGES and "admin" not in module


def test_every_view_states_its_policy() -> None:
    silent = [name or where for where, name, entry in addresses() if is_ours(entry) and not policy_of(entry)]
    assert silent == []


def policy_of(entry: URLPattern) -> str:
    """What the view says about who may call it."""
    return str(getattr(entry.callback, "policy", ""))


def test_a_view_without_policy_is_somebody_else_s_and_named_here() -> None:
    foreign = {path for path, _name, entry in addresses() if not is_ours(entry)}
    assert {path for path in foreign if not path.startswith(tuple(THIRD_PARTY))} == set()
    assert {start for start in THIRD_PARTY if not any(path.startswith(start) for path in foreign)} == set()


def test_every_view_that_answers_a_get_only_reads(rf: RequestFactory) -> None:
    writing = {
        name for _path, name, entry in addresses() if is_ours(entry) and not getattr(entry.callback, "read_only", False)
    }
    answering = {name for name in writing if name in NOT_READ_ONLY or not refuses_get(name, rf)}
    assert answering == set(NOT_READ_ONLY)


def refuses_get(name: str, rf: RequestFactory) -> bool:
    """Whether the view is for POST alone; that is judged before anything else, so no arguments are needed."""
    (view,) = [entry.callback for _path, found, entry in addresses() if found == name]
    return bool(view(rf.get("/")).status_code == 405)


# --- templates -------------------------------------------------------------------------------------------------------

# Rendered by their status code (usp.portal.views.errors).
BY_STATUS = re.compile(r"\d{3}\.html")
_IN_TEMPLATE = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"'#]+)""")
_IN_PYTHON = re.compile(r"""["']([\w./-]+\.(?:html|txt))(?:#[\w-]+)?["']""")


def named_in_python() -> set[str]:
    """Every template that our code names; the sandbox has templates of its own."""
    return {
        name
        for path, text in sources().items()
        if "sandbox" not in path.parts and "stack" not in path.parts
        for name in _IN_PYTHON.findall(text)
    }


def named_in_templates() -> set[str]:
    """Every template that a template includes or extends."""
    return {name for text in templates().values() for name in _IN_TEMPLATE.findall(text)}


def stands_in_for_another(name: str) -> bool:
    """Whether a package brings a template of that name, or loads it when we have it."""
    import allauth  # noqa: PLC0415
    import django  # noqa: PLC0415

    folders = [
        Path(allauth.__file__).parent / "templates",
        Path(django.__file__).parent / "forms" / "templates",
        Path(django.__file__).parent / "contrib" / "admin" / "templates",
    ]
    return any((folder / name).is_file() for folder in folders)


def test_no_template_is_unused() -> None:
    used = named_in_python() | named_in_templates()
    # templates/django/forms/field.html and its kin are loaded by Django's renderer under these very names.
    unused = {
        name
        for name in templates()
        if name not in used and not BY_STATUS.fullmatch(name) and not stands_in_for_another(name)
    }
    assert unused == set()


def test_no_template_is_missing() -> None:
    missing = set()
    for name in named_in_python() | named_in_templates():
        try:
            get_template(name)
        except TemplateDoesNotExist:
            missing.add(name)
    assert missing == set()


# A mail program knows no style sheet and no nonce; WeasyPrint is given its sheet as a file.
_OWN_STYLE = ("email/",)


def test_templates_keep_the_content_security_policy() -> None:
    broken = []
    for name, text in templates().items():
        if name.startswith(_OWN_STYLE):
            continue
        for tag in re.findall(r"<[a-zA-Z][^<>]*>", re.sub(r"{#.*?#}|{%.*?%}", "", text, flags=re.S)):
            inline = re.search(r"\s(style|on[a-z]+)\s*=|javascript:", tag)
            script = re.match(r"<(script|style)\b", tag) and not re.search(r"\bsrc=|\bnonce=|application/json", tag)
            if inline or script:
                broken.append(f"{name}: {tag}")
    assert broken == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    elsewhere = [
        f"{name}: {found}"
        for name, text in templates().items()
        for found in re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"']https?://[^\"']*", text)
    ]
    assert elsewhere == []


# --- sizes --------------------------------------------------------------------------------------------------------

# The launcher is a program of its own; a migration is as long as what it makes.
NO_BUDGET = ("stack", "migrations")
LONG_FUNCTIONS = {
    "insurance/papers/acceptance_form.py:_form": "one call that names every line of the paper",
}


def budget(path: Path) -> int:
    """Lines that a file may have."""
    if path.parts[0] == "tests":
        return 600
    parts = {*path.parts, path.stem}
    return 300 if parts & {"models", "views", "forms", "settings", "admin"} else 400


def test_no_file_is_too_long() -> None:
    texts = sources() | test_sources()
    long = {str(path): len(text.splitlines()) for path, text in texts.items() if set(path.parts).isdisjoint(NO_BUDGET)}
    assert {name: lines for name, lines in long.items() if lines > budget(Path(name))} == {}


def test_no_function_is_too_long() -> None:
    long = {
        f"{path}:{function.name}"
        for path in sources()
        if set(path.parts).isdisjoint(NO_BUDGET)
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef) and lines_of(function) > 40
    }
    assert long == set(LONG_FUNCTIONS)


def lines_of(function: ast.FunctionDef) -> int:
    """A function's lines without its docstring."""
    first, last = function.body[0], function.end_lineno or 0
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0
    return last - function.lineno + 1 - docstring


# --- database --------------------------------------------------------------------------------------------------------

# Django writes the path of a callable (a default, an upload folder, an index class, a field) into the migration.
MIGRATIONS_MAY_NAME = {
    "usp/accounts/migrations/0007_contact_codes_and_exports.py": {"usp.accounts.models.exports"},
    "applications/migrations/0001_applications.py": {"applications.models.seasons"},
    "applications/migrations/0017_pool_bits.py": {"applications.models.pool_bits"},
    "usp/documents/migrations/0001_documents.py": {"usp.documents.models"},
    "usp/documents/migrations/0002_one_file_each.py": {"usp.documents.models"},
}


def test_migrations_import_no_code_of_ours() -> None:
    named: dict[str, set[str]] = {}
    for path in sources(migrations=True):
        for node in ast.walk(tree(path)):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            ours = {module for module in modules if module.split(".")[0] in PACKAGES}
            if ours:
                named.setdefault(str(path), set()).update(ours)
    assert named == MIGRATIONS_MAY_NAME


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_lock_names_its_table() -> None:
    """``select_for_update()`` without ``of`` locks every joined table as well."""
    wide = [
        f"{path}:{call.lineno}"
        for path in sources()
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "select_for_update"
        and "of" not in {keyword.arg for keyword in call.keywords}
    ]
    assert wide == []


def test_no_statement_locks_inside_a_with_query() -> None:
    """PostgreSQL may run such a part before or after the rest, or not at all."""
    locking = [
        f"{path}:{node.lineno}"
        for path in sources() | sources(migrations=True)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and locks_in_cte(node.value)
    ]
    assert locking == []


def locks_in_cte(sql: str) -> bool:
    """Whether a FOR UPDATE or FOR SHARE stands inside the parentheses of a WITH query."""
    for start in re.finditer(r"\b(?:with|,)\s+\w+(?:\s*\([^()]*\))?\s+as\s+(?:materialized\s+)?\(", sql, re.I):
        depth, end = 1, start.end()
        while depth and end < len(sql):
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        if re.search(r"\bfor\s+(no\s+key\s+)?(update|share)\b", sql[start.end() : end], re.I):
            return True
    return False


def test_the_search_for_locks_finds_one() -> None:
    assert locks_in_cte("with a as (select (1) from t for no key update) select 1")
    assert not locks_in_cte("with a as (select 1) select 1 from a for update")


# --- text ------------------------------------------------------------------------------------------------------------

# English case rules are right for these: nothing but ASCII is ever in them.
ASCII_ONLY = {
    "usp/accounts/forms.py": "e-mail addresses",
    "usp/accounts/models/users.py": "e-mail addresses",
    "usp/accounts/services/contact_values.py": "e-mail addresses",
    "usp/accounts/services/links.py": "e-mail addresses",
    "usp/core/checks.py": "SQL and names of settings",
    "usp/core/http.py": "SQL",
    "usp/documents/codes.py": "verification codes",
    "usp/documents/uploads.py": "endings of file names",
    "usp/edevlet/sandbox/web.py": "HTTP's authorization scheme",
    "usp/stack/valkey.py": "the machine's platform",
}
_CASE = {"upper", "lower", "title", "capitalize", "casefold", "swapcase"}


def test_only_the_turkish_module_changes_case() -> None:
    changing = {
        str(path)
        for path in sources()
        if path != Path("usp/core/turkish.py")
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in _CASE
        and not (isinstance(call.func.value, ast.Name) and call.func.value.id == "turkish")
    }
    assert changing == set(ASCII_ONLY)


_TURKISH = re.compile("[çğıöşüÇĞİÖŞÜ]")
_TRANSLATING = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
# Turkish on purpose, whatever language the page speaks.
UNTRANSLATED = {
    "applications/forms/stage_one.py": "kinds of schools as they are stored; their labels are translated",
    "applications/pool/build.py": "names of pool classes, data like the names of departments",
    "insurance/acceptance_list_file.py": "goes with an official paper",
    "insurance/papers/acceptance_form.py": "an official paper",
    "insurance/papers/acceptance_list.py": "an official paper",
    "insurance/papers/blocks.py": "an official paper",
    "insurance/papers/contract.py": "an official paper",
    "insurance/papers/data.py": "an official paper",
    "insurance/papers/endings.py": "an official paper",
    "insurance/papers/issue.py": "an official paper",
    "insurance/papers/letters.py": "an official paper",
    "insurance/papers/pay.py": "an official paper",
    "insurance/papers/registry.py": "an official paper",
    "insurance/papers/running.py": "an official paper",
    "insurance/papers/subject.py": "an official paper",
    "insurance/services/pay_terms.py": "legal forms of firms as registers shorten them",
    "insurance/selectors/sgk_settings.py": "a sample person in a file for SGK",
    "usp/accounts/models/users.py": "a language names itself",
    "usp/calendars/management/commands/working_days.py": "the command's help for operators",
    "usp/core/ordering.py": "the alphabet",
    "usp/core/turkish.py": "the alphabet",
    "usp/documents/documents.py": "an official paper",
    "usp/documents/forms_data.py": "an official paper",
    "usp/documents/management/commands/make_test_certificate.py": "the name in a test certificate",
    "usp/documents/signing.py": "the reason in a signature, part of an official paper",
    "usp/portal/views/gallery.py": "examples of the gallery, demo only",
    "usp/reference/management/commands/load_reference.py": "the command's help for operators",
    "usp/reference/models/base.py": "the alphabet",
    "usp/reference/models/universities.py": "the name of a country, as data",
    "usp/reference/tables.py": "names of files' rows in the command's messages",
    "usp/settings/base.py": "a proper name",
    "usp/settings/test.py": "a proper name",
}
_FICTION = ("usp/portal/demo/", "usp/edevlet/sandbox/", "usp/stack/")


def test_every_turkish_sentence_can_be_translated() -> None:
    bare = {
        str(path)
        for path in sources()
        if not str(path).startswith(_FICTION) and any(_TURKISH.search(text) for text in untranslated_texts(tree(path)))
    }
    assert bare == set(UNTRANSLATED)


def untranslated_texts(module: ast.Module) -> list[str]:
    """The texts of a file that are neither docstrings nor given to gettext."""
    spared: set[int] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _TRANSLATING:
            spared |= {id(part) for argument in node.args for part in ast.walk(argument)}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            spared.add(id(node.value))
    return [
        node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spared
    ]


# Official papers; a language that names itself; the examples of the demo's gallery.
ONLY_TURKISH = ("pdf/", "components/language.html", "portal/gallery.html")


def test_every_turkish_text_of_a_template_can_be_translated() -> None:
    """Heuristic: Turkish letters outside tags."""
    bare = []
    for name, text in templates().items():
        if name.startswith(ONLY_TURKISH):
            continue
        visible = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}|{%.*?%}|{{.*?}}|{#.*?#}", "", text, flags=re.S)
        visible = re.sub(r"{% comment.*?{% endcomment %}|<[^>]*>|<!--.*?-->", "", visible, flags=re.S)
        bare += [f"{name}: {line.strip()}" for line in visible.splitlines() if _TURKISH.search(line)]
    assert bare == []


# --- environment, commands, tasks ------------------------------------------------------------------------------------

READS_THE_ENVIRONMENT = {
    "usp/celery.py": "names the settings module",
    "usp/wsgi.py": "names the settings module",
    "usp/settings/test.py": "sets the tests' values",
}


def test_only_one_module_reads_the_environment() -> None:
    reading = {
        str(path)
        for path in sources()
        if not str(path).startswith("usp/stack/")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
        and isinstance(node.value, ast.Name) and node.value.id == "os"
    }  # fmt: skip
    assert reading == set(READS_THE_ENVIRONMENT)


def test_the_readme_lists_every_value_of_the_environment() -> None:
    asked = {
        call.args[0].value
        for path in sources()
        if str(path).startswith("usp/settings/")
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    } | {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.M))
    assert asked - listed - {"USP_DEBUG"} == set(), "USP_DEBUG belongs to the local settings alone"
    assert listed - asked == set()


def commands() -> list[tuple[str, type[BaseCommand]]]:
    """Our management commands."""
    paths = [path for path in sources() if path.parent.name == "commands" and path.stem != "__init__"]
    modules = [".".join(path.with_suffix("").parts) for path in paths]
    return [(module, importlib.import_module(module).Command) for module in modules]


def test_every_command_says_what_it_does() -> None:
    assert [name for name, command in commands() if not (importlib.import_module(name).__doc__ and command.help)] == []


def test_every_scheduled_task_exists() -> None:
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled - set(app.tasks) == set()
