"""Which roles do staff have, and what must somebody be to ask for a page?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

MEMBER = "member"  # of a team: calls its people back
COORDINATOR = "coordinator"  # of all teams: hand-overs, statistics
EDITOR = "editor"  # of the directory, the texts and the voices
ADMINISTRATOR = "administrator"  # of accounts and settings; calls nobody

ROLES = (MEMBER, COORDINATOR, EDITOR, ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Who:
    """Who may ask for a page: one of these roles. `login` False: anybody at all.

    `records`: of these, only who is in the team that keeps records of facts. That team is
    `record_team` in city.toml, and being a coordinator of all teams does not put you in it.
    """

    roles: frozenset[str]
    login: bool = True
    records: bool = False

    def admits(self, roles: Collection[str], teams: Collection[str], record_team: str) -> bool:
        """Is somebody with these roles, in these teams, one of them?"""
        if self.records and record_team not in teams:
            return False
        return not self.login or not self.roles.isdisjoint(roles)


ANYBODY = Who(frozenset(), login=False)
STAFF = Who(frozenset(ROLES))
CALLERS = Who(frozenset({MEMBER, COORDINATOR}))
COORDINATORS = Who(frozenset({COORDINATOR}))
EDITORS = Who(frozenset({EDITOR}))
ADMINISTRATORS = Who(frozenset({ADMINISTRATOR}))
COUNSEL = Who(frozenset({MEMBER, COORDINATOR}), records=True)
