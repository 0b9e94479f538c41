"""A mail relay for one story: STARTTLS and AUTH (PLAIN, LOGIN) required, every accepted mail kept as a file.

    smtp_catcher.py FOLDER --cert PEM --key PEM --user NAME --password-file FILE [--host ADDRESS] [--plain]

Prints its port in one line and ends when its standard input does. What the part of a recipient's address before `@`
asks for:

    later2…      450 twice, then accepted (any number)
    never…       550 for ever
    cutdata…     the first time the connection is closed at DATA, nothing is taken
    cutreply…    the first time the mail is taken and the connection closed before the 250 is sent
    hold…        the first time the mail is taken and the 250 never sent

All others are accepted. The password file is read at each sign-in, so a story can mend it. `--plain` offers neither
STARTTLS nor AUTH, as a relay does whose offer somebody took away. Each mail is `<n>.eml` (the bytes) and `<n>.json`
(what Python's email package, which nobody here wrote, reads in them).
"""

import argparse
import asyncio
import collections
import email
import email.policy
import json
import os
import re
import ssl
import sys
import unicodedata

from aiosmtpd.smtp import SMTP, AuthResult

MAILS_MAX = 1000
LIFE_MAX_S = 900


class Relay:
    def __init__(self, options):
        self.options = options
        self.asked = collections.Counter()
        self.count = 0
        self.sign_ins = 0

    def first(self, address, word):
        """Whether this address asks for `word` and is seen for the first time."""
        if not address.startswith(word):
            return False
        self.asked[address] += 1
        return self.asked[address] == 1

    def authenticate(self, server, session, envelope, mechanism, data):
        self.sign_ins += 1
        self.write("sign_ins.txt", str(self.sign_ins).encode())
        with open(self.options.password_file, encoding="utf-8") as file:
            password = file.read().strip()
        good = (data.login.decode(), data.password.decode()) == (self.options.user, password)
        return AuthResult(success=good, handled=good)

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        wanted = re.match(r"later(\d+)", address)
        if wanted:
            self.asked[address] += 1
            if self.asked[address] <= int(wanted.group(1)):
                return "450 4.2.0 greylisted, try again"
        if address.startswith("never"):
            return "550 5.1.1 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        address = envelope.rcpt_tos[0]
        self.keep(session, envelope)
        if self.first(address, "cutreply"):
            server.transport.abort()
        if self.first(address, "hold"):
            await asyncio.sleep(LIFE_MAX_S)
        return f"250 2.0.0 OK: queued as {self.count}"

    def keep(self, session, envelope):
        self.count += 1
        assert self.count <= MAILS_MAX
        raw = envelope.original_content
        message = email.message_from_bytes(raw, policy=email.policy.default)
        part = lambda kind: message.get_body((kind,))
        text, html = part("plain").get_content(), part("html").get_content()
        self.write(f"{self.count:04}.eml", raw)
        seen = {
            "to": envelope.rcpt_tos,
            "from": envelope.mail_from,
            "tls": session.ssl is not None,
            "signed_in": bool(session.authenticated),
            "headers": {name.lower(): str(value) for name, value in message.items()},
            "raw_head": raw.split(b"\r\n\r\n", 1)[0].decode("ascii"),
            "longest_line": max(len(line) for line in raw.split(b"\r\n")),
            "text": text,
            "html": html,
            "nfc": all(unicodedata.is_normalized("NFC", words) for words in (text, html, str(message["subject"]))),
            "defects": [str(defect) for each in message.walk() for defect in each.defects],
        }
        self.write(f"{self.count:04}.json", json.dumps(seen).encode())

    def write(self, name, content):
        path = os.path.join(self.options.folder, name)
        with open(path + ".part", "wb") as file:
            file.write(content)
        os.replace(path + ".part", path)


class Server(SMTP):
    async def smtp_DATA(self, arg):
        if self.envelope.rcpt_tos and self.event_handler.first(self.envelope.rcpt_tos[0], "cutdata"):
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


async def main(options):
    relay = Relay(options)
    common = dict(hostname="relay.test", enable_SMTPUTF8=True)
    if options.plain:
        factory = lambda: Server(relay, **common)
    else:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.cert, options.key)
        secure = dict(tls_context=context, require_starttls=True, auth_required=True, auth_require_tls=True)
        factory = lambda: Server(relay, authenticator=relay.authenticate, **secure, **common)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(factory, options.host, 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    ended = loop.run_in_executor(None, sys.stdin.read)
    await asyncio.wait([asyncio.ensure_future(ended)], timeout=LIFE_MAX_S)
    os._exit(0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    for name in ("cert", "key", "user", "password-file"):
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--plain", action="store_true")
    asyncio.run(main(parser.parse_args()))
