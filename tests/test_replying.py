"""What a text means to who has just been asked something: in every language, in words."""

from __future__ import annotations

from collections import Counter

import pytest

from hotline.config import ROOT
from hotline.content.texts import load_texts
from hotline.model import ANY_TIME, THAT_DAY, CallbackForm, Meaning, Session, Understood
from hotline.replying import as_reply
from hotline.understand import understand
from hotline.understand.fold import fold
from tests.understand.lexicons import LANGUAGES, whole

DIGITS = "12345678"
WHEN = tuple((digit, Meaning("when", part)) for digit, part in zip("12", ("a", "b"), strict=True))
MENU = tuple((digit, Meaning("topic", digit)) for digit in DIGITS)

# The time of day is there to be seen, and must not be taken for the answer.
REFUSED = {
    "fr": [
        ("pas le soir il est la", "evening"),
        ("pas le matin", "morning"),
        ("tout sauf le soir", "evening"),
        ("plutôt pas le soir", "evening"),
        ("le soir non", "evening"),
        ("le soir je peux pas", "evening"),
        ("je ne peux pas le soir", "evening"),
        ("le matin il est là", "morning"),
        ("n'appelez pas l'après-midi", "afternoon"),
        ("jamais le soir svp", "evening"),
        ("pas a 10h", "morning"),
    ],
    "en": [
        ("not in the evening my husband is home", "evening"),
        ("any time but the morning", "morning"),
        ("no evenings please", "evening"),
        ("evening is not possible", "evening"),
    ],
    "es": [("por la noche no", "evening"), ("no por la tarde", "afternoon")],
    "pt": [("à noite não", "evening"), ("não de manhã", "morning")],
    "ar": [("ليس في المساء", "evening"), ("مساء لا", "evening"), ("إلا الصباح", "morning")],
    "ro": [("nu seara", "evening"), ("dimineața nu pot", "morning")],
    "tr": [("akşam olmaz", "evening"), ("sabah hariç", "morning")],
    "ru": [("только не вечером", "evening"), ("утром не могу", "morning")],
    "uk": [("тільки не ввечері", "evening"), ("вранці не можу", "morning")],
    "zh": [("不要晚上", "evening"), ("早上不行", "morning")],
    "bn": [("সন্ধ্যায় না", "evening"), ("সকালে সম্ভব না", "morning")],
    "ta": [("மாலை வேண்டாம்", "evening"), ("காலை முடியாது", "morning")],
    "fa": [("شب نه", "evening"), ("به جز صبح", "morning")],
    "ps": [("ماښام نه", "evening")],
    "bm": [("kana wele sɔgɔma", "morning")],
    "ff": [("wonaa kikiiɗe", "afternoon")],
}
WANTED = [
    ("le soir non le matin oui", "morning"),
    ("pas le soir, le matin", "morning"),
    ("le soir je peux pas, le matin oui", "morning"),
    ("matin pas le soir", "morning"),
    ("il n'est pas là le matin", "morning"),
    ("en fait plutôt le matin", "morning"),
    ("demain a 14h", "afternoon"),
    ("14h", "afternoon"),
    ("14h30", "afternoon"),
    ("14:00", "afternoon"),
    ("vers 10 heures", "morning"),
    ("10", "morning"),
    ("avant 12h", "morning"),
    ("a 20h", "evening"),
    ("at 3 pm", "afternoon"),
    ("9am", "morning"),
    ("a las 3", "afternoon"),
    ("الساعة 10", "morning"),
    ("в 10 часов", "morning"),
    ("上午10点", "morning"),
    ("১০টায়", "morning"),
    ("3 heures du matin", "morning"),
]
MESSAGE = {
    "yes": [
        ("fr", "oui vous pouvez laisser un message"),
        ("ro", "da, puteti lasa mesaj"),
        ("ru", "да, можете оставить сообщение"),
        ("es", "dejen un mensaje"),
        ("pt", "deixem mensagem"),
        ("tr", "mesaj bırakın"),
        ("fa", "بله پیغام بگذارید"),
        ("en", "leave a message"),
        ("ar", "نعم يمكنكم ترك رسالة"),
        ("zh", "可以留言"),
        ("uk", "так, можете залишити повідомлення"),
        ("bn", "হ্যাঁ মেসেজ রাখতে পারেন"),
        ("ta", "ஆம் செய்தி விடலாம்"),
        ("ps", "هو پیغام پرېږدئ"),
        ("en", "yes no problem"),
        ("fr", "pourquoi pas"),
        ("fr", "oui pas de souci"),
        ("fr", "laissez moi un message"),
        ("fr", "laissez-moi un message vocal"),
    ],
    "no": [
        ("fr", "ne laissez pas de message"),
        ("fr", "pas de message vocal svp"),
        ("fr", "envoyez un sms plutot"),
        ("fr", "pas de message"),
        ("ro", "nu lasati mesaj"),
        ("es", "no dejen mensaje"),
        ("pt", "não deixem mensagem"),
        ("tr", "mesaj bırakmayın lütfen kocam dinliyor"),
        ("en", "don't leave a message"),
        ("en", "please do not leave any message"),
        ("en", "please do not"),
        ("fr", "d'accord mais ne laissez rien sur le répondeur"),
        ("en", "ok but don't leave anything on my phone"),
        ("fr", "ok si je réponds pas raccrochez"),
        ("ar", "لا تتركوا رسالة"),
        ("ar", "نعم لكن لا تتركوا شيئا"),
        ("ru", "не оставляйте сообщение"),
        ("zh", "不要留言"),
        ("zh", "好的 但是别留言"),
        ("fa", "پیغام نگذارید"),
        ("uk", "не залишайте повідомлення"),
        ("bn", "মেসেজ রাখবেন না"),
        ("ta", "செய்தி விட வேண்டாம்"),
        ("ps", "پیغام مه پرېږدئ"),
        ("fr", "plus de messages"),
        ("tr", "evet ama mesaj bırakmayın"),
        ("en", "text me instead"),
        ("en", "yes but never leave a voicemail"),
        ("es", "sí pero no dejen nada"),
        ("pt", "sim mas não deixem nada"),
        ("ro", "da dar nu lasati nimic"),
        ("ru", "да но ничего не оставляйте"),
        ("fr", "non pas de message mon mari ecoute"),
        ("en", "hang up if i don't answer"),
        ("en", "i'd rather you didn't"),
        ("tr", "bırakmasanız iyi olur"),
    ],
    "discreet": [
        ("fr", "laissez un message discret"),
        ("fr", "oui mais dites pas qui vous etes"),
        ("fr", "oui sans votre nom"),
        ("en", "yes but don't say your name"),
        ("es", "sí pero no digan quiénes son"),
        ("ar", "نعم بدون اسم"),
        ("ru", "да но не говорите кто вы"),
        ("pt", "sim mas não digam quem são"),
        ("fr", "oui mais ne dites rien sur vous"),
        ("fr", "oui sans dire d'ou vous appelez"),
    ],
}
WHENEVER = [
    ("fr", "n'importe quand"),
    ("fr", "peu importe"),
    ("fr", "les deux"),
    ("fr", "quand vous voulez"),
    ("en", "any time"),
    ("en", "either"),
    ("en", "whenever"),
    ("en", "both"),
    ("en", "i don't mind"),
    ("es", "da igual"),
    ("es", "cuando quieran"),
    ("ar", "اي وقت"),
    ("ro", "oricand"),
    ("tr", "fark etmez"),
    ("ru", "всё равно"),
    ("zh", "随时"),
    ("zh", "都可以"),
    ("pt", "qualquer hora"),
    ("bn", "যেকোনো সময়"),
    ("ta", "எப்போது வேண்டுமானாலும்"),
    ("fa", "هر وقت"),
    ("ps", "هر وخت"),
    ("uk", "будь-коли"),
    ("fr", "quand vous pouvez"),
    ("fr", "toute la journée"),
    ("fr", "n'importe quand merci"),
    ("fr", "n'importe quelle heure"),
]
NO_TIME = ["12/12", "demain", "1002", "le 6", "06 39 98 00 01"]


