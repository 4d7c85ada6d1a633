"""A language model behind an OpenAI-compatible address: one question, one answer, within limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self, TypeVar

import msgspec

from spe_search.errors import (
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

if TYPE_CHECKING:
    import httpx

SECONDS = 60.0
"""How long an answer may take, from the first try to the last character."""

MOST_SECONDS = 3_600.0
LARGEST = 1_000_000
"""Bytes of a reply that are read."""

MOST_TOKENS = 700
"""Length of an answer asked for: six sentences, with room for a wordy model."""

Shape = TypeVar("Shape")

_CHAT = "/chat/completions"
_BUSY = frozenset({429, 503})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class _Message(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    message: _Message


class _Chat(msgspec.Struct):
    choices: list[_Choice]


class _Model(msgspec.Struct):
    id: str


class _Models(msgspec.Struct):
    data: list[_Model]


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """Where a language model is, and how to ask it; made by :meth:`at`.

    Args:
        url: the base address, to which ``/chat/completions`` is added.
        name: the model's name, or ``None`` for the only one the server has.
        key: sent as a bearer token; never shown.
        seconds: how long an answer may take.
    """

    url: str
    name: str | None = None
    key: str | None = field(default=None, repr=False)
    seconds: float = SECONDS

    @classmethod
    def at(
        cls,
        url: str,
        name: str | None = None,
        *,
        key: str | None = None,
        seconds: float = SECONDS,
    ) -> Self:
        """Check where a model is said to be; nothing is sent.

        Args:
            url: an http or https address; ``/v1`` is understood where it has no path.
            name: as the attribute.
            key: as the attribute; spaces and control characters are refused.
            seconds: as the attribute, up to an hour.

        Raises:
            BadInputError: the address, the key or the time cannot be.
        """
        if not 0 < seconds <= MOST_SECONDS:
            raise LlmSecondsError(value=seconds, limit=int(MOST_SECONDS))
        if key and not (key.isascii() and key.isprintable() and " " not in key):
            raise LlmKeyError()
        return cls(_base(url), name or None, key or None, seconds)

    @property
    def endpoint(self) -> str:
        """Scheme, host and port: what a reader is told."""
        import httpx

        url = httpx.URL(self.url)
        return f"{url.scheme}://{url.netloc.decode('ascii')}"

    def complete(self, messages: list[dict[str, str]]) -> Reply:
        """Ask for the continuation of a chat.

        Args:
            messages: dicts of ``role`` and ``content``.

        Raises:
            LanguageModelError: there is no answer; the message says why and what to do.
        """
        import asyncio  # as httpx below, only needed by who has a model
        from concurrent.futures import ThreadPoolExecutor

        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return asyncio.run(self._within_limit(messages))
        with ThreadPoolExecutor(1) as pool:  # a notebook has a loop of its own
            return pool.submit(asyncio.run, self._within_limit(messages)).result()

    async def _within_limit(self, messages: list[dict[str, str]]) -> Reply:
        import asyncio

        import httpx

        # A local model is asked directly, whatever proxy the rest of the Web is reached by.
        trusts_proxy = httpx.URL(self.url).host not in _LOOPBACK
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        try:
            async with (
                asyncio.timeout(self.seconds),
                httpx.AsyncClient(
                    headers=headers, timeout=self.seconds, trust_env=trusts_proxy
                ) as client,
            ):
                return await self._chat(client, messages)
        except (TimeoutError, httpx.TimeoutException):
            raise LlmTimeoutError(endpoint=self.endpoint, seconds=f"{self.seconds:g}") from None
        except httpx.HTTPError as error:
            raise LlmUnreachableError(
                endpoint=self.endpoint, problem=type(error).__name__
            ) from None

    async def _chat(self, client: httpx.AsyncClient, messages: list[dict[str, str]]) -> Reply:
        name = self.name or await self._only_model(client)
        body = {
            "model": name,
            "messages": messages,
            "temperature": 0,
            "max_tokens": MOST_TOKENS,
            "stream": False,
        }
        chat = self._decoded(await self._send(client, "POST", _CHAT, body), _Chat)
        if not chat.choices:
            raise LlmAnswerError(endpoint=self.endpoint, problem="choices: []")
        message = chat.choices[0].message
        return Reply(name, message.content or "", refused=bool(message.refusal))

    async def _only_model(self, client: httpx.AsyncClient) -> str:
        models = self._decoded(await self._send(client, "GET", "/models"), _Models).data
        if len(models) != 1:
            names = ", ".join(model.id for model in models[:10])
            raise LlmModelError(endpoint=self.endpoint, accepted=names or "—")
        return models[0].id

    async def _send(
        self, client: httpx.AsyncClient, method: str, path: str, body: Any = None
    ) -> bytes:
        """Send one request; again, while the server says that it is busy or still loading."""
        from tenacity import AsyncRetrying, retry_if_exception, wait_exponential

        retrying = AsyncRetrying(
            retry=retry_if_exception(_is_busy),
            wait=wait_exponential(multiplier=0.25, max=5),
            reraise=True,
        )
        attempt = retrying.wraps(self._send_once)
        data: bytes = await attempt(client, method, path, body)
        return data

    async def _send_once(
        self, client: httpx.AsyncClient, method: str, path: str, body: Any
    ) -> bytes:
        async with client.stream(method, self.url + path, json=body) as response:
            self._check(response)
            data = bytearray()
            async for piece in response.aiter_raw():
                data += piece
                if len(data) > LARGEST:
                    raise LlmAnswerError(endpoint=self.endpoint, problem=f"> {LARGEST} B")
        return bytes(data)

    def _check(self, response: httpx.Response) -> None:
        """Refuse what is no reply; what the server says of it is not read: it may echo the key."""
        status, headers = response.status_code, response.headers
        if response.is_redirect:
            raise LlmRedirectError(endpoint=self.endpoint, status=status)
        if status in (401, 403):
            raise LlmKeyRefusedError(endpoint=self.endpoint, status=status)
        if status != 200:
            raise LlmStatusError(endpoint=self.endpoint, status=status)
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json" and not kind.endswith("+json"):
            raise LlmAnswerError(endpoint=self.endpoint, problem=kind or "Content-Type")
        if headers.get("content-encoding", "identity") != "identity":
            raise LlmAnswerError(endpoint=self.endpoint, problem=headers["content-encoding"])

    def _decoded(self, data: bytes, shape: type[Shape]) -> Shape:
        try:
            return msgspec.json.decode(data, type=shape)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise LlmAnswerError(endpoint=self.endpoint, problem=error) from None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model wrote, its name, and whether the server says that it refused."""

    model: str
    text: str
    refused: bool = False


def _is_busy(error: BaseException) -> bool:
    return isinstance(error, LlmStatusError) and error.values["status"] in _BUSY


def _base(url: str) -> str:
    """Return the base address of an API.

    Raises:
        LlmAddressError: it is no http or https address, or holds a password or a query.
    """
    import httpx

    try:
        parsed = httpx.URL(url.strip())
        usable = (
            parsed.scheme in ("http", "https") and parsed.host.strip() and " " not in url.strip()
        )
    except httpx.InvalidURL:
        raise LlmAddressError(value=url) from None
    if parsed.userinfo or parsed.query or parsed.fragment:
        # What is shown must not hold a secret.
        raise LlmAddressError(value=f"{parsed.scheme}://{parsed.host}…")
    if not usable:
        raise LlmAddressError(value=url)
    path = parsed.path.rstrip("/").removesuffix(_CHAT)
    return str(parsed.copy_with(path=path or "/v1")).rstrip("/")
