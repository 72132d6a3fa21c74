"""What does each table hold, which of it is sealed or blind, which rows are of one person?

The one list that re-sealing and telling read. A table or a sealed column that is not in it fails a
test; so does a table of a person that FORGET leaves anything in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_OF_REQUEST = "callback in (select id from callback_request where person = :person)"
_OF_FACTS = f"(person = :person or {_OF_REQUEST})"
_IN_FACTS = f"facts in (select id from facts where {_OF_FACTS})"  # noqa: S608  # nosec: our own words
_OF_OUTBOX = "outbox in (select id from outbox where person = :person)"


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `sealed`: column to what it is bound to, before "/" and the row's key.

    `blind`: columns of blind indexes. `of`: which rows are a person's, as SQL; "": nobody's.
    `voided`: its rows hang on the data key in a way that can't be carried over to a new one.
    """

    name: str
    key: str = "id"
    sealed: Mapping[str, str] = field(default_factory=dict)
    blind: tuple[str, ...] = ()
    of: str = ""
    voided: bool = False

    def select(self, names: str, where: str) -> str:
        """The rows that are so. SQL of our own words only: values are bound."""
        return " ".join(("select", names, "from", self.name, "where", where))

    def update(self, names: Iterable[str], where: str) -> str:
        """These columns get the values bound to their names."""
        given = ", ".join(f"{name} = :{name}" for name in names)
        return " ".join(("update", self.name, "set", given, "where", where))


def _of_person(name: str, key: str = "id", *blind: str, **sealed: str) -> Table:
    return Table(name, key, sealed, ("person", *blind), "person = :person")


TABLES = (
    Table("about", "key", {"value": "about.value"}),
    _of_person("person", "person"),
    _of_person("session", "key", "key", state_sealed="session.state"),
    _of_person("inbound", "id", "id", "echo", reply_sealed="inbound.reply"),
    _of_person("callback_request", number_sealed="callback.number"),
    Table("callback_event", "id", {"note_sealed": "callback_event.note"}, (), _OF_REQUEST),
    Table("voicemail", "id", {"sound_sealed": "voicemail.sound"}, (), _OF_REQUEST),
    _of_person("listen_code", "code", answer_sealed="listen_code.answer"),
    Table("callback_undo", "callback", of=_OF_REQUEST),
    Table("facts", blind=("person",), of=_OF_FACTS),
    Table("facts_version", "id", {"statement_sealed": "facts_version.statement"}, (), _IN_FACTS),
    Table("facts_step", "id", {"step_sealed": "facts_step.step"}, (), _IN_FACTS),
    Table("bridge", of=_OF_REQUEST),
    Table("duty"),
    Table("duty_off", "staff"),
    Table("listen_failure"),
    _of_person("outbox", recipient_sealed="outbox.recipient", body_sealed="outbox.body"),
    Table("departure", of=_OF_OUTBOX),
    Table("early_receipt", "rowid"),
    Table("campaign"),
    Table("pace", "channel"),
    _of_person("consent", "rowid"),
    _of_person("appointment"),
    _of_person("subscriber", "person", number_sealed="subscriber.number"),
    Table("warned", "callback", of=_OF_REQUEST),
    _of_person("hush", "person"),
    Table("newcomer", "rowid", blind=("range",)),
    Table("tally", "rowid"),
    Table("figure", "rowid"),
    Table("text_mark", sealed={"wording_sealed": "text_mark.wording"}),
    Table("staff", sealed={"factor_sealed": "staff.factor", "phone_sealed": "staff.phone"}),
    Table("staff_session"),
    Table("staff_pin", "staff", voided=True),
    Table("directory_edit"),
    Table("directory_cell", "rowid"),
    _of_person("wrong_report", "rowid"),
    Table("take"),
    Table("live_call", "call"),
    Table("recovery_code", "rowid", blind=("code",)),
    Table("invitation"),
    Table("login_failure", "rowid", blind=("key",)),
    Table("trail", "seq"),
)
