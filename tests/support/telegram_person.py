"""Somebody in Telegram: what they do becomes updates, as Telegram writes them."""

import time
from dataclasses import dataclass
from typing import Any

from tests.support.telegram_api import BOT, Shown, TelegramApi, Update


@dataclass
class TelegramPerson:
    """One private chat. What is named `..._update` only makes the update, for `api.deliver`."""

    api: TelegramApi
    chat: int = 7001
    language: str = "fi"

    @property
    def seen(self) -> list[Shown]:
        """What the bot has said to them, in order."""
        return self.api.shown(self.chat)

    @property
    def last(self) -> Shown:
        return self.seen[-1]

    def write(self, text: str) -> Update:
        return self._deliver(self.write_update(text))

    def press(self, title: str) -> Update:
        """The latest button of this title (a tick before it does not matter)."""
        return self._deliver(self.press_update(title))

    def send(self, **content: Any) -> Update:
        """A sticker, a photo, a voice, a contact: `sticker={...}`."""
        return self._deliver(self._update(message=self._message(**content)))

    def edit(self, text: str) -> Update:
        return self._deliver(
            self._update(edited_message=self._message(text=text, edit_date=int(time.time())))
        )

    def block(self) -> Update:
        return self._deliver(self._member("member", "kicked"))

    def unblock(self) -> Update:
        return self._deliver(self._member("kicked", "member"))

    def write_update(self, text: str) -> Update:
        command = text.split()[0] if text.startswith("/") else ""
        entities = [{"type": "bot_command", "offset": 0, "length": len(command)}] if command else []
        return self._update(message=self._message(text=text, entities=entities))

    def press_update(self, title: str) -> Update:
        for shown in reversed(self.seen):
            for button in shown.buttons:
                if button["text"].removeprefix("✓ ") == title and "callback_data" in button:
                    return self.callback_update(shown, button["callback_data"])
        raise AssertionError(f"no button {title} among {[each.titles for each in self.seen]}")

    def callback_update(self, shown: Shown, data: str) -> Update:
        message = {"message_id": shown.message_id, "date": int(time.time()), "chat": self._chat, "from": BOT,
                   "text": shown.text, "reply_markup": shown.keyboard or {"inline_keyboard": []}}  # fmt: skip
        number = next(self.api.update_ids)
        pressed = {
            "id": str(number),
            "from": self._user,
            "message": message,
            "chat_instance": "1",
            "data": data,
        }
        return {"update_id": number, "callback_query": pressed}

    @property
    def _chat(self) -> dict[str, Any]:
        return {"id": self.chat, "type": "private", "first_name": "Aino"}

    @property
    def _user(self) -> dict[str, Any]:
        return {"id": self.chat, "is_bot": False, "first_name": "Aino", "language_code": self.language}

    def _message(self, **content: Any) -> dict[str, Any]:
        number = next(self.api.message_ids)
        return {
            "message_id": number,
            "date": int(time.time()),
            "chat": self._chat,
            "from": self._user,
            **content,
        }

    def _member(self, before: str, after: str) -> Update:
        def member(status: str) -> dict[str, Any]:
            return {"status": status, "user": BOT} | ({"until_date": 0} if status == "kicked" else {})

        return self._update(my_chat_member={
            "chat": self._chat, "from": self._user, "date": int(time.time()),
            "old_chat_member": member(before), "new_chat_member": member(after)})  # fmt: skip

    def _update(self, **content: Any) -> Update:
        return {"update_id": next(self.api.update_ids), **content}

    def _deliver(self, update: Update) -> Update:
        self.api.deliver(update)
        return update
