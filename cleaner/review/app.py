"""The addresses of a review: pages for a browser, and what their script asks for as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from cleaner.errors import CleanerError
from cleaner.explain.facts import explanation
from cleaner.pages.render import asset, linked_page
from cleaner.report.collector import listed
from cleaner.review.guard import Guard
from cleaner.review.index import ORDERS, Choice, neighbours
from cleaner.review.run import ReviewError
from cleaner.verdict import Label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from cleaner.review.desk import Desk
    from cleaner.review.index import Index

_LIST: Final = {"styles": ("base.css", "tables.css", "review.css"), "scripts": ("review.js",)}
_DOCUMENT: Final = {
    "styles": ("base.css", "explain.css", "review.css"),
    "scripts": ("explain.js", "review.js"),
}
"""What pages load."""
_ASSETS: Final = frozenset(name for page in (_LIST, _DOCUMENT) for names in page.values() for name in names)
_TYPES: Final = {"css": "text/css", "js": "text/javascript"}
_PAGE: Final = 50
"""Documents of a page of the list."""
_MOST_NAMES: Final = 300
"""Sites and rules that can be chosen from."""
_WORDS: Final = ("right", "wrong", None)


class Pages:
    """Answers requests about one review."""

    def __init__(self, desk: Desk, token: str) -> None:
        self._desk = desk
        self._root = f"/{token}"

    def routes(self) -> list[Route]:
        """Every address."""
        root = self._root
        asked: dict[str, Callable[[Mapping[str, Any]], Any]] = {
            "mark": self._mark, "propose": self._propose, "try": self._try, "save": self._save,
        }  # fmt: skip
        return [
            Route(f"{root}/", self._list),
            Route(f"{root}/document", self._document),
            Route(f"{root}/progress", self._progress),
            Route(f"{root}/{{name}}.{{kind}}", _asset),
            *(Route(f"{root}/{name}", _asking(answer), methods=["POST"]) for name, answer in asked.items()),
        ]

    def _list(self, request: Request) -> Response:
        index, choice = self._desk.index, _choice(request)
        chosen = index.chosen(choice)
        page = min(_number(request.query_params.get("page"), 1), max(1, -(-len(chosen) // _PAGE)))
        return HTMLResponse(
            self._page(
                "review.html",
                choice=choice,
                chosen=len(chosen),
                documents=[listed(it) for it in chosen[(page - 1) * _PAGE : page * _PAGE]],
                page=page,
                pages=-(-len(chosen) // _PAGE),
                labels=index.labels().most_common(),
                sites=index.sites().most_common(_MOST_NAMES),
                rules=index.rules().most_common(_MOST_NAMES),
                orders={name: words for name, (words, _) in ORDERS.items()},
                marked=len(self._desk.marks),
                cases=str(self._desk.marks.path),
                folder=str(self._desk.workshop.folder),
                run=self._desk.run.report["run"],
                gone=index.gone,
                changed=index.changed,
                failure=index.failure,
                **self._progress_facts(),
            )
        )

    def _document(self, request: Request) -> Response:
        source, choice = request.query_params.get("source", ""), _choice(request)
        try:
            opened = self._desk.open(source)
        except (CleanerError, OSError) as error:
            page = self._page("review_error.html", choice=choice, what=str(error))
            return HTMLResponse(page, 404)
        chosen = self._desk.index.chosen(choice)
        place, before, after = neighbours(chosen, source)
        facts = explanation(opened.result, source)
        facts["site"] = facts["site"] or self._desk.index.site_of(source)
        return HTMLResponse(
            self._page(
                "review_document.html",
                choice=choice,
                place=place,
                chosen=len(chosen),
                before=before,
                after=after,
                words=self._desk.words(opened),
                all_labels=list(Label),
                items=facts["blocks"],
                **facts,
            ),
            background=BackgroundTask(self._desk.look_ahead, after),
        )

    def _page(self, template: str, *, choice: Choice, **facts: Any) -> str:  # noqa: ANN401 - what templates show
        def link(place: str = "", **more: Any) -> str:  # noqa: ANN401 - parameters of an address
            given = {name: it for name, it in {**choice._asdict(), **more}.items() if it}
            return f"{self._root}/{place}?{urlencode(given)}"

        address = f"{self._root}/"
        loaded = _DOCUMENT if "items" in facts else _LIST
        return linked_page(template, **loaded, address=address, choice=choice, link=link, **facts)

    def _progress(self, _request: Request) -> Response:
        return JSONResponse(self._progress_facts())

    def _progress_facts(self) -> dict[str, Any]:
        index = self._desk.index
        return {"read": len(index), "of": self._desk.run.documents, "complete": index.is_complete}

    def _mark(self, asked: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        if asked.get("word") not in _WORDS:
            raise ReviewError("say right, wrong or nothing")
        return {"words": self._desk.mark(_text(asked, "source"), _whole(asked, "block"), asked.get("word"))}

    def _propose(self, asked: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        end = None if asked.get("end") is None else _whole(asked, "end")
        source, label = _text(asked, "source"), _text(asked, "label")
        return self._desk.propose(source, _whole(asked, "block"), end, label)

    def _try(self, asked: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        return self._desk.try_rule(*(_text(asked, it) for it in ("source", "section", "rule", "why")))

    def _save(self, asked: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        return self._desk.save_rule(*(_text(asked, it) for it in ("source", "section", "rule", "why")))


def make_app(desk: Desk, token: str, port: int) -> Starlette:
    """The application of a review at a port, whose addresses begin with `/token/`."""
    middleware = [Middleware(Guard, token=token, port=port), Middleware(_First, index=desk.index)]
    return Starlette(routes=Pages(desk, token).routes(), middleware=middleware)


class _First:
    """Answers requests, and looks ahead, before the index goes on."""

    def __init__(self, app: ASGIApp, index: Index) -> None:
        self._app = app
        self._index = index

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._index.at_rest():
            await self._app(scope, receive, send)


def _asking(answer: Callable[[Mapping[str, Any]], Any]) -> Callable[[Request], Any]:
    """An endpoint that takes and answers with JSON objects; what a person can mend, as `{"error": ...}`."""

    async def endpoint(request: Request) -> Response:
        try:
            asked = await request.json()
            if not isinstance(asked, dict):
                raise ReviewError("send a JSON object")
            return JSONResponse(await run_in_threadpool(answer, asked))
        except (CleanerError, OSError, RecursionError, ValueError) as error:
            return JSONResponse({"error": str(error)})

    return endpoint


def _asset(request: Request) -> Response:
    name, kind = (request.path_params[it] for it in ("name", "kind"))
    if f"{name}.{kind}" not in _ASSETS:
        return PlainTextResponse("there is nothing here\n", 404)
    return Response(asset(f"{name}.{kind}"), media_type=_TYPES[kind])


def _choice(request: Request) -> Choice:
    asked = request.query_params
    order = asked.get("order", "")
    return Choice(
        asked.get("label", ""),
        asked.get("site", ""),
        asked.get("rule", ""),
        order if order in ORDERS else "doubt",
    )


def _number(text: str | None, default: int) -> int:
    return max(1, int(text)) if text and text.isascii() and text.isdigit() and len(text) < 8 else default  # noqa: PLR2004 - no page has a number of eight digits


def _text(asked: Mapping[str, Any], key: str) -> str:
    value = asked.get(key)
    if not isinstance(value, str):
        raise ReviewError(f"{key} is to be a text")
    return value


def _whole(asked: Mapping[str, Any], key: str) -> int:
    value = asked.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ReviewError(f"{key} is to be a whole number")
    return value
