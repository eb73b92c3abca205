"""The compose file, the image and the example environment name the values that the settings read, and all
of them.
"""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = (ROOT / "usp" / "settings" / "base.py").read_text()
# Read by the proxy, the database's image and Django itself, not by the portal's settings.
FOREIGN = {"USP_SITE_ADDRESS", "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "DJANGO_SETTINGS_MODULE"}


def read_by_settings() -> set[str]:
    return set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', SETTINGS)) | {"DATABASE_URL"}


def needed_by_settings() -> set[str]:
    """Names without a default."""
    return set(re.findall(r'env\.(?:text|words|email)\(\s*"([A-Z_]+)"\)', SETTINGS)) | {"DATABASE_URL"}


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_every_value_of_the_compose_file_is_one_the_settings_read(compose: dict) -> None:
    for name, service in compose["services"].items():
        unknown = set(service.get("environment", {})) - read_by_settings() - FOREIGN
        assert not unknown, f"{name}: {unknown}"


def test_every_value_the_settings_need_is_given_to_every_process_of_the_portal(compose: dict) -> None:
    for name in ("web", "worker", "beat", "migrate"):
        missing = needed_by_settings() - set(compose["services"][name]["environment"])
        assert not missing, f"{name}: {missing}"


def test_every_name_the_compose_file_asks_for_is_in_the_example() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+):\?", (ROOT / "docker-compose.yml").read_text()))
    offered = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert asked <= offered, asked - offered
    assert offered <= read_by_settings() | FOREIGN, offered - read_by_settings() - FOREIGN


def test_every_lasting_service_has_a_health_check_and_restarts(compose: dict) -> None:
    for name, service in compose["services"].items():
        if name != "migrate":
            assert "healthcheck" in service, name
            assert service["restart"] == "unless-stopped", name


def test_nothing_of_the_portal_starts_before_the_database_has_today_s_shape(compose: dict) -> None:
    for name in ("web", "worker", "beat"):
        assert compose["services"][name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_the_image_carries_every_package_and_does_not_run_as_root() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    for folder in ("usp", "applications", "offers", "insurance", "templates", "static", "locale"):
        assert f"COPY {folder} /srv/usp/portal/{folder}" in dockerfile
    assert "\nUSER usp\n" in dockerfile
    for name in needed_by_settings():
        assert f"{name}=" in dockerfile, f"collecting static files needs {name}"


def test_the_readme_explains_every_value() -> None:
    table = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "README.md").read_text(), re.M))
    assert table == read_by_settings() | {"DJANGO_SETTINGS_MODULE"}
