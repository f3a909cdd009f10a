"""Pages are fetched over http(s) from public addresses, within limits; a local server checks it."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sayso import __version__
from sayso.errors import FetchError
from sayso.ingest import fetch
from sayso.ingest.fetch import Page, fetch_page
from sayso.ingest.load import load_article

PAGE = b"<!doctype html><title>Harbour</title><p>The harbour is closed.</p>"
STORY = "Harbour closed\n\n" + "The harbour of Tarn will be closed for the winter, the mayor said. " * 4
MIB = 1024 * 1024


class Handler(BaseHTTPRequestHandler):
    seen: list[dict[str, str]] = []  # noqa: RUF012

    def do_GET(self) -> None:
        Handler.seen.append(
            {"path": self.path, **{key.lower(): value for key, value in self.headers.items()}}
        )
        answer: Callable[[], None] = getattr(
            self, "get_" + self.path.strip("/").partition("/")[0].partition("?")[0]
        )
        try:
            answer()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        return

    def reply(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        fields = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        for name, value in (
            fields | {key.replace("_", "-"): value for key, value in headers.items()}
        ).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def get_page(self) -> None:
        self.reply(PAGE)

    def get_story(self) -> None:
        self.reply(STORY.encode("cp1252"), Content_Type="text/plain; charset=windows-1252")

    def get_gzip(self) -> None:
        self.reply(gzip.compress(PAGE), Content_Encoding="gzip")

    def get_bomb(self) -> None:
        self.reply(gzip.compress(bytes(40 * MIB)), Content_Encoding="gzip")

    def get_brotli(self) -> None:
        self.reply(PAGE, Content_Encoding="br")

    def get_notgzip(self) -> None:
        self.reply(PAGE, Content_Encoding="gzip")

    def get_large(self) -> None:
        self.reply(b"x" * 3 * MIB)

    def get_lying(self) -> None:
        self.reply(PAGE, Content_Length=str(len(PAGE) + 100))

    def get_endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        while True:
            self.wfile.write(b"x" * 65536)

    def get_slow(self) -> None:
        time.sleep(3)

    def get_drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x")
            time.sleep(0.05)

    def get_dripheaders(self) -> None:
        for _ in range(100):
            self.wfile.write(b"H")
            time.sleep(0.05)

    def get_pdf(self) -> None:
        self.reply(b"%PDF-1.7", Content_Type="application/pdf")

    def get_gone(self) -> None:
        self.reply(b"", status=404)

    def get_moved(self) -> None:
        self.reply(b"", status=302, Location="/page")

    def get_loop(self) -> None:
        self.reply(b"", status=302, Location="/loop")

    def get_tospoken(self) -> None:
        self.reply(b"", status=302, Location="/page?q=é".encode().decode("latin-1"))

    def get_tobroken(self) -> None:
        self.reply(b"", status=302, Location="http://[::1/page")

    def get_tofile(self) -> None:
        self.reply(b"", status=302, Location="file:///etc/passwd")

    def get_toprivate(self) -> None:
        self.reply(b"", status=302, Location=f"http://localhost:{self.server.server_address[1]}/page")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


def refusal(url: str, **options: float | bool) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch_page(url, **options)  # type: ignore[arg-type]
    return caught.value


def test_page_comes_with_its_type_and_charset(server: str) -> None:
    page = fetch_page(f"{server}/page", allow_private=True)
    assert page == Page(f"{server}/page", PAGE, "text/html", "utf-8")


def test_user_agent_says_who_we_are(server: str) -> None:
    fetch_page(f"{server}/page?q=1 2&r=é", allow_private=True)
    assert Handler.seen[-1]["user-agent"].startswith(f"Sayso/{__version__} ")
    assert Handler.seen[-1]["path"] == "/page?q=1%202&r=%C3%A9"


def test_redirect_is_followed_and_named(server: str) -> None:
    page = fetch_page(f"{server}/moved", allow_private=True)
    assert (page.url, page.data) == (f"{server}/page", PAGE)


def test_redirect_in_plain_utf_8_is_followed(server: str) -> None:
    assert fetch_page(f"{server}/tospoken", allow_private=True).data == PAGE
    assert Handler.seen[-1]["path"] == "/page?q=%C3%A9"


def test_gzip_is_unpacked(server: str) -> None:
    assert fetch_page(f"{server}/gzip", allow_private=True).data == PAGE


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0.0.0.0", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_refused(host: str) -> None:
    assert refusal(f"http://{host}:9/").code in {"fetch_refused", "fetch_failed"}


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.9.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1",
    ],
)  # fmt: skip
def test_address_that_is_not_public_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, address)
    error = refusal("http://tarnherald.example/")
    assert error.code == "fetch_refused"
    assert address in error.message


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:4700::1111", "64:ff9b::5db8:d822", "::ffff:93.184.216.34"]
)
def test_public_address_is_allowed(address: str) -> None:
    assert fetch._is_public(address)


def test_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, "93.184.216.34", "10.0.0.1")
    assert refusal("http://tarnherald.example/").code == "fetch_refused"


def test_redirect_to_a_private_address_is_refused(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The first host counts as public, the second is what it is: this machine.
    monkeypatch.setattr(fetch, "_is_public", lambda address: address == "127.0.0.1")
    resolve = socket.getaddrinfo

    def look_up(host: str, port: int, **options: int) -> object:
        found = resolve(host, port, **options)
        return [(*item[:4], ("127.0.0.2", port)) for item in found] if host == "localhost" else found

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    error = refusal(f"{server}/toprivate")
    assert error.code == "fetch_refused"
    assert "127.0.0.2" in error.message


def test_host_is_looked_up_once_and_that_address_connected_to(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(server.rpartition(":")[2])
    answers = iter(["127.0.0.1", "10.0.0.1"])
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda *_, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))],
    )
    assert fetch_page(f"http://rebinding.example:{port}/page", allow_private=True).data == PAGE
    assert next(answers) == "10.0.0.1"
    assert Handler.seen[-1]["host"] == f"rebinding.example:{port}"


def test_next_address_is_tried_where_one_cannot_be_reached(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = ("127.0.0.1", int(server.rpartition(":")[2]))
    found = [(family, socket.SOCK_STREAM, 6, "", endpoint) for family in (999, 998, socket.AF_INET)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    shares = []
    connect = fetch._open

    def watched(family: socket.AddressFamily, address: tuple[object, ...], seconds: float) -> socket.socket:
        shares.append(seconds)
        return connect(family, address, seconds)

    monkeypatch.setattr(fetch, "_open", watched)
    assert fetch_page(f"{server}/page", allow_private=True, timeout_seconds=30).data == PAGE
    assert [round(seconds) for seconds in shares] == [10, 15, 30]


@pytest.mark.parametrize(
    "url",
    ["ftp://tarnherald.example/", "file:///etc/passwd", "http://", "http://user:word@tarnherald.example/",
     "http://tarnherald.example:99999/", "http://[::1", "javascript:alert(1)",
     "http://" + "ü" * 80 + ".example/", "http://tarnherald.example/\udc80"],
)  # fmt: skip
def test_address_of_another_form_is_refused(url: str) -> None:
    assert refusal(url, allow_private=True).code == "fetch_refused"


@pytest.mark.parametrize(
    ("path", "code", "message"),
    [
        ("large", "too_large", "larger than 1048576 bytes"),
        ("endless", "too_large", "larger than"),
        ("bomb", "too_large", "larger than"),
        ("pdf", "fetch_failed", "is application/pdf"),
        ("gone", "fetch_failed", "answered 404"),
        ("loop", "fetch_failed", "more than 5 redirects"),
        ("tofile", "fetch_refused", "scheme 'file'"),
        ("tobroken", "fetch_refused", "not a valid address"),
        ("brotli", "fetch_failed", "'br'"),
        ("notgzip", "fetch_failed", "could not be fetched"),
        ("lying", "fetch_failed", "before it was complete"),
    ],
)
def test_what_goes_beyond_the_limits_is_said(server: str, path: str, code: str, message: str) -> None:
    error = refusal(f"{server}/{path}", allow_private=True, max_bytes=MIB)
    assert error.code == code
    assert message in error.message


@pytest.mark.parametrize("path", ["slow", "drip", "dripheaders"])
def test_time_limit_holds_for_everything_together(server: str, path: str) -> None:
    start = time.monotonic()
    error = refusal(f"{server}/{path}", allow_private=True, timeout_seconds=0.3)
    assert time.monotonic() - start < 2
    assert (error.code, "longer than 0.3 seconds" in error.message) == ("fetch_failed", True)


def test_nobody_listening_is_said() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert refusal(f"http://127.0.0.1:{port}/", allow_private=True).code == "fetch_failed"


def test_server_without_tls_fails_on_https(server: str) -> None:
    assert refusal(server.replace("http:", "https:") + "/page", allow_private=True).code == "fetch_failed"


def test_unknown_host_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: object, **__: object) -> object:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    error = refusal("http://nowhere.example/")
    assert (error.code, "has no address" in error.message) == ("fetch_failed", True)


def test_article_is_loaded_from_an_address(server: str) -> None:
    article = load_article(f"{server}/story", allow_private=True)
    assert (article.text, article.title, article.encoding) == (STORY, "Harbour closed", "cp1252")
    assert article.path == article.url == f"{server}/story"


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Let every name have these addresses, and let nothing connect."""
    found = [
        (socket.AF_INET6 if ":" in item else socket.AF_INET, socket.SOCK_STREAM, 6, "", (item, 80))
        for item in addresses
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(fetch, "_connect", lambda *_: pytest.fail("a connection was tried"))
