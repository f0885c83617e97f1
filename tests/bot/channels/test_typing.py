"""A counsellor who writes is seen writing in the person's channel, now and then."""

import asyncio
import contextlib

import pytest

from bot.channels.typing import CounsellorTypes
from tests.bot.channels.outgoing import Post, until
from tests.bot.conftest import World


@pytest.mark.parametrize("channel", ["letters", "elsewhere"])
def test_typing_is_shown_where_the_person_is_and_not_at_every_key(world: World, channel: str) -> None:
    post, shown = Post(world), list[str]()
    first, second = post.begin("a", "one"), post.begin("b", "one")

    async def show(key: str) -> None:
        shown.append(key)

    async def typed() -> None:
        task = asyncio.create_task(CounsellorTypes(post.outbox(), {channel: show}, world.feed).run())
        await asyncio.sleep(0.05)
        for conversation_id in (first, first, second, first, "unknown"):
            world.desk.typing(conversation_id)
        with contextlib.suppress(TimeoutError):
            await until(lambda: len(shown) == 2, seconds=2)
        task.cancel()

    asyncio.run(typed())
    assert sorted(shown) == (["a", "b"] if channel == "letters" else [])
