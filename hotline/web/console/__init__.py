"""Which pages and actions does the staff console have, and who may ask for each?

The one table: a route that is not in it answers 404 to everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from hotline.app import Hotline
from hotline.roles import (
    ADMINISTRATORS,
    ANYBODY,
    CALLERS,
    COORDINATORS,
    COUNSEL,
    EDITORS,
    STAFF,
    Who,
)
from hotline.web.console import (
    accounts,
    actions,
    appointments,
    directory,
    duty,
    factor,
    login,
    pages,
    passwords,
    statistics,
    telephone,
    texts,
    trail,
    voicemails,
    voices,
)
from hotline.web.console.desk import Desks
from hotline.web.console.facts import keeping, steps
from hotline.web.console.facts import pages as facts
from hotline.web.console.facts.wanted import words as facts_words
from hotline.web.console.wording import load_translations

View = Callable[..., Any]

ROUTES: tuple[tuple[str, str, View, Who], ...] = (
    ("GET", "/login", login.login, ANYBODY),
    ("POST", "/login", login.log_in, ANYBODY),
    ("GET", "/login/code", login.code, ANYBODY),
    ("POST", "/login/code", login.check_code, ANYBODY),
    ("GET", "/invitation", passwords.invitation, ANYBODY),
    ("POST", "/invitation", passwords.accept, ANYBODY),
    ("POST", "/language", login.speak, ANYBODY),
    ("POST", "/logout", login.log_out, STAFF),
    ("GET", "/password", passwords.password, STAFF),
    ("POST", "/password", passwords.change_password, STAFF),
    ("GET", "/second-factor", factor.second_factor, STAFF),
    ("POST", "/second-factor", factor.confirm_factor, STAFF),
    ("POST", "/second-factor/drop", factor.drop_factor, STAFF),
    ("GET", "/accounts", accounts.accounts, ADMINISTRATORS),
    ("POST", "/accounts", accounts.invite, ADMINISTRATORS),
    ("GET", "/accounts/<staff>", accounts.account, ADMINISTRATORS),
    ("POST", "/accounts/<staff>", accounts.change_account, ADMINISTRATORS),
    ("POST", "/accounts/<staff>/reset", accounts.reset_account, ADMINISTRATORS),
    ("POST", "/accounts/<staff>/close", accounts.close_account, ADMINISTRATORS),
    ("GET", "/audit", trail.audit, ADMINISTRATORS),
    ("GET", "/audit.csv", trail.audit_csv, ADMINISTRATORS),
    ("GET", "/telephone", telephone.telephone, CALLERS),
    ("POST", "/telephone", telephone.keep_telephone, CALLERS),
    ("GET", "/duty", duty.duty, CALLERS),
    ("POST", "/duty", duty.add_duty, COORDINATORS),
    ("POST", "/duty/<turn>/end", duty.end_duty, COORDINATORS),
    ("POST", "/duty/now", duty.go_on_duty, CALLERS),
    ("POST", "/duty/off", duty.go_off_duty, CALLERS),
    ("GET", "/", pages.callbacks, CALLERS),
    ("GET", "/board", pages.board, CALLERS),
    ("GET", "/requests/<id_>", pages.callback, CALLERS),
    ("POST", "/requests/<id_>/number", pages.number, CALLERS),
    ("GET", "/requests/<id_>/number", pages.number_again, CALLERS),
    ("GET", "/requests/<id_>/voicemails/<message>", voicemails.voicemail, CALLERS),
    ("POST", "/requests/<id_>/claim", actions.claim, CALLERS),
    ("POST", "/requests/<id_>/release", actions.release, CALLERS),
    ("POST", "/requests/<id_>/take-over", actions.take_over, COORDINATORS),
    ("POST", "/requests/<id_>/reached", actions.reached, CALLERS),
    ("POST", "/requests/<id_>/no-answer", actions.no_answer, CALLERS),
    ("POST", "/requests/<id_>/busy", actions.busy, CALLERS),
    ("POST", "/requests/<id_>/later", actions.later, CALLERS),
    ("POST", "/requests/<id_>/wrong-number", actions.wrong_number, CALLERS),
    ("POST", "/requests/<id_>/hand-over", actions.hand_over, CALLERS),
    ("POST", "/requests/<id_>/ring", actions.ring, CALLERS),
    ("POST", "/requests/<id_>/undo", actions.undo, CALLERS),
    ("POST", "/requests/<id_>/close", actions.close, CALLERS),
    ("POST", "/requests/<id_>/note", actions.note, CALLERS),
    ("GET", "/requests/<id_>/appointment", appointments.appointment, CALLERS),
    ("POST", "/requests/<id_>/appointment", appointments.appoint, CALLERS),
    ("POST", "/requests/<id_>/appointment/cancel", appointments.call_off, CALLERS),
    ("GET", "/facts", facts.records, COUNSEL),
    ("POST", "/facts", keeping.open_record, COUNSEL),
    ("GET", "/facts/new", keeping.new_record, COUNSEL),
    ("GET", "/facts/<facts>", facts.record_of_facts, COUNSEL),
    ("GET", "/facts/<facts>/amend", keeping.amending, COUNSEL),
    ("POST", "/facts/<facts>/amend", keeping.amend_record, COUNSEL),
    ("GET", "/facts/<facts>/changes", facts.record_changes, COUNSEL),
    ("GET", "/facts/<facts>/pdf", facts.record_pdf, COUNSEL),
    ("POST", "/facts/<facts>/steps", steps.add_step, COUNSEL),
    ("POST", "/facts/<facts>/steps/<step>", steps.do_step, COUNSEL),
    ("POST", "/facts/<facts>/steps/<step>/drop", steps.drop_step, COUNSEL),
    ("GET", "/facts/<facts>/erase", keeping.erasing, COUNSEL),
    ("POST", "/facts/<facts>/erase", keeping.erase_record, COUNSEL),
    ("GET", "/directory", directory.directory, EDITORS),
    ("GET", "/directory/locations.csv", directory.directory_csv, EDITORS),
    ("GET", "/directory/<location>", directory.entry, EDITORS),
    ("POST", "/directory/<location>", directory.save_entry, EDITORS),
    ("POST", "/directory/<location>/verified", directory.verify_entry, EDITORS),
    ("POST", "/directory/<location>/edits/<edit>/undo", directory.undo_edit, EDITORS),
    ("GET", "/statistics", statistics.statistics, COORDINATORS),
    ("GET", "/statistics.csv", statistics.statistics_csv, COORDINATORS),
    ("GET", "/texts", texts.texts, EDITORS),
    ("GET", "/texts/<language>", texts.text, EDITORS),
    ("POST", "/texts/<language>/read", texts.mark_read, EDITORS),
    ("POST", "/texts/<language>/suggest", texts.suggest, EDITORS),
    ("POST", "/texts/<language>/undo", texts.unmark, EDITORS),
    ("GET", "/voices", voices.voices, EDITORS),
    ("GET", "/voices/<language>", voices.voice, EDITORS),
    ("POST", "/voices/<language>/<key>", voices.record, EDITORS),
    ("POST", "/voices/<language>/<key>/refuse", voices.refuse, EDITORS),
)


def blueprint(line: Hotline) -> Blueprint:
    """The console of this line; every page asks first who may have it."""
    made = Blueprint("console", __name__, template_folder="templates", static_folder="static")
    who = {f"console.{view.__name__}": who for _, _, view, who in ROUTES}
    desks = Desks(line, load_translations(line.config.messages), {"console.static": ANYBODY, **who})
    for method, path, view, _ in ROUTES:
        made.add_url_rule(path, view_func=view, methods=[method])
    made.before_request(voices.make_room)
    made.before_request(keeping.make_room)
    made.before_request(desks.open)
    made.after_request(desks.closed)
    made.teardown_request(voices.put_away)
    made.context_processor(desks.words)
    made.context_processor(appointments.words)
    made.context_processor(facts_words)
    for status in (400, 404, 413, 500):
        made.register_error_handler(status, pages.problem)
    return made
