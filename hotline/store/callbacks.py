"""Who asked to be called back, who has taken it, and what came of it?"""

from __future__ import annotations

from hotline.store.asking import Asking
from hotline.store.listing import Listing
from hotline.store.working import Working

__all__ = ["Callbacks"]


class Callbacks(Asking, Listing, Working):
    """The record of callback requests: requested, claimed, no answer, reached, closed.

    What the person does is in `asking`, what staff see in `listing`, what staff do in `working`.
    """
