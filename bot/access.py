"""Who may do what on the public routes, as types of their parameters."""

from typing import Annotated

from fastapi import Depends, Path, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.chat import Chat
from bot.city_address import city_of
from bot.languages import preferred
from bot.person import PersonSide
from bot.problems import Problem

# What only looks at the request is `async`: FastAPI would send everything else to a thread of its own.

_bearer = HTTPBearer(auto_error=False, description="The conversation's token")
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


async def chat_of(request: Request) -> Chat:
    """As it is in the city whose address it is."""
    chat: Chat = request.app.state.chat
    return chat.of(city_of(request))


ChatParts = Annotated[Chat, Depends(chat_of)]


def address_of(request: Request) -> str:
    return request.client.host if request.client else "unknown"


async def known_page(request: Request, chat: ChatParts) -> None:
    """Refuses what a page asks that may not embed it; programs and our own page name no other origin."""
    origin = request.headers.get("origin")
    if origin is None or origin.partition("://")[2] == request.headers.get("host"):
        return
    city, common = chat.cities.of(chat.city), chat.cities.common
    if origin not in (*common.allowed_origins, *city.allowed_origins):
        raise Problem(403, "foreign_page", {"Access-Control-Allow-Origin": "*"})


KnownPage = Depends(known_page)
"""For the routes that pages of cities use; the refusal itself may be read anywhere."""


async def counted_address(request: Request, chat: ChatParts) -> str:
    address = address_of(request)
    chat.limits.requests.take(address)
    return address


Address = Annotated[str, Depends(counted_address)]
"""The caller's address, counted against what one address may ask."""


def own_conversation(
    request: Request,
    chat: ChatParts,
    address: Address,
    conversation_id: Annotated[str, Path(max_length=64)],
    bearer: Bearer,
) -> str:
    """The id, when the token opens it: 401 without or with a wrong token, 404 for any other conversation."""
    if bearer is None:
        raise Problem(401, "no_token", {"WWW-Authenticate": "Bearer"})
    language = opened(chat.person, bearer.credentials, conversation_id)
    request.state.language = language
    return conversation_id


def opened(person: PersonSide, token: str, conversation_id: str) -> str:
    """The language of the conversation that the token opens, if it is this one. Raises Problem."""
    mine = person.identify(token)
    if mine and mine.id == conversation_id:
        return mine.language
    if mine is None and person.exists(conversation_id):
        raise Problem(401, "wrong_token", {"WWW-Authenticate": "Bearer"})
    raise Problem(404, "unknown")


Own = Annotated[str, Depends(own_conversation)]
"""The id of the caller's own conversation."""


async def preferred_language(request: Request, chat: ChatParts) -> str:
    return preferred(request.headers.get("accept-language"), chat.languages)


Preferred = Annotated[str, Depends(preferred_language)]
"""The offered language that the caller's browser asks for."""
