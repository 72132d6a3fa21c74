from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hotline.app import Hotline
from hotline.web import create_app


@pytest.fixture
def app(line: Hotline) -> Flask:
    return create_app(line)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
