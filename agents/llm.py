"""A thin client for chat models behind any OpenAI-compatible end point.

It adds to the `openai` package what agents and annotators need: screenshots as message parts,
checked JSON replies with a second chance, token and cost accounting, and a log of calls on disk.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import io
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from osgenesis.agents.errors import ModelError, ReplyError
from osgenesis.agents.replies import parse_object, shorten
from osgenesis.agents.usage import Price, Usage
from osgenesis.envs.core.errors import CapabilityError, DataError

if TYPE_CHECKING:
    import openai

__all__ = ["ChatClient", "ChatConfig", "Message", "Price", "Reply", "Usage"]

Part: TypeAlias = str | NDArray[np.uint8]
"""Text, or an image: uint8, shape (H, W, 3), RGB."""

T = TypeVar("T")


class Message(NamedTuple):
    """One message of a conversation."""

    role: Literal["system", "user", "assistant"]
    parts: tuple[Part, ...]

    @classmethod
    def user(cls, *parts: Part) -> Message:
        """What we say to the model."""
        return cls("user", parts)

    @classmethod
    def system(cls, text: str) -> Message:
        """Standing instructions."""
        return cls("system", (text,))


class Reply(NamedTuple):
    """A model's reply that passed its check, and what all attempts at it used."""

    text: str
    value: Any  # what the check made of the text: the object for a schema, else the text itself
    usage: Usage
    attempts: int


@dataclass(frozen=True)
class ChatConfig:
    """Settings of a client; plain data, so that they travel to worker processes."""

    model: str
    # Where the end point is, such as "http://localhost:8000/v1"; None: $OPENAI_BASE_URL, then
    # OpenAI's own.
    base_url: str | None = None
    # None: $OPENAI_API_KEY; left out of every log and repr.
    api_key: str | None = field(default=None, repr=False)
    temperature: float | None = 0.0  # None leaves it to the end point, as some models demand
    top_p: float | None = None
    max_tokens: int | None = 1000
    seed: int | None = None  # passed on; few end points honour it
    timeout_s: float = 120.0  # of one request
    request_retries: int = 5  # after refusals, time-outs and broken connections
    reply_retries: int = 2  # after replies that fail their check
    # How the end point is asked for JSON; "prompt" works everywhere, replies are checked always.
    json_mode: Literal["prompt", "json_object", "json_schema"] = "prompt"
    image_format: Literal["png", "jpeg"] = "png"
    image_max_side: int | None = None  # px; larger images are scaled down
    image_detail: Literal["low", "high", "auto"] | None = None
    prices: Mapping[str, Price] = field(default_factory=dict)  # by model; missing: cost unknown
    log: Path | None = None  # JSON Lines, one line per call; images by their digest