def reply(text: str, session: Session) -> Understood:
    return as_reply(understand(text, whole()), text, session, whole())


def when_asked(text: str, language: str | None = None) -> Understood:
    form = CallbackForm("housing")
    return reply(text, Session(language=language, at="form", form=form, offered=WHEN))


@pytest.mark.parametrize(
    ("language", "text", "part"),
    [(language, *each) for language, listed in REFUSED.items() for each in listed],
)
def test_a_time_that_is_refused_is_no_answer(language: str, text: str, part: str) -> None:
    heard = when_asked(text, language)
    assert (heard.refused, part in heard.answers) == ((part,), False)


@pytest.mark.parametrize(("text", "part"), WANTED)
def test_an_hour_or_a_second_thought_is_an_answer(text: str, part: str) -> None:
    assert [each for each in when_asked(text).answers if each not in ("yes", "no")] == [part]


@pytest.mark.parametrize("text", NO_TIME)
def test_not_every_number_is_an_hour(text: str) -> None:
    heard = when_asked(text)
    assert (heard.answers, heard.refused, heard.urgent) == ((), (), None)


def test_two_times_can_be_refused_at_once() -> None:
    heard = when_asked("not in the morning or the evening", "en")
    assert (heard.refused, heard.answers) == (("morning", "evening"), ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_in_words_choose(language: str) -> None:
    texts = load_texts(ROOT / "messages", LANGUAGES)
    session = Session(language=language, offered=MENU)
    for digit in DIGITS:
        words = texts.keywords(f"number.{digit}/keywords", language)
        assert words
        assert {reply(word, session).digits for word in words} == {digit}, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_two_numbers(language: str) -> None:
    texts = load_texts(ROOT / "messages", LANGUAGES)
    words = (texts.keywords(f"number.{digit}/keywords", language) for digit in DIGITS)
    counted = Counter(folded for listed in words for folded in {fold(word) for word in listed})
    assert [word for word, times in counted.items() if times > 1] == []


@pytest.mark.parametrize(
    "text",
    ["le 2", "je choisis le 2", "numéro 2 svp", "n° 2", "number two please", "رقم 2", "le deux"],
)
def test_a_number_with_words_around_it_chooses(text: str) -> None:
    assert reply(text, Session(offered=MENU)).digits == "2"


@pytest.mark.parametrize("text", ["j'ai 2 enfants", "un avocat", "2 avocats", "le 9", "oui 1"])
def test_a_number_in_a_sentence_does_not(text: str) -> None:
    assert reply(text, Session(offered=MENU)) == understand(text, whole())


def test_a_question_is_about_the_answer_only_where_there_is_one() -> None:
    assert reply("c'est gratuit ?", Session(at="service", topic="legal")).question == "free"
    assert reply("c'est gratuit ?", Session(at="menu")).question is None
    assert reply("un dentiste gratuit", Session(at="service", topic="legal")).question is None


def test_danger_named_in_a_question_stays_danger() -> None:
    heard = reply("c'est fermé il va me tuer", Session(at="service", topic="legal"))
    assert heard.urgent == "violence"
    assert reply("STOP", Session(at="service", topic="legal")).command == "stop"


VOICEMAIL = tuple((d, Meaning("voicemail", said)) for d, said in zip("123", MESSAGE, strict=True))


def voicemail_asked(text: str, language: str | None = None) -> Understood:
    form = CallbackForm("legal", when="morning")
    return reply(text, Session(language=language, at="form", form=form, offered=VOICEMAIL))


@pytest.mark.parametrize("session_language", ["fr", None])
@pytest.mark.parametrize(
    ("answer", "language", "text"),
    [(answer, *each) for answer, listed in MESSAGE.items() for each in listed],
)
def test_a_message_is_left_or_not_as_they_say(
    answer: str, language: str, text: str, session_language: str | None
) -> None:
    for spoken in (language, session_language):
        heard = voicemail_asked(text, spoken)
        assert (heard.command, heard.answers) in {(None, (answer,)), (answer, (answer,))}


@pytest.mark.parametrize(
    "text",
    ["stop", "stop svp", "arrêtez tout", "stop sms", "stop all texts", "stop messages"],
)
def test_an_opt_out_is_one_wherever_it_is_said(text: str) -> None:
    assert voicemail_asked(text, "fr").command == "stop"
    assert when_asked(text, "fr").command == "stop"


@pytest.mark.parametrize("text", ["annuler", "plus besoin", "CANCEL"])
def test_a_form_is_left_with_a_word_of_the_lists(text: str) -> None:
    assert voicemail_asked(text).command == when_asked(text).command == "cancel"


@pytest.mark.parametrize("text", ["c'est quoi un message vocal", "vous pouvez attendre ?"])
def test_a_question_is_no_answer(text: str) -> None:
    heard = voicemail_asked(text, "fr")
    assert (heard.command, heard.answers) == (None, ())


@pytest.mark.parametrize(("language", "text"), WHENEVER)
def test_any_time_is_a_time(language: str, text: str) -> None:
    for spoken in (language, "fr"):
        heard = when_asked(text, spoken)
        assert (heard.command, heard.answers) == (None, (ANY_TIME,))


def test_any_time_but_one_is_not_any_time() -> None:
    assert when_asked("je ne suis pas disponible n'importe quand", "fr").answers == ()
    heard = when_asked("n'importe quand sauf le soir", "fr")
    assert (heard.refused, heard.answers) == (("evening",), ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_any_time(language: str) -> None:
    texts = load_texts(ROOT / "messages", LANGUAGES)
    assert texts.keywords("anytime.any/keywords", language)


@pytest.mark.parametrize(
    "text",
    [
        "ne m'appelez pas lundi",
        "don't call me on monday",
        "no me llamen el lunes",
        "não me liguem na segunda",
        "nu ma sunati luni",
        "لا تتصلوا بي يوم الاثنين",
        "не звоните в понедельник",
        "pazartesi aramayın",
    ],
)
def test_not_on_a_day_is_about_the_time(text: str) -> None:
    assert reply(text, Session(offered=MENU)).question == THAT_DAY


@pytest.mark.parametrize(
    "text", ["stop lundi", "arrêtez de m'envoyer des messages vous m'avez réveillé dimanche"]
)
def test_an_opt_out_that_names_a_day_stays_one(text: str) -> None:
    heard = reply(text, Session(offered=MENU))
    assert (heard.command, heard.question) == ("stop", None)


@pytest.mark.parametrize(
    "text", ["je ne veux plus être rappelé", "je ne veux plus qu'on m'appelle"]
)
def test_who_wants_no_call_any_more_cancels(text: str) -> None:
    assert reply(text, Session()).command == "cancel"
