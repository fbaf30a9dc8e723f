"""The samples' pages, and the other people's software that looks at them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from communique.theme import StyleMap, Theme, Tokens, shipped_layer
from communique.writers.html import write_html
from web.html_samples import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.tree import Document

ROOT = Path(__file__).resolve().parents[2]
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def theme() -> Theme:
    """Return the theme that ships."""
    layer = shipped_layer()
    tokens, styles = (yaml.safe_load((layer / name).read_text()) for name in ("tokens.yaml", "styles.yaml"))
    return Theme(Tokens.model_validate(tokens), StyleMap.model_validate(styles), (layer,))


@pytest.fixture(scope="session")
def pages(
    theme: Theme, example: dict[str, Document], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Return the files of the samples' pages, and of the example's."""
    folder = tmp_path_factory.mktemp("pages")
    documents = {name: make() for name, make in SAMPLES.items()}
    documents |= {f"example-{name}": document for name, document in example.items()}
    files = {name: folder / f"{name}.html" for name in documents}
    for name, document in documents.items():
        files[name].write_bytes(write_html(document, theme, alternates=(f"{name}.pdf", f"{name}.docx")))
    return files


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """Return the folder of the Node packages that scripts/test installs."""
    folder = ROOT / ".cache" / "node" / "node_modules"
    if not folder.is_dir():
        pytest.fail(f"{folder} is not there; scripts/test installs it", pytrace=False)
    return folder


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a Chromium that stays open for all tests."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    driver = shutil.which("chromedriver") or shutil.which("chromium.chromedriver")
    if browser is None or driver is None:
        pytest.fail("Chromium and chromedriver are needed; scripts/test says how to get them", pytrace=False)
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    session = webdriver.Chrome(options=options, service=Service(driver))
    yield session
    session.quit()
