"""How does the whole line start with one command, stay up, and stop without leaving anything?"""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from dataclasses import replace

from hotline.config import Config
from hotline.errors import ConfigError
from hotline.up import commands, lock, ports
from hotline.up.child import Child
from hotline.up.greeting import greeting, ready
from hotline.up.supervisor import REFUSED, Start, watch


def up(config: Config) -> int:
    """Run the whole line until Ctrl-C or SIGTERM: 0 then, 2 if it may not start, 1 if it can't."""
    trouble = ports.trouble(config.bind, config.port)
    if trouble:
        return _refuse(f"{trouble}: stop it, or set HOTLINE_PORT to another port")
    try:
        with ExitStack() as stack:
            stack.enter_context(lock.held(config.state))
            return _up(config, stack)
    except lock.StateInUseError as error:
        return _refuse(str(error))


def serve(config: Config, port: int | None = None, app: str = commands.LINE) -> int:
    """Become the web server of this application; return 2 if the port is taken."""
    config = replace(config, port=port or config.port)
    trouble = ports.trouble(config.bind, config.port)
    if trouble is None:
        child = commands.web(config, app)
        os.execve(child.command[0], list(child.command), dict(child.environ))  # noqa: S606
    return _refuse(trouble)


def work(config: Config) -> int:
    """Run the workers and the scheduler until Ctrl-C or SIGTERM, for a web server elsewhere.

    Raises ConfigError when no queue is named: the web server has to ring the same one.
    """
    if not config.redis_url:
        raise ConfigError(
            "HOTLINE_REDIS_URL is needed by `hotline work`: web server and workers share a queue."
        )
    return watch(commands.workers(config))


def _up(config: Config, stack: ExitStack) -> int:
    children: list[Child] = []
    if not config.redis_url:
        folder = commands.queue_folder(config.state)
        socket = stack.enter_context(commands.short_socket(folder))
        children.append(commands.embedded_queue(folder, socket))
        config = replace(config, redis_url=commands.socket_url(socket))
    children += [commands.web(config), *commands.workers(config)]
    return watch(children, Start(lambda: ready(config), lambda: _greet(config)))


def _greet(config: Config) -> None:
    # Here and not above: the parent stays small until there is something to greet with.
    from hotline.app import first_account

    sys.stdout.write(greeting(config, first_account(config)))
    sys.stdout.flush()


def _refuse(reason: str) -> int:
    sys.stderr.write(f"hotline: {reason}\n")
    return REFUSED
