"""The gold set, a language model, the app or what readers said cannot be used."""

from __future__ import annotations

from spe_search.errors.base import SpeSearchError
from spe_search.i18n import message as _


class EvaluationError(SpeSearchError):
    """A measure of quality cannot be made as asked."""


class GoldMissingError(EvaluationError):
    """A gold set without one of its files."""

    template = _(
        "“{path}” is missing. A gold set is a folder with topics.jsonl, qrels.trec and gold.toml: "
        "spe-search eval --gold benchmarks/gold"
    )


class GoldError(EvaluationError):
    """A line of a gold set that is wrong."""

    template = _(
        "{path}, line {line}: “{problem}” cannot stand in a gold set. Accepted: {accepted}."
    )


class GoldMismatchError(EvaluationError):
    """Judgements made on another corpus than the index's."""

    template = _(
        "The gold set of “{path}” was judged on another text of “{report}” ({expected}) than the "
        "index holds ({found}). Its figures would mean nothing: build the index from that text."
    )


class ResultError(EvaluationError):
    """A file that is no result of an evaluation."""

    template = _("“{path}” is no result. Make one: spe-search eval --out {path}")


class LanguageModelError(SpeSearchError):
    """The language model gave no answer; the one quoted from the reports stands alone."""


class LlmUnreachableError(LanguageModelError):
    """Nothing answers at the address."""

    template = _(
        "The language model at {endpoint} cannot be reached ({problem}). "
        "Check that it runs, and the address given with --llm."
    )


class LlmTimeoutError(LanguageModelError):
    """The answer did not come in time."""

    template = _(
        "The language model at {endpoint} did not answer within {seconds} s. "
        "Try again, or give it more time with --llm-timeout."
    )


class LlmKeyRefusedError(LanguageModelError):
    """The server does not accept the key, or wants one."""

    template = _(
        "The language model at {endpoint} refused the key (status {status}). "
        "Put the right one in the environment variable SPE_SEARCH_LLM_KEY."
    )


class LlmStatusError(LanguageModelError):
    """The server answered with an error."""

    template = _(
        "The language model at {endpoint} answered with an error (status {status}). "
        "Check the address (--llm, which often ends in /v1) and the model (--llm-model)."
    )


class LlmRedirectError(LanguageModelError):
    """The server sends elsewhere; what was asked does not follow."""

    template = _(
        "The language model at {endpoint} redirects to another address (status {status}); "
        "nothing was sent there. Give the final address with --llm."
    )


class LlmAnswerError(LanguageModelError):
    """A reply that is not what the protocol says."""

    template = _(
        "What {endpoint} answered is no reply of a language model ({problem}). "
        "Give the address of an OpenAI-compatible server with --llm."
    )


class LlmModelError(LanguageModelError):
    """A server with several models, or none, when none was named."""

    template = _(
        "Name one of the models of {endpoint} with --llm-model. Models it has: {accepted}."
    )


class AppError(SpeSearchError):
    """The search page cannot be served."""


class AppMissingError(AppError):
    """The page's file is not where the command looks."""

    template = _(
        "app.py is not here: “{path}”. Run the command from the project's folder, "
        "or install it with make app."
    )


class PortBusyError(AppError):
    """Another program listens on the port."""

    template = _("Port {port} is taken. Try another: spe-search app --port {other}")


class FeedbackError(SpeSearchError):
    """The file that readers' answers are kept in cannot be used."""

    template = _(
        "Readers’ answers cannot be kept in “{path}”, nor read there ({problem}). Name a file that "
        "can be written: SPE_SEARCH_FEEDBACK=FILE"
    )


class VerbatimError(SpeSearchError):
    """A quote that is not in its source: a fault of ours, never shown to a reader."""

    template = _("“{quote}” is not at {start}–{end} of {document}.")
