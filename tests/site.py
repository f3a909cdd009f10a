"""A web site on loopback for tests: it answers as it is told and remembers what it was asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict[str, str], bytes]
STALL_SECONDS = 30


@dataclass
class Site:
    """A site.

    Attributes:
        url: Its address, without a slash at the end.
        answers: For each path what to answer; everything else is 404.
        asked: Paths, in the order in which they were asked for.
        headers: The headers of each request, names in lower case.
        released: Ends whatever stalls.
    """

    url: str = ""
    answers: dict[str, Answer | Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return self.asked.count(path)

    def feed(self, path: str, *items: str, encoding: str = "utf-8", **headers: str) -> str:
        """Serve RSS with these items; gives its address."""
        body = rss(*items, encoding=encoding)
        self.answers[path] = (200, {"Content-Type": "application/rss+xml", **_named(headers)}, body)
        return self.url + path

    def page(self, path: str, *sentences: str, title: str = "News", **headers: str) -> str:
        """Serve an article; gives its address."""
        named = {"Content-Type": "text/html; charset=utf-8", **_named(headers)}
        self.answers[path] = (200, named, page(*sentences, title=title).encode())
        return self.url + path

    def move(self, path: str, to: str, *, status: int = 301) -> str:
        """Redirect; gives the old address."""
        self.answers[path] = (status, {"Location": to}, b"")
        return self.url + path

    def stall(self, handler: BaseHTTPRequestHandler) -> None:
        """Say nothing for a long time."""
        self.released.wait(STALL_SECONDS)

    def nothing(self, handler: BaseHTTPRequestHandler) -> None:
        """Send 50 MB of spaces."""
        handler.send_response(200)
        handler.end_headers()
        for _ in range(50):
            handler.wfile.write(b" " * 1_000_000)


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def rss(*items: str, title: str = "Tarn Post", encoding: str = "utf-8", declared: str | None = None) -> bytes:
    """A feed; ``declared`` is the encoding it claims."""
    text = (
        f'<?xml version="1.0" encoding="{declared or encoding}"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{title}</title>{''.join(items)}</channel></rss>"
    )
    return text.encode(encoding)


def item(
    link: str | None = None,
    *,
    guid: str | None = None,
    title: str | None = None,
    published: str | None = None,
    categories: tuple[str, ...] = (),
    content: str | None = None,
) -> str:
    """An entry of :func:`rss`."""
    parts = [
        ("link", link),
        ("guid", guid),
        ("title", title),
        ("pubDate", published),
        *(("category", one) for one in categories),
        ("content:encoded", content),
    ]
    return "<item>" + "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in parts if text) + "</item>"


def body(*sentences: str) -> str:
    """A few paragraphs of English around sentences."""
    filler = (
        "The council of the town will meet again on Monday evening to talk about what is to be done with the"
        " bridge and with the traffic that now has to go through the narrow streets of the old harbour."
    )
    return "".join(f"<p>{sentence} {filler}</p>" for sentence in (*sentences, "", "", ""))


def page(*sentences: str, title: str = "News") -> str:
    """A page with an article."""
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1>{body(*sentences)}</article></body></html>"
    )


@contextmanager
def running_site() -> Iterator[Site]:
    """A site that runs while the block does."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.headers.append({name.lower(): value for name, value in self.headers.items()})
            answer = site.answers.get(self.path, (404, {}, b""))
            with suppress(BrokenPipeError, ConnectionResetError):
                if callable(answer):
                    answer(self)
                    return
                status, headers, data = answer
                self.send_response(status)
                for name, value in {"Content-Length": str(len(data)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        site.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield site
        finally:
            site.released.set()
            server.shutdown()


def wait_until(true: Callable[[], bool], *, seconds: float = 10) -> None:
    """Wait for something that another thread does."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError("it never came true")
        time.sleep(0.005)
