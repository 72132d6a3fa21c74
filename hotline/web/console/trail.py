"""What did staff look at and change, and was that trail tampered with?"""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from hotline.store.clock import moment
from hotline.web.console.desk import desk
from hotline.web.sheet import download

SHOWN = 200
_ALL = 1_000_000
_COLUMNS = ("seq", "at", "staff", "what", "subject")


def audit() -> ResponseReturnValue:
    """The newest entries, and whether the trail holds."""
    here = desk()
    trail = here.line.store.trail
    return render_template(
        "console/audit.html",
        entries=[{**each, "at": moment(each["at"])} for each in trail.newest(SHOWN)],
        broken=trail.verify(),
        head=trail.head(),
        names=here.line.store.staff.names(),
    )


def audit_csv() -> Response:
    """All entries as a file, the last first; taking them is audited."""
    here = desk()
    here.line.store.staff.audit(here.staff.id, "audit_taken", "", here.now)
    names, entries = here.line.store.staff.names(), here.line.store.trail.newest(_ALL)
    rows = ([names.get(each[name], each[name]) for name in _COLUMNS] for each in entries)
    return download("audit.csv", [_COLUMNS, *rows])
