"""Where does a person who has just started the line go now, and is it ready?"""

from __future__ import annotations

from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address

from hotline.config import Config

WEBHOOKS = {"twilio": ("sms", "voice", "status"), "simulator": ("sms", "voice")}


def ready(config: Config) -> bool:
    """Whether the web server says that it can answer people."""
    link = HTTPConnection(_here(config.bind), config.port, timeout=2)
    try:
        link.request("GET", "/health/ready")
        return link.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        link.close()


def _here(bind: str) -> str:
    """The address by which this machine reaches a server that listens on `bind`."""
    try:
        address = ip_address(bind)
    except ValueError:
        return bind
    if not address.is_unspecified:
        return bind
    return "127.0.0.1" if address.version == 4 else "::1"


def greeting(config: Config, account: tuple[str, str] | None) -> str:
    """The lines to show once the line is ready; `account` is a new login and its invitation."""
    lines = [
        "The line is ready.",
        f"  phone     {config.base_url}/phone",
        f"  console   {config.base_url}/console",
    ]
    if account is not None:
        login, code = account
        lines.append(f"            first account: {login}   invitation, for three days:")
        lines.append(f"            {config.base_url}/console/invitation#{code}")
    events = WEBHOOKS[config.channel]
    hooks = [f"{config.base_url}/channels/{config.channel}/{event}" for event in events]
    lines.append("  webhooks  " + "\n            ".join(hooks))
    if config.channel == "simulator":
        lines.append("            no gateway is set: texts and calls come from the phone page")
    return "\n".join([*lines, "  to stop   Ctrl-C", ""])
