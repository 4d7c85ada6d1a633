"""What is sent to a language model, and what becomes of every reply but a good one."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from spe_search.errors import (
    BadInputError,
    LanguageModelError,
    LlmAddressError,
    LlmAnswerError,
    LlmKeyError,
    LlmKeyRefusedError,
    LlmModelError,
    LlmRedirectError,
    LlmSecondsError,
    LlmStatusError,
    LlmTimeoutError,
    LlmUnreachableError,
)
from spe_search.synthesis import LanguageModel
from spe_search.synthesis.client import LARGEST

CHAT = [{"role": "user", "content": "Combien?"}]
SECRET = "sk-tres-secret-123"


def reply_of(server: Any, **fields: Any) -> Any:
    script = type(server.script[0])
    return script(**fields)


def test_a_question_is_sent_once_as_the_protocol_says(server: Any) -> None:
    server.answers("Douze [1].")
    reply = server.model("mistral", key=SECRET).complete(CHAT)
    assert (reply.model, reply.text, reply.refused) == ("mistral", "Douze [1].", False)
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", "/v1/chat/completions")
    assert asked.headers["authorization"] == f"Bearer {SECRET}"
    assert asked.body["messages"] == CHAT
    assert (asked.body["model"], asked.body["temperature"]) == ("mistral", 0)
    assert 0 < asked.body["max_tokens"] <= 1000
    assert asked.body["stream"] is False


def test_without_a_key_none_is_sent(server: Any) -> None:
    server.model().complete(CHAT)
    assert "authorization" not in server.asked[0].headers


def test_the_only_model_of_a_server_needs_no_name(server: Any) -> None:
    listed = json.dumps({"data": [{"id": "qwen"}]}).encode()
    server.answers(reply_of(server, body=listed), "Oui [1].")
    assert server.model(None).complete(CHAT).model == "qwen"
    assert [(asked.method, asked.path) for asked in server.asked] == [
        ("GET", "/v1/models"),
        ("POST", "/v1/chat/completions"),
    ]
    assert server.asked[1].body["model"] == "qwen"


def test_among_several_models_one_must_be_named(server: Any) -> None:
    listed = json.dumps({"data": [{"id": "qwen"}, {"id": "mistral"}]}).encode()
    server.answers(reply_of(server, body=listed))
    with pytest.raises(LlmModelError, match="qwen, mistral"):
        server.model(None).complete(CHAT)
    assert len(server.asked) == 1


def test_a_server_still_loading_is_asked_again(server: Any) -> None:
    server.answers(reply_of(server, status=503), reply_of(server, status=429), "Oui [1].")
    assert server.model().complete(CHAT).text == "Oui [1]."
    assert len(server.asked) == 3


@pytest.mark.parametrize("status", [400, 404, 500, 502])
def test_an_error_is_told_and_not_asked_again(server: Any, status: int) -> None:
    server.answers(reply_of(server, status=status, body=SECRET.encode()))
    with pytest.raises(LlmStatusError, match=str(status)) as caught:
        server.model(key=SECRET).complete(CHAT)
    assert len(server.asked) == 1
    assert SECRET not in caught.value.localized("en")


@pytest.mark.parametrize("status", [401, 403])
def test_a_wrong_key_is_told_and_never_shown(server: Any, status: int) -> None:
    echo = f"Incorrect API key provided: {SECRET}".encode()
    server.answers(reply_of(server, status=status, body=echo))
    model = server.model(key=SECRET)
    with pytest.raises(LlmKeyRefusedError, match="SPE_SEARCH_LLM_KEY") as caught:
        model.complete(CHAT)
    for shown in (str(caught.value), caught.value.localized("en"), repr(model)):
        assert SECRET not in shown


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirection_is_followed(server: Any, status: int) -> None:
    other = type(server)()
    try:
        server.answers(reply_of(server, status=status, headers={"Location": other.url}))
        with pytest.raises(LlmRedirectError):
            server.model(key=SECRET).complete(CHAT)
        assert other.asked == []
        assert len(server.asked) == 1
    finally:
        other.close()


def test_a_slow_model_is_given_up(server: Any) -> None:
    server.answers(reply_of(server, before=lambda: server.released.wait(30)))
    with pytest.raises(LlmTimeoutError, match=r"0\.3"):
        server.model(seconds=0.3).complete(CHAT)


def test_a_reply_that_trickles_is_given_up(server: Any) -> None:
    # Each byte comes well within the limit; the whole never does.
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def trickle() -> None:
            connection, _ = listening.accept()
            with connection:
                try:
                    for byte in b"HTTP/1.1 200 OK\r\nX: " + b"a" * 1000:
                        connection.sendall(bytes([byte]))
                        if server.released.wait(0.05):
                            return
                except OSError:
                    pass

        thread = threading.Thread(target=trickle, daemon=True)
        thread.start()
        with pytest.raises(LlmTimeoutError):
            LanguageModel.at(f"http://127.0.0.1:{port}", "m", seconds=0.5).complete(CHAT)
        server.released.set()
        thread.join(5)


def test_a_busy_server_is_given_up_at_the_limit(server: Any) -> None:
    server.answers(reply_of(server, status=503))
    with pytest.raises(LlmTimeoutError):
        server.model(seconds=0.6).complete(CHAT)
    assert len(server.asked) >= 2


def test_nothing_at_the_address_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(LlmUnreachableError, match=f"127.0.0.1:{port}"):
        LanguageModel.at(f"http://127.0.0.1:{port}", "m", seconds=5).complete(CHAT)


def test_a_proxy_never_sees_what_a_local_model_is_asked(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.answers("Oui [1].")
    assert server.model().complete(CHAT).text == "Oui [1]."


NO_REPLIES: dict[str, dict[str, Any]] = {
    "no JSON": {"body": b"<html>Bonjour</html>"},
    "cut short": {"body": b'{"choices": [{"message": {"cont'},
    "nothing": {"body": b""},
    "a list": {"body": b"[]"},
    "no choices": {"body": b'{"error": "quota"}'},
    "no choice": {"body": b'{"choices": []}'},
    "a number": {"body": b'{"choices": [{"message": {"content": 12}}]}'},
    "no UTF-8": {"body": b'{"choices": [{"message": {"content": "\xff"}}]}'},
    "nested": {"body": b"[" * 100_000},
    "HTML": {"body": b'{"choices": []}', "kind": "text/html"},
    "events": {"body": b"data: {}\n\n", "kind": "text/event-stream"},
    "packed": {"body": b"\x1f\x8b", "headers": {"Content-Encoding": "gzip"}},
    "huge": {"body": b" " * (LARGEST + 1)},
}


@pytest.mark.parametrize("fields", NO_REPLIES.values(), ids=NO_REPLIES)
def test_what_is_no_reply_is_refused(server: Any, fields: dict[str, Any]) -> None:
    server.answers(reply_of(server, **fields))
    with pytest.raises(LlmAnswerError):
        server.model().complete(CHAT)


def test_a_body_without_end_is_given_up(server: Any) -> None:
    server.answers(reply_of(server, body=b" " * (4 * LARGEST)))
    with pytest.raises(LlmAnswerError):
        server.model().complete(CHAT)


def test_an_empty_content_and_a_refusal_are_replies(server: Any) -> None:
    conftest_said = type(server.script[0])
    server.answers(None)
    assert server.model().complete(CHAT).text == ""
    body = {"choices": [{"message": {"content": None, "refusal": "No."}}]}
    server.answers(conftest_said(body=json.dumps(body).encode()))
    assert server.model().complete(CHAT).refused


def test_it_works_where_a_loop_is_running(server: Any) -> None:
    server.answers("Oui [1].")

    async def notebook() -> str:
        return str(server.model().complete(CHAT).text)

    # In a thread of its own: the tests in a browser leave a loop running in this one.
    with ThreadPoolExecutor(max_workers=1) as thread:
        assert thread.submit(lambda: asyncio.run(notebook())).result() == "Oui [1]."


@pytest.mark.parametrize(
    ("given", "base"),
    [
        ("http://localhost:11434", "http://localhost:11434/v1"),
        ("http://localhost:8080/", "http://localhost:8080/v1"),
        (" https://llm.exemple.ca/api/v1/ ", "https://llm.exemple.ca/api/v1"),
        ("http://h/v1/chat/completions", "http://h/v1"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
    ],
)
def test_addresses(given: str, base: str) -> None:
    assert LanguageModel.at(given).url == base


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:11434",
        "ftp://localhost/v1",
        "file:///etc/passwd",
        "http://",
        "http:///v1",
        "http://h:port/v1",
        "http://a b/v1",
        "javascript:alert(1)",
        f"http://moi:{SECRET}@localhost/v1",
        f"http://localhost/v1?key={SECRET}",
    ],
)
def test_what_is_no_address_is_refused_without_its_secrets(url: str) -> None:
    with pytest.raises(LlmAddressError) as caught:
        LanguageModel.at(url)
    assert isinstance(caught.value, BadInputError)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("key", ["sk-été", "sk- x", "sk\nx", "sk\x00"])
def test_a_key_that_cannot_be_sent_is_refused_unseen(key: str) -> None:
    with pytest.raises(LlmKeyError) as caught:
        LanguageModel.at("http://localhost", key=key)
    assert key not in str(caught.value)


@pytest.mark.parametrize("seconds", [0, -1, 3601, float("inf"), float("nan")])
def test_a_time_out_of_range_is_refused(seconds: float) -> None:
    with pytest.raises(LlmSecondsError):
        LanguageModel.at("http://localhost", seconds=seconds)


def test_only_scheme_host_and_port_are_shown() -> None:
    model = LanguageModel.at("https://llm.exemple.ca:8443/equipe/v1", key=SECRET)
    assert model.endpoint == "https://llm.exemple.ca:8443"
    assert issubclass(LlmTimeoutError, LanguageModelError)
