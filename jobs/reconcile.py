"""Fetch what the provider received and we did not; once we have it, it is erased there."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from hotline import channels
from hotline.app import Hotline
from hotline.errors import DeliveryError
from hotline.model import Inbound
from jobs import line
from jobs.replay import FRESH

logger = logging.getLogger(__name__)

LOOKS_BACK = timedelta(days=1)
SETTLED = timedelta(minutes=2)  # its webhook may still be on its way
ERASED_AT_ONCE = 50


def reconcile() -> int:
    """How many were missing."""
    return reconcile_by(line())


def reconcile_by(hotline: Hotline) -> int:
    """The same, by this line: each missing message is a turn; a fresh one is answered, as late."""
    now, channel = hotline.now(), channels.load(hotline.config.channel)
    try:
        received = channel.received(hotline.config, hotline.city.sms_line, now - LOOKS_BACK)
    except DeliveryError as error:
        logger.warning("the provider could not be asked what it received (%s)", error.code)
        return 0
    settled = [each for each in received if now - each.at > SETTLED]
    missing = [each for each in settled if not hotline.store.turns.has(each)]
    for inbound in sorted(missing, key=lambda each: each.at):
        hotline.take_in(inbound, told=False, fresh=now - inbound.at < FRESH)
    _erase(hotline, settled, now)
    return len(missing)


def _erase(hotline: Hotline, ours: list[Inbound], now: datetime) -> None:
    """Only what is in our record, a few at a time: the provider counts requests, too."""
    channel = channels.load(hotline.config.channel)
    for inbound in sorted(ours, key=lambda each: each.at)[:ERASED_AT_ONCE]:
        try:
            channel.erase_received(inbound.id, hotline.config)
        except DeliveryError as error:
            logger.warning("the provider erased nothing (%s)", error.code)
            return
