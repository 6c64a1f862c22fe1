"""Writes the sources of these samples again: `python tests/samples/x/make.py`. Everybody and everything in them is invented.

The layouts are those of export-formats.md section 3; key names as in twarchive__tweet.js and in public archives of 2020-2025. Ids are
made of their times, as the platform makes them.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
MP4 = bytes.fromhex("000000186674797069736f6d0000020069736f6d69736f32") + b"canary"
T0 = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
MADE = "tests/samples/x/make.py"
RANI, TOWHID, JUNE = "1100000000000000001", "1200000000000000002", "1300000000000000003"


def case(name: str, imitates: str, files: dict[str, bytes], **more: str) -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": MADE, "imitates": imitates, **more}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def js(name: str, value: Any, sign: str = " = ", end: str = "") -> bytes:
    """A file as the platform writes it."""
    return f"{name}{sign}{json.dumps(value, indent=2, ensure_ascii=False)}{end}".encode()


def ytd(name: str, value: Any, part: int = 0) -> bytes:
    return js(f"window.YTD.{name}.part{part}", value)


def snowflake(at: datetime, more: int = 0) -> str:
    return str(((round(at.timestamp() * 1000) - 1_288_834_974_657) << 22) + more)


def tweet(minutes: int, text: str, **more: Any) -> dict[str, Any]:
    at = T0 + timedelta(minutes=minutes)
    identity = more.pop("id", snowflake(at))
    return {
        "edit_info": {"initial": {"editTweetIds": [identity], "editableUntil": "2024-03-01T10:30:00.000Z", "editsRemaining": "5", "isEditEligible": False}},
        "retweeted": False,
        "source": '<a href="https://mobile.twitter.com" rel="nofollow">Twitter Web App</a>',
        "entities": {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []},
        "display_text_range": ["0", str(len(text))],
        "favorite_count": "0",
        "id_str": identity,
        "truncated": False,
        "retweet_count": "0",
        "id": identity,
        "possibly_sensitive": False,
        "created_at": at.strftime("%a %b %d %H:%M:%S +0000 %Y"),
        "favorited": False,
        "full_text": text,
        "lang": "en",
        **more,
    }


def mentions(*people: tuple[str, str, str]) -> dict[str, Any]:
    found = [{"name": name, "screen_name": handle, "indices": ["0", "5"], "id_str": number, "id": number} for name, handle, number in people]
    return {"hashtags": [], "symbols": [], "user_mentions": found, "urls": []}


def picture(name: str, **more: Any) -> dict[str, Any]:
    return {"media_url_https": f"https://pbs.twimg.com/media/{name}", "url": "https://t.co/pic", "type": "photo", "id_str": "1", **more}


LONG = "They have written to my office, to my aunt, to my landlord and to the school. " * 6 + "This is what happened, from the first day on. canary"
TOWHID_AS = ("Towhid R", "towhid_writes", TOWHID)


def tweets() -> list[dict[str, Any]]:
    first, photo, film = snowflake(T0), snowflake(T0 + timedelta(minutes=5)), snowflake(T0 + timedelta(minutes=6))
    video = {"variants": [{"bitrate": "320000", "url": "https://video.twimg.com/x/small.mp4"}, {"bitrate": "832000", "url": "https://video.twimg.com/x/clip.mp4?tag=12"}]}
    edited = snowflake(T0 + timedelta(minutes=9))
    return [
        tweet(0, "Please stop. Tom &amp; I have said so &lt;twice&gt;: &amp;lt; canary", entities={**mentions(), "urls": [{"url": "https://t.co/a", "expanded_url": "https://example.org/rules", "display_url": "example.org/rules", "indices": ["0", "5"]}]}),
        tweet(2, "@towhid_writes مجھے اکیلا چھوڑ دو", entities=mentions(TOWHID_AS, ("June", "june_eats", JUNE)), in_reply_to_status_id_str="1763500000000000000", in_reply_to_status_id="1763500000000000000", in_reply_to_user_id=TOWHID, in_reply_to_user_id_str=TOWHID, in_reply_to_screen_name="towhid_writes"),
        tweet(3, "RT @june_eats: He did the same to my sister last year, and then to the neighbour, and nobody who was asked about it would listen to any of…", entities=mentions(("June", "june_eats", JUNE))),
        tweet(5, "look https://t.co/pic", extended_entities={"media": [picture("AbC.jpg"), picture("gone.jpg"), picture("other.jpg", source_status_id_str="1700000000000000000")]}, entities={**mentions(), "media": [picture("AbC.jpg")]}),
        tweet(6, "film", extended_entities={"media": [picture("thumb.jpg", type="video", video_info=video)]}),
        tweet(8, "edited once", id=edited, edit_info={"edit": {"initialTweetId": first, "editControlInitial": {"editTweetIds": [first, edited]}}}),
        tweet(11, "made up later", id=snowflake(T0 - timedelta(days=40))),
        tweet(12, "a new field", shiny_new_field={"a": 1}),
        tweet(20, "@towhid_writes " + LONG[:270] + "… https://t.co/long", entities=mentions(TOWHID_AS)),
    ] + [tweet(13, f"{photo} and {film} are ids", created_at="yesterday")]


def said(minutes: int, sender: str, text: str, **more: Any) -> dict[str, Any]:
    at = T0 + timedelta(minutes=minutes, milliseconds=774)
    entry = {"reactions": [], "urls": [], "text": text, "mediaUrls": [], "senderId": sender, "id": snowflake(at, minutes), "createdAt": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"), "editHistory": []}
    return {"messageCreate": {"recipientId": RANI if sender == TOWHID else TOWHID, **entry, **more}}


def at(minutes: int) -> str:
    return (T0 + timedelta(minutes=minutes)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def conversation(identity: str, messages: list[dict[str, Any]]) -> dict[str, Any]:
    return {"dmConversation": {"conversationId": identity, "messages": messages}}


def direct() -> list[dict[str, Any]]:
    pair = f"{RANI}-{TOWHID}"
    thread = [
        said(60, TOWHID, "I know where your aunt lives. canary", reactions=[{"senderId": RANI, "reactionKey": "sad", "eventId": "1763500000000000001", "createdAt": at(61)}]),
        said(58, RANI, "Do not write to me again", urls=[{"url": "https://t.co/b", "expanded": "https://example.org/order", "display": "example.org/order"}]),
        said(57, TOWHID, "", mediaUrls=["https://ton.twitter.com/dm/1/2/kL9.jpg"]),
        {"reactionCreate": {"senderId": TOWHID, "reactionKey": "laughing", "eventId": "1763500000000000002", "createdAt": at(56)}},
        said(55, TOWHID, "hello"),
    ]
    return [conversation(pair, thread[:3]), conversation(f"{RANI}-{JUNE}", [said(70, JUNE, "are you all right?", recipientId=RANI)]), conversation(pair, thread[2:])]


def group() -> list[dict[str, Any]]:
    entry = said(80, TOWHID, "all of you should know what she did")
    del entry["messageCreate"]["recipientId"]
    return [
        conversation("1763000000000000009", [
            {"participantsLeave": {"userIds": [JUNE], "createdAt": at(90)}},
            entry,
            {"conversationNameUpdate": {"initiatingUserId": TOWHID, "name": "the truth about R. canary", "createdAt": at(79)}},
            {"participantsJoin": {"initiatingUserId": TOWHID, "userIds": [JUNE], "createdAt": at(78)}},
            {"joinConversation": {"initiatingUserId": TOWHID, "participantsSnapshot": [RANI, TOWHID], "createdAt": at(77)}},
            {"somethingNew": {"createdAt": at(76)}},
        ])
    ]


def notes() -> list[dict[str, Any]]:
    def note(minutes: int, text: str, **core: Any) -> dict[str, Any]:
        identity = snowflake(T0 + timedelta(minutes=minutes), 7)
        stated = {"styletags": [], "urls": [], "text": text, "mentions": [], "cashtags": [], "hashtags": [], **core}
        return {"noteTweet": {"noteTweetId": identity, "updatedAt": at(minutes), "lifecycle": {"value": "3", "name": "Live", "originalName": "Live", "annotations": {}}, "createdAt": at(minutes), "core": stated}}

    return [note(20, LONG), note(3000, "A long post whose tweet is not in the archive.", urls=[{"expandedUrl": "https://example.org/long", "shortUrl": "https://t.co/l"}])]


ACCOUNT = [{"account": {"email": "rani@example.org", "createdVia": "web", "username": "rani_gardens", "accountId": RANI, "createdAt": "2019-01-01T00:00:00.000Z", "accountDisplayName": "Rani Gardens"}}]


def manifest(counts: dict[str, int], *, partial: bool = False) -> bytes:
    types = {name: {"files": [{"fileName": f"data/{name}.js", "globalName": f"YTD.{name}.part0", "count": str(number)}]} for name, number in counts.items()}
    info = {"sizeBytes": "1", "generationDate": "2025-01-14T02:11:27.525Z", "isPartialArchive": partial, "maxPartSizeBytes": "53687091200"}
    return js("window.__THAR_CONFIG", {"userInfo": {"accountId": RANI, "userName": "rani_gardens", "displayName": "Rani Gardens"}, "archiveInfo": info, "readmeInfo": {}, "dataTypes": types})


def archive() -> None:
    listed = [{"tweet": each} for each in tweets()]
    deleted = [{"tweet": tweet(30, "I take this back", deleted_at="2025-01-02T00:00:00.000Z")}]
    community = [{"tweet": tweet(40, "to the gardeners", community_id="99", community_id_str="99", scopes={"followers": False})}]
    counts = {"tweets": len(listed), "deleted-tweets": 1, "community-tweet": 1, "note-tweet": 2, "direct-messages": 3, "direct-messages-group": 1, "like": 1, "direct-message-headers": 3}
    media = {
        f"data/tweets_media/{snowflake(T0 + timedelta(minutes=5))}-AbC.jpg": JPEG,
        f"data/tweets_media/{snowflake(T0 + timedelta(minutes=6))}-clip.mp4": MP4,
        f"data/direct_messages_media/{snowflake(T0 + timedelta(minutes=57, milliseconds=774), 57)}-kL9.jpg": JPEG,
    }
    case("archive-2025", "an archive as since 2022: manifest, tweets, note, deleted, community, direct messages in overlapping pieces, a group, likes", {
        "data/manifest.js": manifest(counts),
        "data/account.js": ytd("account", ACCOUNT),
        "data/tweets.js": ytd("tweets", listed),
        "data/deleted-tweets.js": ytd("deleted_tweets", deleted),
        "data/community-tweet.js": ytd("community_tweet", community),
        "data/note-tweet.js": ytd("note_tweet", notes()),
        "data/direct-messages.js": ytd("direct_messages", direct()),
        "data/direct-messages-group.js": ytd("direct_messages_group", group()),
        "data/direct-message-headers.js": ytd("direct_message_headers", direct()),
        "data/like.js": ytd("like", [{"like": {"tweetId": "1", "fullText": "someone else's words", "expandedUrl": "https://twitter.com/i/web/status/1"}}]),
        **media,
    })


def classic() -> None:
    user = {"name": "Rani Gardens", "screen_name": "rani_gardens", "protected": False, "id_str": "500", "profile_image_url_https": "https://example.org/p.jpg", "id": 500, "verified": False}
    other = {**user, "name": "June", "screen_name": "june_eats", "id_str": "600", "id": 600}

    def old(text: str, created: str, identity: int, **more: Any) -> dict[str, Any]:
        return {"source": "web", "entities": {"user_mentions": [], "media": [], "hashtags": [], "urls": []}, "geo": {}, "id_str": str(identity), "text": text, "id": identity, "created_at": created, "user": user, **more}

    october = [
        old("RT @june_eats: soup &amp; bread", "2012-10-07 07:39:51 +0000", 254848497235398656, retweeted_status=old("soup &amp; bread", "2012-10-06 07:00:00 +0000", 254500000000000000, user=other)),
        old("first words canary", "2009-06-01 00:00:00 +0000", 1990000000),
    ]
    index = [{"file_name": "data/js/tweets/2012_10.js", "year": 2012, "var_name": "tweets_2012_10", "tweet_count": 2, "month": 10}, {"file_name": "data/js/tweets/2012_11.js", "year": 2012, "var_name": "tweets_2012_11", "tweet_count": 4, "month": 11}]
    case("classic-2014", "the archive of 2012-2018: Grailbird, one file a month, each tweet with its user; a month is missing", {
        "data/js/user_details.js": js("var user_details", {"screen_name": "rani_gardens", "location": "", "full_name": "Rani Gardens", "id": "500"}),
        "data/js/payload_details.js": js("var payload_details", {"tweets": 6, "created_at": "2014-01-01 00:00:00 +0000", "lang": "en"}),
        "data/js/tweet_index.js": js("var tweet_index", index),
        "data/js/tweets/2012_10.js": js("Grailbird.data.tweets_2012_10", october, sign=" = \n"),
    })


def others() -> None:
    bare = [{key: value for key, value in tweet(1, "bare in the array canary").items() if key != "edit_info"}]
    case("bare-2019", "a tweet.js of 2018-2020 on its own: no wrapper, no blanks before the bracket, a semicolon at the end", {"tweet.js": js("window.YTD.tweet.part0", bare, sign="=", end=";\n")}, open="tweet.js")
    headers = [{"tweet": {"tweet_id": snowflake(T0), "user_id": RANI, "created_at": T0.strftime("%a %b %d %H:%M:%S +0000 %Y")}}]
    pair = [conversation(f"{RANI}-{TOWHID}", [{"messageCreate": {"id": snowflake(T0), "senderId": TOWHID, "recipientId": RANI, "createdAt": at(0)}}])]
    case("headers-alone", "headers without the files that hold the words: who wrote when", {
        "data/tweet-headers.js": ytd("tweet_headers", headers),
        "data/direct-message-headers.js": ytd("direct_message_headers", pair),
    }, canary="1200000000000000002")
    case("part-of-three", "one of several zips: the archive says that it is partial, a file is missing, a count is not met", {
        "data/manifest.js": manifest({"tweets": 2, "tweets-part1": 5}, partial=True),
        "data/tweets.js": ytd("tweets", [{"tweet": tweet(0, "canary")}]),
    })


def broken() -> None:
    whole = ytd("direct_messages", direct())
    case("broken/cut", "a file of direct messages that ends in the middle of a message", {"direct-messages.js": whole[: whole.index(b"Do not write") + 6]}, open="direct-messages.js")
    turned = ytd("tweets", [{"tweet": tweet(0, "one")}, {"tweet": tweet(1, "two")}]).replace(b"window.YTD", b"window.\x19TD")
    case("broken/assignment-turned", "the assignment is damaged: the array after it is found all the same", {"data/tweets.js": turned, "data/account.js": ytd("account", ACCOUNT)})
    case("broken/comma-lost", "a comma between two conversations is lost", {"data/direct-messages.js": whole.replace(b"  },\n  {\n", b"  }\n  {\n", 1), "data/account.js": ytd("account", ACCOUNT)})
    entries = [7, {"tweet": 5}, {"tweet": {"id": 5.5}}, None, {"tweet": {"full_text": "half \ud83d pair", "id": "12", "entities": [], "user": 4, "created_at": 9}}]
    case("broken/no-tweets", "elements that are no tweets, and half of a surrogate pair", {"data/tweets.js": b"window.YTD.tweets.part0 = " + json.dumps(entries).encode(), "data/account.js": ytd("account", "canary")})


if __name__ == "__main__":
    archive()
    classic()
    others()
    broken()
