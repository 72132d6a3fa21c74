"""How does the directory look to other software that speaks HSDS 3.0 (Open Referral)?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from hotline.directory.hsds import Location, Service
from hotline.directory.schedule import DAYS
from hotline.directory.search import Directory

Json = dict[str, Any]


def export(directory: Directory) -> list[Json]:
    """Every service as an HSDS 3.0 service object, with its organization, place and telephone.

    Ids are UUIDs that stay the same from one export to the next. Only what is known is there:
    no hours but current ones, no coordinates but exact ones.
    """
    return [_Exported(directory, service).as_json() for service in directory.services]


def _known(values: Json) -> Json:
    """Without what is empty: HSDS leaves out what it does not know."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}


class _Exported:
    """One service on its way out."""

    def __init__(self, directory: Directory, service: Service) -> None:
        self.directory = directory
        self.service = service
        self.location = directory.locations[service.location_id]

    def as_json(self) -> Json:
        service, location = self.service, self.location
        organization = self._id("organization", location.organization)
        return _known(
            {
                "id": self._id("service", service.id),
                "organization_id": organization,
                "name": service.name,
                "description": service.summary,
                "email": location.email,
                "status": "active",
                "application_process": _APPOINTMENT.get(service.appointment),
                "fees_description": _told(service.fee),
                "eligibility_description": _told(service.eligibility),
                "assured_date": location.verified_on.isoformat() if location.verified_on else "",
                "phones": [*self._phones()],
                "schedules": [*self._schedules(location)],
                "service_at_locations": [self._at_location()],
                "organization": {
                    "id": organization,
                    "name": location.organization,
                    "description": location.organization,
                },
            }
        )

    def _at_location(self) -> Json:
        return {
            "id": self._id("service_at_location", self.service.id),
            "service_id": self._id("service", self.service.id),
            "location_id": self._id("location", self.location.id),
            "location": self._place(self.location),
        }

    def _place(self, location: Location) -> Json:
        exact = location.position == "exact"
        return _known(
            {
                "id": self._id("location", location.id),
                "location_type": "physical",
                "name": location.name,
                "alternate_name": location.short_name,
                "transportation": location.near,
                "latitude": location.lat if exact else None,
                "longitude": location.lon if exact else None,
                "addresses": [*self._addresses(location)],
            }
        )

    def _addresses(self, location: Location) -> Iterator[Json]:
        if location.address:
            yield {
                "id": self._id("address", location.id),
                "address_1": location.address,
                "city": location.commune,
                "state_province": "",  # required, and not known
                "postal_code": location.postal_code,
                "country": self.directory.country,
                "address_type": "physical",
            }

    def _phones(self) -> Iterator[Json]:
        reach = self.directory.reach(self.location)
        numbers = self.location.phones or ((reach.phone,) if reach else ())
        via = reach.via.name if reach and reach.via else ""
        for number in numbers:
            id_ = self._id("phone", f"{self.service.id}/{number}")
            yield _known({"id": id_, "number": number, "type": "voice", "description": via})

    def _schedules(self, location: Location) -> Iterator[Json]:
        days: dict[tuple[int, int], list[str]] = {}
        for span in location.schedule.spans if location.schedule else ():
            days.setdefault((span.opens, span.closes), []).append(DAYS[span.weekday].upper())
        for (opens, closes), names in days.items():
            yield {
                "id": self._id("schedule", f"{self.service.id}/{opens}-{closes}"),
                "freq": "WEEKLY",
                "byday": ",".join(names),
                "opens_at": _clock(opens),
                "closes_at": _clock(closes),
                "description": location.schedule.text if location.schedule else "",
            }

    def _id(self, kind: str, name: str) -> str:
        return str(uuid5(NAMESPACE_URL, f"urn:hotline:{self.directory.city}:{kind}:{name}"))


_APPOINTMENT = {"required": "By appointment", "none": "No appointment needed"}


def _told(text: str) -> str:
    return "" if text == "unknown" else text


def _clock(minute: int) -> str:
    """HH:MM of this minute of the day; past midnight it is the clock of the next day."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"
