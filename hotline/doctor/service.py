"""Is everything there that an answer needs: queue, directory, voices, city?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from redis import Redis
from redis.exceptions import RedisError

from hotline.beeping import sender
from hotline.config import Config
from hotline.content.city import load_city
from hotline.departure import may_send_automatically
from hotline.doctor.finding import Finding, bad, ok, warn
from hotline.errors import Fault, HotlineError

OLDEST_REDIS = (6, 2)


def redis(config: Config) -> list[Finding]:
    """The queue answers and is recent enough; without a setting, the line brings its own."""
    if not config.redis_url:
        return ok("the line starts its own queue")
    try:
        link = Redis.from_url(config.redis_url, socket_timeout=2, socket_connect_timeout=2)
        about = dict(link.info("server"))
    except (RedisError, OSError, ValueError) as error:
        return bad(
            f"HOTLINE_REDIS_URL does not answer ({type(error).__name__})",
            "Start that server, or empty the setting: the line then brings its own.",
        )
    version = str(about["redis_version"])
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_REDIS:
        return warn(f"Redis {version} is old", "Use Redis 6.2 or newer, or any Valkey.")
    return ok(f"queue answers (Redis {version})")


def directory(config: Config) -> list[Finding]:
    """The directory is built, from the city pack as it is now."""
    built, cure = config.directory_path, "Run `hotline directory build`."
    if not built.exists():
        return bad("the directory is not built: the line knows no place", cure)
    sources = [file.stat().st_mtime for file in config.city_path.rglob("*") if file.is_file()]
    if max(sources, default=0.0) > built.stat().st_mtime:
        return warn("the city pack has changed since the directory was built", cure)
    return ok("the directory is built and current")


def audio(missing: Callable[[], int]) -> list[Finding]:
    """Every text has a voice on this machine."""
    try:
        count = missing()
    except HotlineError as error:
        return bad(f"the sound files cannot be counted: {error}", "Correct that first.")
    if count:
        return warn(
            f"{count} texts have no sound file: the provider's own voice would say them",
            "Run `hotline audio render`.",
        )
    return ok("every text has a sound file")


def calls_back(config: Config) -> list[Finding]:
    """Who beeps can be called back from the number that the city gives for it."""
    try:
        city = load_city(config.city_path)
    except HotlineError:
        return []  # told elsewhere
    if not city.beep:
        return []
    if may_send_automatically(sender(city), city.country):
        return ok("who beeps is called back")
    return warn(
        "nobody who beeps is called back: the number is not one for automated calls",
        "Give one from 09 37 to 09 39 as `beep` under [line] of city.toml (ARCEP 2022-1583).",
    )


def city(look: Callable[[], tuple[Sequence[Fault], Sequence[Fault]]]) -> list[Finding]:
    """The city pack can be served, and nobody in it is left without an answer."""
    try:
        faults, warnings = look()
    except HotlineError as error:
        return bad(str(error), "Correct that first.")
    found = [each for fault in faults for each in bad(fault.told, fault.cure)]
    found += [each for fault in warnings for each in warn(fault.told, fault.cure)]
    return found or ok("the city pack is in order")
