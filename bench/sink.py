#!/usr/bin/env python3
"""Takes every webhook and every mail and keeps none: the cheapest receiver there can be. Prints its URL for webhooks, then its URL for mail."""
import asyncio


class Hook(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.buffer = transport, b""

    def data_received(self, data):
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end].lower()
            at = head.find(b"content-length:")
            size = int(head[at + 15:].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(self.buffer) < end + 4 + size:
                if b"100-continue" in head:
                    self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                return
            self.buffer = self.buffer[end + 4 + size:]
            self.transport.write(b"HTTP/1.1 204 No Content\r\n\r\n")


class Mail(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.buffer, self.in_text = transport, b"", False
        transport.write(b"220 sink\r\n")

    def data_received(self, data):
        self.buffer += data
        while True:
            end = self.buffer.find(b"\r\n.\r\n" if self.in_text else b"\r\n")
            if end < 0:
                return
            line, self.buffer = self.buffer[:end], self.buffer[end + (5 if self.in_text else 2):]
            if self.in_text:
                self.in_text = False
                self.transport.write(b"250 taken\r\n")
                continue
            verb = line[:4].upper()
            self.in_text = verb == b"DATA"
            self.transport.write(b"354 go on\r\n" if self.in_text else b"221 bye\r\n" if verb == b"QUIT" else b"250 sink\r\n")
            if verb == b"QUIT":
                self.transport.close()


async def main():
    loop = asyncio.get_running_loop()
    for scheme, protocol in (("http", Hook), ("smtp", Mail)):
        server = await loop.create_server(protocol, "127.0.0.1", 0, backlog=512)
        print(f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
