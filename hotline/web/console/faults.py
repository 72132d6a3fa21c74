"""How is a fault of the directory said to staff: what is wrong, and what to do?"""

from __future__ import annotations

from hotline.errors import Fault, Sentence
from hotline.web.console.wording import Wording, _n

_SEEN = _n("Un signe qu’on ne voit pas (%(code)s) est au caractère %(at)s.")
# What the files are checked with is written in English, for who keeps them; staff read this.
_SAID = {
    "is empty.": _n("C’est vide."),
    "a control character (%(code)s) is at character %(at)s.": _SEEN,
    "half a character (%(code)s) is at character %(at)s.": _SEEN,
    "a line break (%(code)s) is at character %(at)s.": _SEEN,
    "a sign that turns the writing direction (%(code)s) is at character %(at)s.": _SEEN,
    "Type this cell again by hand.": _n("Retapez ce champ à la main."),
    "begins with %(sign)r, like a formula.": _n("Le texte commence par %(sign)r, comme un calcul."),
    "Begin with a letter or a digit.": _n("Commencez par une lettre ou un chiffre."),
    "%(cell)r is no date.": _n("%(cell)r n’est pas une date."),
    'Write it like "2026-11-23".': _n("Écrivez-la comme 2026-11-23."),
    "is before the first day, %(first)s.": _n("Ce jour est avant le premier, %(first)s."),
    "Exchange the two days.": _n("Échangez les deux jours."),
    "Give the first and the last day; the last can be moved later.": _n(
        "Donnez le premier et le dernier jour ; le dernier pourra être repoussé."
    ),
    "%(cell)r is no telephone number of %(country)s.": _n(
        "%(cell)r n’est pas un numéro de téléphone (%(country)s)."
    ),
    "Count its digits, and compare them with the source.": _n(
        "Comptez les chiffres, et comparez avec la source."
    ),
    "If it is a national short number, add it to numbers.csv.": _n(
        "Si c’est un numéro court national, il faut d’abord l’ajouter à numbers.csv."
    ),
    "%(cell)r costs more than a call.": _n("%(cell)r coûte plus cher qu’un appel."),
    "Give a number at the normal price.": _n("Donnez un numéro au prix normal."),
    "%(cell)r is not understood.": _n("%(cell)r n’est pas compris."),
    "%(cell)r is not understood as hours.": _n("%(cell)r n’est pas compris comme des heures."),
    "%(cell)r is no day: they are Mo Tu We Th Fr Sa Su and PH.": _n(
        "%(cell)r n’est pas un jour : ce sont Mo Tu We Th Fr Sa Su et PH."
    ),
    '%(cell)r: of public holidays, only "PH off" is understood.': _n(
        "%(cell)r : pour les jours fériés, seul « PH off » est compris."
    ),
    "%(cell)r lasts no time at all.": _n("%(cell)r ne dure pas."),
    "%(cell)s is no time of day.": _n("%(cell)s n’est pas une heure."),
    'Write it like "Mo-Fr 09:00-12:30,13:30-17:00; Sa 10:00-13:00; PH off", or "24/7".': _n(
        "Écrivez comme « Mo-Fr 09:00-12:30,13:30-17:00; Sa 10:00-13:00; PH off », ou « 24/7 »."
    ),
}


def told(wording: Wording, fault: Fault) -> tuple[str, str]:
    """What is wrong and what to do, in this language; as it stands, where nobody translated it."""
    return _said(wording, fault.problem), _said(wording, fault.cure)


def _said(wording: Wording, sentence: str) -> str:
    if isinstance(sentence, Sentence) and (known := _SAID.get(sentence.pattern)):
        return wording.say(known, **sentence.values)
    return str(sentence)
