"""The page as HTML."""

from dataclasses import asdict
from uuid import uuid4

from fastapi.responses import HTMLResponse

from bot.chat import Chat
from bot.incoming import LONGEST
from bot.problems import Problem
from bot.web.calls import known_numbers
from bot.web.form import Form
from bot.web.head import Head
from bot.web.site import Site
from bot.web.view import View, opening_json

WARNED_SECONDS = 60
"""How long before the conversation closes on a device the person is asked, with scripts and without."""

HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
"""Without a referrer browsers would send no usable Origin with a form."""


def page(
    site: Site,
    chat: Chat,
    view: View,
    problem: str = "",
    typed: str = "",
    status: int = 200,
    head: Head | None = None,
) -> HTMLResponse:
    """`problem` is a sentence for the person, `typed` what they have written so far.

    Without a `head` no search engine keeps the page.
    """
    html = site.render(
        "page.html",
        view.language,
        view=view,
        head=head,
        problem=problem,
        typed=typed,
        longest=LONGEST,
        client_id=str(uuid4()),
        languages=site.languages(chat.languages),
        words=site.words(view.language),
        numbers=known_numbers(chat.texts),
        warned=WARNED_SECONDS,
        opening=None if view.started else opening_json(site, chat, view),
    )
    return HTMLResponse(html, status, HEADERS)


def refusal(
    site: Site, chat: Chat, language: str, problem: Problem, sent: Form | None = None, again: str = "/"
) -> HTMLResponse:
    """A page of one sentence, which costs next to nothing; a button sends `sent` once more, to `again`."""
    sentence = chat.texts.get(f"error.{problem.code}", language, **problem.values)
    html = _one_sentence(site, language, sentence, sent, again)
    return HTMLResponse(html, problem.status_code, {**HEADERS, **(problem.headers or {})})


def warning(site: Site, language: str) -> HTMLResponse:
    """Whether anybody is still there, with nothing of the conversation in sight (WCAG 2.2.1)."""
    sentence = site.texts.get("ending", language)
    return HTMLResponse(_one_sentence(site, language, sentence, ends_in=WARNED_SECONDS), headers=HEADERS)


def _one_sentence(
    site: Site, language: str, sentence: str, sent: Form | None = None, again: str = "/", ends_in: int = 0
) -> str:
    fields = {name: value for name, value in asdict(sent).items() if value} if sent else {}
    return site.render(
        "refusal.html", language, sentence=sentence, sent=sent, fields=fields, again=again, ends_in=ends_in
    )
