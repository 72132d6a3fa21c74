"""Does every form of every page carry the token, and every page behind TLS say that it stays so?"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from hotline.app import Hotline
from hotline.config import ROOT, Config
from hotline.web import create_app

TEMPLATES = sorted((ROOT / "hotline" / "web").rglob("*.html"))
_FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_form_that_changes_something_has_the_token(template: Path) -> None:
    text = template.read_text("utf-8")
    for form in _FORM.findall(text):
        if 'method="post"' in form and "console/" in str(template):
            assert "csrf_token()" in form or "token()" in form, form[:120]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_nothing_runs_or_paints_within_a_page(template: Path) -> None:
    text = template.read_text("utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|<style|javascript:", text)


def test_nobody_is_led_to_a_page_without_tls(config: Config) -> None:
    def header(url: str) -> str | None:
        client = create_app(Hotline(replace(config, public_url=url))).test_client()
        return client.get("/console/login").headers.get("Strict-Transport-Security")

    assert header("https://line.example") == "max-age=31536000; includeSubDomains"
    assert header("") is None
