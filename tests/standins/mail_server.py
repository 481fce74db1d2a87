"""A stand-in for a mail server: SMTP over loopback, as RFC 5321 has it, with the faults that real ones have."""

from __future__ import annotations

import asyncio
import base64
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

USER, PASSWORD = "desk", "s3cret-of-the-desk"


class MailServer:
    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        """What was taken, in order."""
        self.tried = 0
        """Mails that began to be handed over."""
        self.refuses, self.cuts_after = False, False
        """Says 451 to the mail; takes it, and the connection breaks before the answer."""
        self.port = 0
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """In the form of apprise."""
        there = f"127.0.0.1:{self.port}"
        return f"mailto://{USER}:{PASSWORD}@{there}/?smtp=127.0.0.1&from=desk@lantern.example&to=ruth@lantern.example"

    async def __aenter__(self) -> MailServer:
        await self.comes_back()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.goes_down()

    async def comes_back(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def goes_down(self) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(*lines: str) -> None:
            writer.write("".join(f"{line}\r\n" for line in lines).encode())

        say("220 mail.example ESMTP")
        signed_in = False
        try:
            while line := await reader.readline():
                verb, _, rest = line.decode("ascii", "replace").strip().partition(" ")
                match verb.upper():
                    case "EHLO":
                        say("250-mail.example", "250-8BITMIME", "250 AUTH PLAIN")
                    case "AUTH":
                        sent = base64.b64decode(rest.partition(" ")[2]).split(b"\0")[1:]
                        signed_in = sent == [USER.encode(), PASSWORD.encode()]
                        say("235 2.7.0 Welcome" if signed_in else "535 5.7.8 Bad credentials")
                    case "MAIL" | "RCPT":
                        say("250 OK" if signed_in else "530 5.7.0 Sign in first")
                    case "DATA":
                        self.tried += 1
                        if self.refuses:
                            say("451 4.3.0 Not now")
                            continue
                        say("354 Go on")
                        self.received.append(await _mail(reader))
                        if self.cuts_after:
                            return
                        say("250 Taken")
                    case "QUIT":
                        say("221 Bye")
                        return
                    case "RSET" | "NOOP":
                        say("250 OK")
                    case _:
                        say("502 Not known")
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()


async def _mail(reader: asyncio.StreamReader) -> EmailMessage:
    lines = []
    while (line := await reader.readline()) not in (b".\r\n", b""):
        lines.append(line[1:] if line.startswith(b"..") else line)
    return cast(EmailMessage, message_from_bytes(b"".join(lines), policy=policy.default))
