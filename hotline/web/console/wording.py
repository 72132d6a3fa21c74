"""Which words do staff read, in their own language?"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import phonenumbers
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, get_day_names
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations

from hotline.content.city import City
from hotline.content.texts import Texts
from hotline.errors import Fault, FaultyFiles
from hotline.model import Window

SOURCE = "fr"
LONG_WAIT = timedelta(hours=24)
Day = date  # within Wording, `date` is a verb


def _n(text: str) -> str:
    """Marks a sentence that is translated where it is shown."""
    return text


_VOICEMAIL = {
    "no": _n("Ne pas laisser de message"),
    "yes": _n("Message possible"),
    "discreet": _n("Message possible, sans dire qui nous sommes"),
}
_TIMES = {
    "morning": _n("le matin"),
    "afternoon": _n("l’après-midi"),
    "evening": _n("le soir"),
    "any": _n("à toute heure"),
}
_STATES = {
    "requested": _n("À prendre"),
    "claimed": _n("Prise"),
    "reached": _n("Personne jointe"),
    "no_answer": _n("Pas de réponse"),
    "closed": _n("Terminée"),
    "cancelled": _n("Annulée par la personne"),
}
_ROLES = {
    "member": _n("Membre d’équipe"),
    "coordinator": _n("Coordination"),
    "editor": _n("Annuaire, textes et voix"),
    "administrator": _n("Administration"),
}
_EVENTS = {  # read after a name
    "requested": _n("a demandé à être rappelée"),
    "pressed": _n("a appuyé sur la touche du rappel, sans répondre encore aux questions"),
    "rang": _n("a appelé : personne de garde n’a pu répondre"),
    "voicemail": _n("a laissé un message vocal pour l’équipe"),
    "cancelled": _n("a annulé sa demande"),
    "helped": _n("a répondu par SMS : le rappel a aidé"),
    "not_helped": _n("a répondu par SMS : le rappel n’a pas aidé"),
    "claimed": _n("a pris la demande"),
    "released": _n("a remis la demande dans la liste"),
    "taken_over": _n("a repris la demande d’un collègue"),
    "moved": _n("a choisi un autre moment"),
    "asked_again": _n("a redemandé la même chose"),
    "postponed": _n("a été prévenue par SMS que ce serait plus long"),
    "handed_over": _n("a passé la demande à un collègue"),
    "reached": _n("a joint la personne"),
    "no_answer": _n("a appelé, sans réponse"),
    "busy": _n("a appelé, c’était occupé"),
    "later": _n("a parlé à la personne, qui veut être rappelée plus tard"),
    "wrong_number": _n("a appelé, c’était un faux numéro"),
    "put_through": _n("a parlé à la personne par la ligne"),
    "rang_in_vain": _n("a appelé par la ligne, sans réponse"),
    "undone": _n("a annulé ce qui précède"),
    "closed": _n("a terminé la demande"),
    "note": _n("a écrit une note"),
    "again": _n("a demandé à être rappelée encore"),
    "appointed": _n("a fixé un rendez-vous"),
    "appointment_moved": _n("a déplacé le rendez-vous"),
    "called_off": _n("a annulé le rendez-vous"),
    "declined": _n("ne viendra pas au rendez-vous"),
}
_DEEDS = {  # of the audit trail, read after a name
    "login": _n("s’est connecté"),
    "logout": _n("s’est déconnecté"),
    "login_failed": _n("mot de passe faux"),
    "code_failed": _n("code du téléphone faux"),
    "invitation_failed": _n("code d’invitation faux"),
    "password": _n("a changé son mot de passe"),
    "text_read": _n("a relu"),
    "text_suggested": _n("a proposé d’autres mots pour"),
    "text_unmarked": _n("a annulé la relecture de"),
    "invited": _n("a invité"),
    "accepted": _n("a accepté l’invitation"),
    "account_changed": _n("a changé le compte"),
    "account_reset": _n("a invité de nouveau"),
    "account_closed": _n("a fermé le compte"),
    "factor_on": _n("a ajouté un téléphone"),
    "factor_off": _n("a enlevé le téléphone"),
    "audit_taken": _n("a téléchargé le journal"),
    "read": _n("a lu la demande"),
    "number": _n("a vu le numéro"),
    "voicemail": _n("a écouté le message"),
    "claim": _n("a pris la demande"),
    "release": _n("a remis la demande dans la liste"),
    "take_over": _n("a repris la demande d’un collègue"),
    "reached": _n("a joint la personne"),
    "no_answer": _n("a appelé, sans réponse"),
    "busy": _n("a appelé, c’était occupé"),
    "later": _n("a parlé à la personne, qui veut être rappelée plus tard"),
    "wrong_number": _n("a appelé, c’était un faux numéro"),
    "hand_over": _n("a passé la demande à un collègue"),
    "undo": _n("a annulé ce qui précède"),
    "ring": _n("a demandé à être mis en relation"),
    "phone": _n("a changé son téléphone"),
    "duty_added": _n("a noté un tour de garde"),
    "duty_ended": _n("a terminé un tour de garde"),
    "duty_on": _n("s’est mis de garde"),
    "duty_off": _n("n’est plus de garde"),
    "appointed": _n("a fixé un rendez-vous"),
    "appointment_moved": _n("a déplacé le rendez-vous"),
    "called_off": _n("a annulé le rendez-vous"),
    "close": _n("a terminé la demande"),
    "note": _n("a écrit une note"),
    "facts_listed": _n("a vu la liste des récits"),
    "facts_read": _n("a lu le récit"),
    "facts_compared": _n("a comparé des versions du récit"),
    "facts_opened": _n("a écrit le récit"),
    "facts_amended": _n("a complété le récit"),
    "facts_printed": _n("a téléchargé le récit"),
    "facts_step": _n("a noté une étape"),
    "facts_step_done": _n("a noté qu’une étape est faite"),
    "facts_step_dropped": _n("a enlevé une étape"),
    "facts_erased": _n("a effacé le récit"),
    "pin_used": _n("a appelé pour enregistrer des voix"),
    "pin_failed": _n("code faux au téléphone"),
    "pin_given": _n("a reçu un code pour le téléphone"),
    "recorded": _n("a enregistré une voix"),
    "refused_recording": _n("a refusé un enregistrement"),
    "directory_changed": _n("a changé l’annuaire"),
    "directory_verified": _n("a vérifié une fiche de l’annuaire"),
    "directory_undone": _n("a annulé un changement de l’annuaire"),
    "backup": _n("copie de sauvegarde"),
    "restored": _n("sauvegarde remise en place"),
    "what_we_hold": _n("tout ce qui est gardé sur un numéro a été lu"),
}

_LEFT = {
    "min": _n("reste %(count)s min"),
    "h": _n("reste %(count)s h"),
    "days": _n("reste %(count)s jours"),
}
_BROKEN = {
    "min": _n("manquée depuis %(count)s min"),
    "h": _n("manquée depuis %(count)s h"),
    "days": _n("manquée depuis %(count)s jours"),
}


def load_translations(messages: Path) -> Mapping[str, NullTranslations]:
    """The console's languages, French first: one file `console.<language>.po` for each other one.

    Raises FaultyFiles naming the file that cannot be read.
    """
    found = {path.name.split(".")[1]: _read(path) for path in sorted(messages.glob("console.*.po"))}
    return {SOURCE: NullTranslations(), **found}


def in_script(language: str) -> str:
    """ltr or rtl, as this language is written."""
    try:
        return str(Locale.parse(language, sep="-").text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"


@dataclass(frozen=True, slots=True)
class Wording:
    """Facts of the record as words, in one language, as this city says them."""

    language: str
    translations: NullTranslations
    texts: Texts
    city: City

    def say(self, text: str, **values: object) -> str:
        """The French sentence in this language, with its `%(values)s`."""
        said = str(self.translations.gettext(text))
        return said % values if values else said

    @property
    def direction(self) -> str:
        """ltr or rtl."""
        return in_script(self.language)

    def age(self, since: datetime, now: datetime) -> str:
        """How long ago, as short as it can be said."""
        minutes = int((now - since).total_seconds()) // 60
        if minutes < 1:
            return self.say("à l’instant")
        if minutes < 60:
            return self.say("depuis %(count)s min", count=minutes)
        if minutes < 48 * 60:
            return self.say("depuis %(count)s h", count=minutes // 60)
        return self.say("depuis %(count)s jours", count=minutes // (24 * 60))

    def is_late(self, since: datetime, now: datetime) -> bool:
        """Has somebody been waiting for more than a day?"""
        return now - since > LONG_WAIT

    def promise(self, window: Window) -> str:
        """The day and the hours that the person was told."""
        day = self._written(window.start, "EEEE d/M")
        start, end = (self._written(each, "HH:mm") for each in (window.start, window.end))
        return f"{day}, {start}–{end}"

    def left(self, window: Window, now: datetime) -> str:
        """How long is left to keep the promise; or since when it is broken."""
        minutes = int((window.end - now).total_seconds() // 60)
        unit, count = _rounded(abs(minutes))
        return self.say((_BROKEN if minutes < 0 else _LEFT)[unit], count=count)

    def date(self, at: datetime) -> str:
        """The day and the hour, here."""
        return self._written(at, "EEEE d MMMM, HH:mm")

    def day(self, day: Day) -> str:
        """The day, with its year."""
        return format_date(day, "EEEE d MMMM y", locale=self.language)

    def weekday(self, nth: int) -> str:
        """The name of a day of the week; 0 is Monday."""
        return str(get_day_names("wide", "stand-alone", locale=self.language)[nth])

    def length(self, seconds: int) -> str:
        """How long a sound is, as players write it: 0:42."""
        return f"{seconds // 60}:{seconds % 60:02}"

    def clock(self, at: datetime, now: datetime) -> str:
        """The hour, here; with its day where that is not today."""
        zone = self.city.timezone
        today = at.astimezone(zone).date() == now.astimezone(zone).date()
        return self._written(at, "HH:mm" if today else "EEEE HH:mm")

    def topic(self, id_: str) -> str:
        """What the request is about; the bare id of a topic that is no more."""
        try:
            label = self.texts.get(f"topic.{id_}", self.language).text
        except KeyError:
            label = id_
        return label[:1].upper() + label[1:]

    def team(self, id_: str) -> str:
        """The team's name."""
        return self.city.teams.get(id_, id_)

    def tongue(self, code: str) -> str:
        """The name of a language; as its speakers write it where no list has it in this one."""
        try:
            name = Locale.parse(code, sep="-").get_display_name(self.language)
        except (UnknownLocaleError, ValueError):
            own = self.texts.get("language.name", code)
            name = own.text if own.language == code else None
        return name or code

    def own_tongue(self, code: str) -> str:
        """The name of a language, as its speakers write it."""
        return (Locale.parse(code).get_display_name() or code).capitalize()

    def voicemail(self, choice: str) -> str:
        """What the choice means for who calls. An unknown one is the most careful one."""
        return self.say(_VOICEMAIL.get(choice, _VOICEMAIL["no"]))

    def time_of_day(self, choice: str) -> str:
        """When the person would rather be called."""
        return self.say(_TIMES[choice]) if choice in _TIMES else choice

    def state(self, state: str) -> str:
        """Where a request stands."""
        return self.say(_STATES.get(state, state))

    def role(self, role: str) -> str:
        """What somebody may do here."""
        return self.say(_ROLES.get(role, role))

    def deed(self, what: str) -> str:
        """What somebody did, by the audit trail."""
        return self.say(_DEEDS.get(what, what))

    def event(self, what: str) -> str:
        """What happened to a request."""
        return self.say(_EVENTS.get(what, what))

    def phone(self, number: str) -> str:
        """An E.164 number in groups: as it is written in this country, or internationally."""
        parsed = phonenumbers.parse(number)
        here = parsed.country_code == phonenumbers.country_code_for_region(self.city.country)
        style = phonenumbers.PhoneNumberFormat
        return phonenumbers.format_number(parsed, style.NATIONAL if here else style.INTERNATIONAL)

    def _written(self, at: datetime, pattern: str) -> str:
        return format_datetime(at, pattern, tzinfo=self.city.timezone, locale=self.language)


def _rounded(minutes: int) -> tuple[str, int]:
    """So many minutes, hours or days: as short as it can be said."""
    if minutes < 60:
        return "min", minutes
    return ("h", minutes // 60) if minutes < 48 * 60 else ("days", minutes // (24 * 60))


def _read(path: Path) -> Translations:
    compiled = io.BytesIO()
    try:
        with path.open("rb") as file:
            write_mo(compiled, read_po(file, abort_invalid=True))
    except (PoFileError, UnicodeDecodeError) as error:
        fault = Fault(path.name, None, "", f"cannot be read: {error}.", "Mend that line.")
        raise FaultyFiles([fault]) from None
    compiled.seek(0)
    return Translations(compiled)
