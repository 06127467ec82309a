"""A mail server for tests. Prints its port, then one JSON line for each message that it takes.

Addresses that start with refused@ get 550, busy@ 450, spam@ 554 after the data. A line of its standard input such as
{"mail": "530 5.7.0 Sign in first", "rcpt": "550 5.7.1 Relaying denied", "data": "552 5.3.4 Too large"} says what it answers
from then on, {} that it takes everything; a member may be a map of the part before the @ to the answer. It ends with its standard input.
"""

import argparse
import asyncio
import base64
import json
import socket
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

ANSWERS = {
    "refused": "550 5.1.1 No such mailbox",
    "busy": "450 4.2.1 Mailbox busy, try again later",
}


told = {}


def answer_to(command, address):
    answer = told.get(command)
    return answer.get(address.split("@")[0]) if isinstance(answer, dict) else answer


def say(line):
    print(json.dumps(line), flush=True)


class Server(SMTP):
    async def smtp_EHLO(self, hostname):
        say({"command": "EHLO"})
        await super().smtp_EHLO(hostname)

    async def smtp_AUTH(self, arg):
        say({"command": "AUTH"})
        await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg):
        say({"command": "MAIL"})
        await super().smtp_MAIL(arg)


class Recorder:
    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        answer = answer_to("mail", address)
        if answer:
            return answer
        envelope.mail_from = address
        envelope.mail_options.extend(mail_options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        answer = answer_to("rcpt", address) or ANSWERS.get(address.split("@")[0])
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if any(address.startswith("spam@") for address in envelope.rcpt_tos):
            return "554 5.7.1 Message looks like spam"
        answer = answer_to("data", envelope.rcpt_tos[0])
        if answer:
            return answer
        auth = session.auth_data
        line = {
            "mail_from": envelope.mail_from,
            "rcpt_to": envelope.rcpt_tos,
            "data": base64.b64encode(envelope.original_content).decode(),
            "tls": session.ssl is not None,
            "user": auth.login.decode() if auth else None,
        }
        say(line)
        return "250 OK"


def authenticator(user, password):
    def check(server, session, envelope, mechanism, auth_data):
        good = auth_data.login == user.encode() and auth_data.password == password.encode()
        # Not handled: the server writes the answer of a refusal itself.
        return AuthResult(success=good, handled=False, auth_data=auth_data)

    return check


async def main(arguments):
    options = {"hostname": "localhost", "enable_SMTPUTF8": not arguments.ascii}
    if arguments.user:
        options |= {
            "authenticator": authenticator(arguments.user, arguments.password),
            "auth_required": True,
            "auth_require_tls": False,
        }
    tls = None
    if arguments.certificate:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(arguments.certificate)
    if tls and not arguments.smtps:
        options["tls_context"] = tls

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Server(Recorder(), loop=loop, **options), sock=listener, ssl=tls if arguments.smtps else None
    )
    print(listener.getsockname()[1], flush=True)
    async with server:
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            told.clear()
            told.update(json.loads(line))
            say({"told": line.strip()})


parser = argparse.ArgumentParser()
parser.add_argument("--user")
parser.add_argument("--password")
parser.add_argument("--certificate", help="PEM of key and certificate: offers STARTTLS")
parser.add_argument("--smtps", action="store_true", help="TLS from the first byte")
parser.add_argument("--ascii", action="store_true", help="no SMTPUTF8")
asyncio.run(main(parser.parse_args()))
