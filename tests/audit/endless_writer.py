"""A process that writes events until it is killed and prints each durable one."""

import asyncio
import itertools

import django

CLIENTS = 8


async def _write() -> None:
    from audit.ledger import ledger_writer  # noqa: PLC0415 - Django is set up first

    writer = ledger_writer()
    writer.start()

    async def client(number: int) -> None:
        for count in itertools.count():
            line = f"client {number} event {count}"
            await writer.commit(line.encode(), count)
            print(line, flush=True)  # noqa: T201 - this is its answer

    await asyncio.gather(*map(client, range(CLIENTS)))


if __name__ == "__main__":
    django.setup()
    asyncio.run(_write())
