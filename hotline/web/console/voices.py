"""Which sentences still want a person's voice, and what may staff do about it?"""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.content.texts import SOURCE
from hotline.plan import Utterance
from hotline.speech import take
from hotline.speech.script import Line, lines
from hotline.web.console.desk import Desk, desk
from hotline.web.console.wording import _n, in_script

ROOM = take.LARGEST + 64 * 1024
IN_MEMORY = 512 * 1024  # of a form; files are read in pieces, which count until they are put away
MAX_NAME, MAX_REASON = 80, 200

_FAULTS = {
    "unreadable": _n("Ce n’est pas un fichier WAV, MP3 ou OGG (Vorbis)."),
    "too_large": _n("Le fichier est trop grand : une seule phrase, 8 Mo au plus."),
    "silent": _n("On n’entend rien. Le micro était-il allumé ?"),
    "too_short": _n("C’est trop court pour cette phrase : tous les mots y sont-ils ?"),
    "too_long": _n("C’est trop long pour cette phrase : seulement ses mots, rien après."),
    "clipped": _n("C’est trop fort, le son grésille : éloignez un peu le micro."),
    "no_key": _n("Cette phrase ne s’enregistre pas."),
}


def make_room() -> None:
    """A recording is larger than any other form; read only for who has logged in."""
    if request.endpoint == f"console.{record.__name__}":
        request.max_content_length = ROOM
        request.max_form_memory_size = IN_MEMORY


def put_away(_error: BaseException | None) -> None:
    """No file that came with a request stays open."""
    request.close()


def voices() -> ResponseReturnValue:
    """Every language: how much has a person's voice, and whether calls are held in it."""
    here = desk()
    spoken, french = here.line.call_languages(), here.line.utterances_in(SOURCE)
    rows = [(code, _lines(here, code, french), code in spoken) for code in here.line.city.languages]
    return render_template("console/voices.html", rows=rows)


def voice(language: str) -> ResponseReturnValue:
    """One language's sentences: those to be recorded, or all of them."""
    here = desk()
    everything = "all" in request.args
    found = _lines(here, language)
    return render_template(
        "console/voice.html",
        language=language,
        direction=in_script(language),
        rows=[each for each in found if everything or each.sentence.want != "done"],
        everything=everything,
        who=request.args.get("who", here.staff.name),
    )


def record(language: str, key: str) -> ResponseReturnValue:
    """Somebody's recording is heard from the next call on, or they are told what is wrong."""
    here, wanted = desk(), _line(language, key).sentence.utterance
    line, who = here.line, request.form.get("who", "").strip()[:MAX_NAME]
    sent = request.files.get("sound")
    if not sent or not sent.filename or not who:
        return _back(
            here, language, key, _n("Choisissez un fichier et dites qui parle."), "problem"
        )
    try:
        sound = take.listen(sent.read(), wanted.text)
    except take.Refused as refused:
        return _back(here, language, key, _FAULTS[refused.fault], "problem")
    take.keep(sound, wanted, who, here.now, line.config.state)
    line.store.staff.audit(here.staff.id, "recorded", f"{language}:{key}", here.now)
    return _back(here, language, key, _n("C’est enregistré. Les prochains appels l’entendent."))


def refuse(language: str, key: str) -> ResponseReturnValue:
    """A recording is not played any more; the reason is shown to who records it again."""
    here, wanted = desk(), _line(language, key).sentence.utterance
    reason = request.form.get("reason", "").strip()[:MAX_REASON]
    if not reason:
        return _back(
            here, language, key, _n("Dites pourquoi : la personne doit savoir."), "problem"
        )
    take.refuse(wanted, reason, here.staff.name, here.now, here.line.config.state)
    here.line.store.staff.audit(here.staff.id, "refused_recording", f"{language}:{key}", here.now)
    return _back(here, language, key, _n("Cet enregistrement n’est plus joué."))


def _lines(here: Desk, language: str, french: Sequence[Utterance] = ()) -> list[Line]:
    line = here.line
    if language not in line.city.languages:
        abort(404)
    said, french = line.utterances_in(language), french or line.utterances_in(SOURCE)
    return lines(line.library, language, said, french, line.texts)


def _line(language: str, key: str) -> Line:
    found = (each for each in _lines(desk(), language) if each.sentence.utterance.key == key)
    return next(found, None) or abort(404)


def _back(
    here: Desk, language: str, key: str, said: str, category: str = "message"
) -> ResponseReturnValue:
    flash(here.wording.say(said), category)
    to = url_for("console.voice", language=language, who=request.form.get("who"), _anchor=key)
    return redirect(to, 303)