class ChatClient:
    """Talks to one model. Not for use from several threads."""

    def __init__(self, config: ChatConfig) -> None:
        self.config = config
        self.usage = Usage()  # of all calls so far
        self._client: openai.OpenAI | None = None

    def ask(self, messages: Sequence[Message]) -> Reply:
        """One reply as text.

        Raises:
            ModelError: the end point failed for good, or the reply is empty.
        """
        return self.ask_parsed(messages, _not_empty)

    def ask_json(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> Reply:
        """One reply as a JSON object that satisfies ``schema``; asks again when it does not.

        Raises:
            ModelError: the end point failed for good.
            ReplyError: no reply within the configured attempts was right.
        """
        return self.ask_parsed(messages, lambda text: parse_object(text, schema), schema)

    def ask_parsed(
        self,
        messages: Sequence[Message],
        parse: Callable[[str], T],
        schema: Mapping[str, Any] | None = None,
    ) -> Reply:
        """One reply that ``parse`` accepts; told what was wrong, the model may try again.

        Args:
            messages: the conversation so far.
            parse: turns the text into a value, or raises `ReplyError` saying what is wrong.
            schema: only tells the end point what JSON to write, where ``json_mode`` says so.

        Raises:
            ModelError: the end point failed for good.
            ReplyError: no reply within the configured attempts was right.
        """
        wire = [self._wire(message) for message in messages]
        start = self.usage
        attempts = 1 + self.config.reply_retries
        for attempt in range(1, attempts + 1):
            text = self._complete(wire, schema)
            try:
                return Reply(text, parse(text), self.usage - start, attempt)
            except ReplyError as error:
                if attempt == attempts:
                    raise ReplyError(
                        f"{self.config.model} gave no usable reply in {attempts} attempts; the last: {error}"
                    ) from error
                wire = [*wire, *_correction(text, error)]
        raise AssertionError("unreachable")  # the last attempt returns or raises

    def close(self) -> None:
        """Drop the connection; the next call opens a new one."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _complete(self, wire: list[dict[str, Any]], schema: Mapping[str, Any] | None) -> str:
        client = self._connect()
        import openai

        request = self._request(wire, schema)
        try:
            # The raw body, because the package hands out whatever a broken server sends.
            response = client.chat.completions.with_raw_response.create(**request)
            text, used = _read_completion(response.http_response.text)
        except (openai.OpenAIError, ReplyError) as error:
            self._log(request, None, Usage(), str(error))
            raise ModelError(f"model {self.config.model!r} at {self._address()} failed: {error}") from error
        price = self.config.prices.get(self.config.model) if used else None
        usage = Usage.of_call(*(used or (0, 0)), price)
        self.usage += usage
        self._log(request, text, usage, None)
        return text

    def _request(self, wire: list[dict[str, Any]], schema: Mapping[str, Any] | None) -> dict[str, Any]:
        config = self.config
        request: dict[str, Any] = {"model": config.model, "messages": wire}
        for name in ("temperature", "top_p", "max_tokens", "seed"):
            if (value := getattr(config, name)) is not None:
                request[name] = value
        if schema is not None and config.json_mode == "json_object":
            request["response_format"] = {"type": "json_object"}
        if schema is not None and config.json_mode == "json_schema":
            named = {"name": "reply", "schema": dict(schema), "strict": True}
            request["response_format"] = {"type": "json_schema", "json_schema": named}
        return request

    def check(self) -> None:
        """Raise now what would make every call fail: no `openai` package, no key for OpenAI.

        Raises:
            CapabilityError: the package is not installed.
            ModelError: OpenAI itself is to be called, without a key.
        """
        if "openai" not in sys.modules and importlib.util.find_spec("openai") is None:
            raise CapabilityError(_NO_PACKAGE)
        if self._address() == _DEFAULT_ADDRESS and not self._key():
            raise ModelError(
                "no API key: set OPENAI_API_KEY or pass api_key; for a server of your own set "
                "OPENAI_BASE_URL or pass base_url"
            )

    def _connect(self) -> openai.OpenAI:
        if self._client is None:
            try:
                import openai
            except ImportError as error:
                raise CapabilityError(_NO_PACKAGE) from error
            self.check()
            self._client = openai.OpenAI(
                api_key=self._key() or "none",  # local servers want none, the package insists
                base_url=self._address(),
                timeout=self.config.timeout_s,
                max_retries=self.config.request_retries,
            )
        return self._client

    def _key(self) -> str | None:
        return self.config.api_key or os.environ.get("OPENAI_API_KEY")

    def _address(self) -> str:
        return self.config.base_url or os.environ.get("OPENAI_BASE_URL") or _DEFAULT_ADDRESS

    def _wire(self, message: Message) -> dict[str, Any]:
        """A message as the protocol has it; text alone stays a plain string."""
        if len(message.parts) == 1 and isinstance(message.parts[0], str):
            return {"role": message.role, "content": message.parts[0]}
        return {"role": message.role, "content": [self._wire_part(part) for part in message.parts]}

    def _wire_part(self, part: Part) -> dict[str, Any]:
        if isinstance(part, str):
            return {"type": "text", "text": part}
        image = {"url": data_url(part, self.config.image_format, self.config.image_max_side)}
        if self.config.image_detail is not None:
            image["detail"] = self.config.image_detail
        return {"type": "image_url", "image_url": image}

    def _log(self, request: dict[str, Any], reply: str | None, usage: Usage, error: str | None) -> None:
        if self.config.log is None:
            return
        line = {
            "request": _without_images(request),
            "reply": reply,
            "usage": usage.as_dict(),
            "error": error,
        }
        _append_line(self.config.log, json.dumps(line, ensure_ascii=False))


_DEFAULT_ADDRESS = "https://api.openai.com/v1"
_NO_PACKAGE = "talking to a model needs the openai package: pip install 'osgenesis[llm]'"


def data_url(image: NDArray[np.uint8], image_format: Literal["png", "jpeg"], max_side: int | None = None) -> str:
    """An image, uint8 (H, W, 3) RGB, as a data URL."""
    from PIL import Image

    picture = Image.fromarray(image)
    if max_side is not None and max(picture.size) > max_side:
        picture.thumbnail((max_side, max_side))
    buffer = io.BytesIO()
    if image_format == "png":
        picture.save(buffer, "PNG", compress_level=1)  # level 6 takes five times as long
    else:
        picture.save(buffer, "JPEG", quality=90)
    return f"data:image/{image_format};base64,{base64.b64encode(buffer.getvalue()).decode()}"


def _read_completion(body: str) -> tuple[str, tuple[int, int] | None]:
    """The reply's text, and the tokens (prompt, completion) where the server counts them.

    Raises:
        ReplyError: the body is no chat completion.
    """
    try:
        data = json.loads(body)
        text = data["choices"][0]["message"].get("content") or ""
        used = data.get("usage")
        tokens = (int(used["prompt_tokens"]), int(used["completion_tokens"])) if used else None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ReplyError(f"its answer is no chat completion: {shorten(body)}") from error
    if not isinstance(text, str):
        raise ReplyError(f"its answer holds no text: {shorten(body)}")
    return text, tokens


def _not_empty(text: str) -> str:
    if not text.strip():
        raise ReplyError("the reply is empty")
    return text


def _correction(text: str, error: ReplyError) -> list[dict[str, Any]]:
    """The turn that shows the model its own bad reply and what was wrong with it."""
    note = f"That reply cannot be used: {error}. Answer again, exactly in the form asked for."
    return [
        {"role": "assistant", "content": text or shorten(text)},
        {"role": "user", "content": note},
    ]


def _without_images(value: Any) -> Any:
    """A copy of a request in which digests stand for images."""
    if isinstance(value, dict):
        return {key: _without_images(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_images(item) for item in value]
    if isinstance(value, str) and value.startswith("data:image/"):
        return "sha256:" + hashlib.sha256(value.encode()).hexdigest()
    return value


def _append_line(path: Path, line: str) -> None:
    """Add a line in one write, so that lines of several processes do not mix."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            os.write(handle, (line + "\n").encode())
        finally:
            os.close(handle)
    except OSError as error:
        raise DataError(f"cannot write the model log {path}: {error.strerror}") from error
