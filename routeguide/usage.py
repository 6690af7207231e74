"""Mistakes on the command line, told in one plain Japanese sentence.

click tells them in English and in several lines; here the same mistakes are
told as all others are: what happened and what to do.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from routeguide.errors import BadInput, RouteguideError, say_os_error

DONE, FAULT, WRONG_INPUT, NO_ANSWER = 0, 1, 2, 3
"""Exit statuses: done; a file or the network cannot be used; the caller's words cannot be
used; there is no route, or the position has to be chosen."""


class Friendly(click.Group):
    """A group whose commands end with a plain sentence instead of a traceback."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 - click's own parameters
        **extra: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401 - what the command returns
        """Run the command line; every mistake becomes one sentence and an exit status."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.ClickException as error:
            _end(f"{BadInput.code}: {say_usage(error)}", WRONG_INPUT)
        except click.Abort:
            _end("中止しました。", FAULT)
        except RouteguideError as error:
            bad_input = isinstance(error, BadInput)
            _end(f"{error.code}: {error.message}", WRONG_INPUT if bad_input else FAULT)
        except OSError as error:
            where = f"「{error.filename}」" if error.filename else ""
            _end(f"ファイル{where}を読み書きできません（{say_os_error(error)}）。", FAULT)
        sys.exit(code if isinstance(code, int) else DONE)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is called; one that is not there is told with the others."""
        if args and args[0].isidentifier() and self.get_command(ctx, args[0]) is None:
            there = "、".join(self.list_commands(ctx))
            told = f"「{args[0]}」という命令はありません。あるもの: {there}。"
            raise NoSuchCommand(told, ctx)
        return super().resolve_command(ctx, args)


class NoSuchCommand(click.UsageError):
    """There is no such command; the message is Japanese already."""


def _end(sentence: str, status: int) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(status)


def say_usage(error: click.ClickException) -> str:
    """Return what is wrong with the words of a command, in Japanese."""
    context = getattr(error, "ctx", None)
    told = _say(error)
    return f"{told}使い方は「{context.command_path} -h」で見られます。" if context else told


def _say(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f"似たもの: {'、'.join(error.possibilities)}。" if error.possibilities else ""
        return f"「{error.option_name}」という指定はありません。{near}"
    if isinstance(error, click.BadOptionUsage):
        return f"「{error.option_name}」の使い方が正しくありません。値を一つ書いてください。"
    if isinstance(error, click.MissingParameter):
        return f"「{_name(error)}」がありません。書いてください。"
    if isinstance(error, click.BadParameter):
        return f"「{_name(error)}」には{_expected(error)}を書いてください。"
    if isinstance(error, NoSuchCommand):
        return error.message
    extra = error.format_message().partition("(")[2].rstrip(").")
    return f"余分な言葉があります（{extra}）。" if extra else "命令を読めません。"


def _name(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return str(error.param_hint or "")
    if isinstance(parameter, click.Argument):
        return parameter.make_metavar()
    return parameter.opts[-1]


def _expected(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"次のどれか（{'、'.join(kind.choices)}）"
    if isinstance(kind, click.IntRange):
        return f"{kind.min}から{kind.max}までの整数"
    return "正しい値"
