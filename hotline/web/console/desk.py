"""Who is asking, in which language, at what moment, and may they?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from babel.support import NullTranslations
from flask import abort, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from hotline.app import Hotline
from hotline.roles import COORDINATOR, Who
from hotline.store import StaffMember
from hotline.web.console import forgery
from hotline.web.console.wording import Wording

# Sent by the list that refreshes itself: nobody is known to be sitting there.
UNATTENDED = "X-Unattended"
FIRST = "console.callbacks"
_HOMES = ("callbacks", "voices", "accounts")
# What somebody may ask for who must add a second factor first.
_ENROLLING = frozenset(
    f"console.{each}"
    for each in ("second_factor", "confirm_factor", "password", "change_password", "log_out")
)


@dataclass(frozen=True, slots=True)
class Desk:
    """One request to the console: the line, the words, the moment, and who asks (or nobody)."""

    line: Hotline
    wording: Wording
    now: datetime
    member: StaffMember | None

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams whose requests this person sees: their own; a coordinator, all."""
        everyone = COORDINATOR in self.staff.roles
        return tuple(self.line.city.teams) if everyone else self.staff.teams

    @property
    def staff(self) -> StaffMember:
        """Who asks; 404 to anybody who has not logged in."""
        return self.member or abort(404)


def desk() -> Desk:
    """The desk of the request that is being answered."""
    return cast(Desk, g.desk)


def sit_down(line: Hotline, member: StaffMember, now: datetime) -> None:
    """A new session under a new id; of the old cookie only the language is kept."""
    language = session.get("language")
    session.clear()
    session["sid"] = line.store.sessions.open(member.id, now)
    if language:
        session["language"] = language


@dataclass(frozen=True, slots=True)
class Desks:
    """What happens before and after each page of the console; `who` may ask for which endpoint."""

    line: Hotline
    translations: Mapping[str, NullTranslations]
    who: Mapping[str, Who]

    def open(self) -> ResponseReturnValue | None:
        """Find out who asks; turn away strangers and forgeries.

        What somebody may not see does not exist for them: 404.
        """
        now = self.line.now()
        g.desk = Desk(self.line, self._wording(), now, self._member(now))
        who = self.who.get(request.endpoint or "") or abort(404)
        if who.login:
            if g.desk.member is None:
                return self._turned_away()
            if g.desk.member.must_enrol and request.endpoint not in _ENROLLING:
                return redirect(url_for("console.second_factor"), 303)
        if not self._admits(who, g.desk.member):
            return redirect(self.home(), 303) if request.endpoint == FIRST else abort(404)
        forgery.refuse()
        return None

    def home(self) -> str:
        """Where this person's work begins: the first of these pages that they may see."""
        found = next((page for page in _HOMES if self.may(page)), "password")
        return url_for(f"console.{found}")

    def may(self, endpoint: str) -> bool:
        """May whoever asks also ask for this page?"""
        return self._admits(self.who[f"console.{endpoint}"], desk().member)

    def closed(self, response: Response) -> Response:
        """A shared desk keeps no page; the style sheet may be kept, if it is still the same."""
        if request.endpoint != "console.static":
            response.headers["Cache-Control"] = "no-store"
        return response

    def words(self) -> dict[str, Any]:
        """What every template may use."""
        return {
            "_": desk().wording.say,
            "wording": desk().wording,
            "csrf_token": forgery.token,
            "now": desk().now,
            "me": desk().member,
            "may": self.may,
            "home": self.home,
            "line_name": self.line.city.line_name,
            "languages": tuple(self.translations),
        }

    def _admits(self, who: Who, member: StaffMember | None) -> bool:
        if member is None:
            return not who.login
        return who.admits(member.roles, member.teams, self.line.city.record_team)

    def _turned_away(self) -> ResponseReturnValue:
        if session.pop("sid", None):
            flash(desk().wording.say("Votre session a pris fin. Connectez-vous à nouveau."))
        return redirect(url_for("console.login"), 303)

    def _member(self, now: datetime) -> StaffMember | None:
        token = session.get("sid")
        touch = UNATTENDED not in request.headers
        return self.line.store.sessions.member(token, now, touch=touch) if token else None

    def _wording(self) -> Wording:
        chosen = session.get("language")
        offered = [*self.translations]
        language = chosen if chosen in offered else request.accept_languages.best_match(offered)
        language = language or offered[0]
        return Wording(language, self.translations[language], self.line.texts, self.line.city)
