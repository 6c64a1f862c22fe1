"""Writes the sources of these samples again: `python tests/samples/facebook/make.py`. Everybody and everything in them is invented.

The layouts are those of export-formats.md 1.1; key names as in the inventory and samples of others that about.toml names.
"""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
DAY = 86_400_000
T0 = 1_700_000_000_000
"""14 November 2023, 22:13:20 UTC."""
S0 = T0 // 1000
ZARAK, MEHR, NOOR, ADA = "Zarak Khoso", "Mehrunisa Talpur", "Noor Jahan Bux", "Ada Fenwick-Ngo"
HOME = "your_facebook_activity"
GENERATED = "tests/samples/facebook/make.py"


def double(value: Any) -> Any:
    """As Meta writes it: every UTF-8 byte as a character of its own. Keys too."""
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass").decode("latin-1")
    if isinstance(value, dict):
        return {double(key): double(each) for key, each in value.items()}
    return [double(each) for each in value] if isinstance(value, list) else value


def meta(value: Any) -> bytes:
    """JSON as Meta writes it."""
    return json.dumps(double(value), indent=2).encode()


def case(name: str, imitates: str, files: dict[str, bytes], **more: str) -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": GENERATED, "imitates": imitates, **more}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def said(sender: str, at: int, content: str | None = None, **more: Any) -> dict[str, Any]:
    fact: dict[str, Any] = {"sender_name": sender, "timestamp_ms": at}
    if content is not None:
        fact["content"] = content
    return {**fact, **more, "is_geoblocked_for_viewer": False}


def thread(names: list[str], messages: list[Any], path: str, title: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "participants": [{"name": name} for name in names],
        "messages": messages,
        "title": title or names[0],
        "is_still_participant": True,
        "thread_path": path,
        "magic_words": [],
        **more,
    }


def entry(at: int, title: str, data: list[Any], attached: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    """A post, comment or reaction."""
    parts = {} if attached is None else {"attachments": [{"data": attached}]}
    return {"timestamp": at, **parts, "data": data, "title": title, **more}


def medium(uri: str, at: int, description: str = "", **more: Any) -> dict[str, Any]:
    return {"uri": uri, "creation_timestamp": at, "media_metadata": {"photo_metadata": {}}, "description": description, **more}


def boxes() -> dict[str, bytes]:
    """Threads of an export since 2023, in all its boxes."""
    box = f"{HOME}/messages"
    here = f"{box}/inbox/zarakkhoso_1234567890"
    first = [
        said(ZARAK, T0 + 9 * DAY, is_unsent=True),
        said(ZARAK, T0 + 8 * DAY, f"{ZARAK} missed your call.", call_duration=0),
        said(ZARAK, T0 + 7 * DAY, "The video call ended.", call_duration=61),
        said(ZARAK, T0 + 6 * DAY, "میں نے سب دیکھا canary 🔥", reactions=[{"reaction": "😡", "actor": MEHR}]),
        said(MEHR, T0 + 5 * DAY, "Do not write again."),
    ]
    second = [
        said(
            ZARAK,
            T0 + 4 * DAY,
            photos=[{"uri": f"{here}/photos/1001.jpg", "creation_timestamp": S0}, {"uri": "bare.jpg", "creation_timestamp": S0}],
            videos=[{"uri": "https://video.example.org/expired.mp4", "creation_timestamp": S0}],
            gifs=[{"uri": f"{here}/gifs/1.gif"}],
            files=[{"uri": f"{here}/files/list.docx", "creation_timestamp": S0}],
            sticker={"uri": f"{box}/stickers_used/1.png", "ai_stickers": []},
        ),
        said(ZARAK, T0 + 3 * DAY, "look", share={"link": "https://example.org/p/1", "share_text": "words of others"}, is_taken_down=True),
        said(ZARAK, T0 + 2 * DAY, "Zarak sent an attachment.", ip="192.0.2.1"),
        said(ZARAK, T0 + DAY, bumped_message_metadata={"bumped_message": "", "is_bumped": False}),
    ]
    group = [
        said(NOOR, T0 + 6, "Kiln is free on Sunday"),
        said(NOOR, T0 + 5, f"{NOOR} left the group."),
        said(NOOR, T0 + 4, f"{NOOR} added {ADA} to the group."),
        said(MEHR, T0 + 3, "You named the group Kiln: the second firing."),
        said(ADA, T0 + 2, f"{NOOR} left the group."),
        said(ADA, T0 + 1, f"{ADA} set the nickname for {NOOR} to Kiln Queen."),
        said(ADA, T0, f"{ADA} sang to the group."),
    ]
    request = [said("Facebook user", T0 + 1, "I know where you live. canary"), said("Facebook user", T0, "hi")]
    kept = [said(ZARAK, T0 - DAY, "before the switch")]
    return {
        f"{here}/message_1.json": meta(thread([ZARAK, MEHR], first, "inbox/zarakkhoso_1234567890")),
        f"{here}/message_2.json": meta(thread([ZARAK, MEHR], second, "inbox/zarakkhoso_1234567890")),
        f"{here}/photos/1001.jpg": JPEG,
        f"{box}/stickers_used/1.png": b"\x89PNG\r\n\x1a\ncanary",
        f"{box}/archived_threads/kiln_55/message_1.json": meta(
            thread([NOOR, ADA, MEHR], group, "archived_threads/kiln_55", "Kiln 🔥", joinable_mode={"mode": 1, "link": ""})
        ),
        f"{box}/message_requests/facebookuser_9/message_1.json": meta(
            thread(["Facebook user", MEHR], request, "message_requests/facebookuser_9", is_pending=True)
        ),
        f"{box}/filtered_threads/facebookuser_8/message_1.json": meta(
            thread(["Facebook user", MEHR], [said("Facebook user", T0, "buy now")], "filtered_threads/facebookuser_8")
        ),
        f"{box}/e2ee_cutover/zarakkhoso_77/message_1.json": meta(thread([ZARAK, MEHR], kept, "e2ee_cutover/zarakkhoso_77")),
        f"{box}/support_messages.json": meta(
            {
                "support_messages": {
                    "10223298304470161": {
                        "subject": "Your report",
                        "timestamp": S0,
                        "messages": [
                            {
                                "from": "Facebook",
                                "to": MEHR,
                                "message": "We looked at the profile you reported and decided not to remove it.",
                                "subject": "Your report",
                                "timestamp": S0,
                            }
                        ],
                    }
                }
            }
        ),
        f"{HOME}/groups/your_group_messages/1122.json": meta(
            {"thread_name": "Potters of Clifton", "messages": [said(NOOR, T0, "glaze shares, anyone?")]}
        ),
        f"{box}/secret_conversations.json": meta({"secret_conversations_v2": {"armadillo_devices": [], "tincan_devices": []}}),
    }


def public() -> dict[str, bytes]:
    """Posts, comments, reactions of an export since 2023."""
    label = {
        "timestamp": S0 + 5,
        "media": [],
        "label_values": [
            {"label": "Reaktion", "value": "Wütend"},
            {"label": "URL", "value": "https://www.facebook.com/groups/1", "href": "https://www.facebook.com/groups/1"},
            {"title": "Gruppe", "dict": [{"dict": [{"label": "Name", "value": "Potters"}], "title": ""}]},
        ],
        "fbid": "61550000000001",
    }
    post = f"{HOME}/posts/your_posts__check_ins__photos_and_videos_1.json"
    return {
        post: meta(
            [
                entry(
                    S0,
                    f"{MEHR} added a new photo.",
                    [{"post": "First bowl 🏺 canary"}, {"update_timestamp": S0 + 60}],
                    [{"media": medium(f"{HOME}/posts/media/1.jpg", S0, "First bowl 🏺 canary")}, {"place": {"name": "Clifton", "url": ""}}],
                    tags=["Noor Jahan Bux"],
                ),
                entry(S0 + 1, f"{MEHR} shared a link.", [], [{"external_context": {"url": "https://example.org/kiln", "name": "Kiln"}}]),
                entry(S0 + 2, f"{MEHR} wrote on {NOOR}'s profile.", [{"post": "Happy birthday!"}, {"backdated_timestamp": S0}]),
                {"timestamp": S0 + 3, "title": f"{MEHR} updated her status."},
            ]
        ),
        f"{HOME}/posts/media/1.jpg": JPEG,
        f"{HOME}/posts/album/0.json": meta(
            {
                "name": "Schalen",
                "photos": [medium(f"{HOME}/posts/media/2.jpg", S0, "Second bowl"), medium(f"{HOME}/posts/media/3.jpg", S0 + 1)],
                "cover_photo": medium(f"{HOME}/posts/media/2.jpg", S0, "Second bowl"),
                "last_modified_timestamp": S0,
                "description": "",
            }
        ),
        f"{HOME}/posts/your_videos.json": meta({"videos_v2": [medium(f"{HOME}/posts/media/4.mp4", S0, "Wheel", dubbing_info=[])]}),
        f"{HOME}/posts/trash.json": meta({"trash_v2": [entry(S0, f"{MEHR} shared a post.", [{"post": "thrown away"}])]}),
        f"{HOME}/posts/posts_on_other_pages_and_profiles.json": meta(
            [{"timestamp": S0, "media": [], "label_values": [{"label": "Message", "value": "On your page"}], "fbid": "1"}]
        ),
        f"{HOME}/stories/archived_stories.json": meta(
            {"archived_stories_v2": [entry(S0, f"{MEHR} added to her story.", [], [{"media": medium("stories/1.jpg", S0)}])]}
        ),
        f"{HOME}/stories/story_reactions.json": meta({"stories_feedback_v2": [entry(S0, f"{MEHR} reacted.", [{"text": "😍"}])]}),
        f"{HOME}/reels/your_reels.json": meta({"lasso_videos_v2": [entry(S0, f"{MEHR} posted a reel.", [{"post": "Reel"}])]}),
        f"{HOME}/comments_and_reactions/comments.json": meta(
            {
                "comments_v2": [
                    entry(
                        S0,
                        f"{MEHR} replied to {ZARAK}'s comment.",
                        [{"comment": {"timestamp": S0, "comment": "That is a lie. https://example.org/x", "author": MEHR}}],
                        [{"media": medium(f"{HOME}/comments_and_reactions/media/1.jpg", S0)}],
                    ),
                    entry(S0 + 1, f"{MEHR} commented on a post.", []),
                ]
            }
        ),
        f"{HOME}/comments_and_reactions/likes_and_reactions.json": meta([label]),
        f"{HOME}/comments_and_reactions/likes_and_reactions_1.json": meta(
            [entry(S0, f"{MEHR} likes {NOOR}'s photo.", [{"reaction": {"reaction": "LIKE", "actor": MEHR}}])]
        ),
        f"{HOME}/groups/your_comments_in_groups.json": meta(
            {
                "group_comments_v2": [
                    entry(
                        S0, f"{MEHR} commented.", [{"comment": {"timestamp": S0, "comment": "Danke", "author": MEHR, "group": "Potters 🏺"}}]
                    )
                ]
            }
        ),
        f"{HOME}/groups/group_posts_and_comments.json": meta(
            {"group_posts_v2": [entry(S0, f"{MEHR} posted in Potters 🏺.", [{"post": "Who fires on Sunday?"}])]}
        ),
        "personal_information/profile_information/profile_information.json": meta(
            {"profile_v2": {"name": {"full_name": MEHR, "first_name": "Mehrunisa"}, "username": "mehr.talpur"}}
        ),
        "connections/friends/received_friend_requests.json": meta({"received_requests_v2": [{"name": ZARAK, "timestamp": S0}]}),
        "connections/friends/rejected_friend_requests.json": meta({"rejected_requests_v2": [{"name": ZARAK, "timestamp": S0 + 9}]}),
        f"{HOME}/other_activity/pokes.json": meta(
            {"pokes_v2": [{"poker": ZARAK, "pokee": MEHR, "rank": 1, "timestamp": S0}, {"poker": "", "timestamp": S0}]}
        ),
        "connections/friends/your_friends.json": meta({"friends_v2": [{"name": NOOR, "timestamp": S0}]}),
    }


def folders() -> None:
    case(
        "folders-2024",
        "your_facebook_activity/ since 2023: every box, e2ee_cutover without the other export, posts, comments, groups, label_values",
        {**boxes(), **public()},
    )


def top_level() -> None:
    names = [ZARAK, MEHR]
    messages = [
        {"sender_name": ZARAK, "timestamp_ms": T0, "content": "canary تم جھوٹی ہو", "type": "Generic"},
        {"sender_name": ZARAK, "timestamp_ms": T0 - 1, "content": f"{ZARAK} called you.", "type": "Call", "call_duration": 3},
        {"sender_name": NOOR, "timestamp_ms": T0 - 2, "content": "Noor added you.", "type": "Subscribe", "users": [{"name": MEHR}]},
    ]
    stated = thread(names, messages, "inbox/ZarakKhoso_XXnwiz4w7g", thread_type="Regular")
    photo = medium("photos_and_videos/Bowls_1/7.jpg", S0, "Bowl")
    remarks = [
        {"timestamp": S0 + 1, "comment": "Ugly. Like you. canary", "author": ZARAK},
        {"timestamp": S0 + 2, "comment": "Leave her alone", "author": NOOR},
        {"timestamp": S0 + 3, "comment": "Blocked.", "author": MEHR},
    ]
    in_post = medium("photos_and_videos/Bowls_1/8.jpg", S0, "", comments=[{"timestamp": S0 + 4, "comment": "پھر وہی", "author": ZARAK}])
    case(
        "top-level-2019",
        "the layout of 2018-2022: folders at the top, keys without a number, others' words under photos and on the timeline",
        {
            "messages/inbox/ZarakKhoso_XXnwiz4w7g/message_1.json": meta(stated),
            "posts/your_posts_1.json": meta([entry(S0, f"{MEHR} added a photo.", [{"post": "Bowls"}], [{"media": in_post}])]),
            "posts/other_people's_posts_to_your_timeline.json": meta(
                {
                    "wall_posts_sent_to_you": {
                        "activity_log_data": [entry(S0, f"{ZARAK} wrote on your timeline.", [{"post": "Everybody should know. canary"}])]
                    }
                }
            ),
            "photos_and_videos/album/0.json": meta({"name": "Bowls", "photos": [{**photo, "comments": remarks}, photo], "description": ""}),
            "photos_and_videos/Bowls_1/7.jpg": JPEG,
            "comments/comments.json": meta(
                {"comments": [entry(S0, f"{MEHR} commented.", [{"comment": {"timestamp": S0, "comment": "Thanks", "author": MEHR}}])]}
            ),
            "groups/your_posts_and_comments_in_groups.json": meta(
                {"group_posts": {"activity_log_data": [entry(S0, f"{MEHR} posted in Potters.", [{"post": "Sunday?"}])]}}
            ),
            "likes_and_reactions/posts_and_comments.json": meta(
                {"reactions": [entry(S0, f"{MEHR} likes it.", [{"reaction": {"reaction": "ANGER", "actor": MEHR}}])]}
            ),
            "profile_information/profile_information.json": meta({"profile": {"name": MEHR, "username": "mehr.talpur"}}),
            "friends/friends.json": meta({"friends": []}),
        },
    )


def others() -> None:
    box = "your_activity_across_facebook/messages"
    messages = [
        said(ZARAK, T0, "canary", photos=[{"uri": f"{box}/inbox/zarak_1/photos/5.jpg", "creation_timestamp": S0}]),
        said(ZARAK, T0 - 1, audio_files=[{"uri": f"{box}/inbox/zarak_1/audio/6.mp4", "creation_timestamp": S0}]),
    ]
    case(
        "part-two",
        "the second zip of an export in several (2023, your_activity_across_facebook): message_2.json without message_1.json",
        {f"facebook-mehr-2023-part_2/{box}/inbox/zarak_1/message_2.json": meta(thread([ZARAK, MEHR], messages, "inbox/zarak_1"))},
        open="facebook-mehr-2023-part_2",
    )
    plain = {"sender_name": ZARAK, "timestamp_ms": T0, "content": "hello canary"}
    case(
        "lone-thread",
        "a thread file on its own of which nothing tells whose it is, as in kawsay__inbox_jose_message_1.json",
        {"message_1.json": meta(thread([ZARAK, MEHR], [plain, {**plain, "sender_name": MEHR, "content": "no"}], "inbox/zarak_1"))},
        open="message_1.json",
    )
    internal = {"uri": "messages/stickers_used/1.png", "media_path_INTERNAL": "", "type_INTERNAL": ""}
    old = [{"sender_id_INTERNAL": 0, "sender_name": ZARAK, "timestamp_ms": 1_380_000_000_000, "content": "canary", "sticker": internal}]
    case(
        "lone-thread-of-2013",
        "a thread file on its own with keys and a time that only Facebook's have, a byte order mark before it, as in 2A_7M.json",
        {"anything.json": b"\xef\xbb\xbf" + meta(thread([ZARAK, MEHR], old, "inbox/zarak_1"))},
        open="anything.json",
    )


def surprises() -> None:
    messages: list[Any] = [
        said(ZARAK, T0, "a key of next year canary", newkey={"inner": 1}),
        {"sender_name": ZARAK, "timestamp_ms": "yesterday", "content": "a time in words"},
        {"sender_name": ["a", "list"], "timestamp_ms": T0, "content": {"an": "object"}, "photos": "a string", "reactions": 7},
        "no object",
        {},
    ]
    posts: list[Any] = [
        entry(S0, "canary", [{"post": 5, "mood": "blue"}], [{"media": {"uri": 3}}, "no object"], weather="rain"),
        {"timestamp": 17_257_039_188_301, "data": "a string", "title": "in the year 546842"},
        "no object",
        {},
    ]
    case(
        "surprises",
        "what is not there yet or should not be: new keys, wrong types, times that are none, records that are no objects",
        {
            f"{HOME}/messages/inbox/zarak_1/message_1.json": meta(thread([ZARAK, MEHR], messages, "inbox/zarak_1", thread_theme="blue")),
            f"{HOME}/posts/your_posts__check_ins__photos_and_videos_1.json": meta(posts),
            f"{HOME}/stories/archived_stories.json": b"[object Object]",
            f"{HOME}/comments_and_reactions/comments.json": meta({"comments_v2": [{"timestamp": S0, "data": [{"comment": "words"}]}, 1]}),
        },
    )


def damaged() -> None:
    thread_at, album_at = f"{HOME}/messages/inbox/zarak_1/message_1.json", f"{HOME}/posts/album/0.json"
    whole = meta(thread([ZARAK, MEHR], [said(ZARAK, T0 - index, f"message {index} canary") for index in range(6)], "inbox/zarak_1"))
    remarks = [{"timestamp": S0, "comment": "remark canary", "author": ZARAK}]
    album = meta({"name": "Bowls", "photos": [medium(f"{number}.jpg", S0, f"bowl {number}", comments=remarks) for number in range(4)]})
    posts = meta([entry(S0 + number, f"post {number}", [{"post": f"words {number} canary"}]) for number in range(4)])
    at, middle = whole.index(b"message 3"), album.index(b"bowl 2")
    cases = {
        "cut-in-a-message": ("a thread cut in its fourth message", thread_at, whole[: at + 4]),
        "quote-lost": ("a quotation mark of the fourth message lost", thread_at, whole[: at - 1] + b" " + whole[at:]),
        "key-turned": ("a letter of the key `messages` turned", thread_at, whole.replace(b'"messages"', b'"mussages"')),
        "no-utf8": ("bytes that are no UTF-8 in a text", thread_at, whole.replace(b"message 3", b"message \xff\xfe")),
        "deep": ("arrays 3,000 deep in one message", thread_at, whole.replace(b'"message 3 canary"', b"[" * 3_000 + b"]" * 3_000)),
        "empty": ("an empty file", thread_at, b""),
        "album-cut": ("an album cut in its third photo, with others' words before it", album_at, album[:middle]),
        "album-quote-lost": ("a quotation mark of the third photo lost", album_at, album[: middle - 1] + b" " + album[middle:]),
        "posts-cut": ("posts cut in the third", f"{HOME}/posts/your_posts_1.json", posts[: posts.index(b"words 2") + 3]),
    }
    for name, (what, path, data) in cases.items():
        case(f"broken/{name}", what, {path: data})


def page(title: str, blocks: list[str], around: str = '<main class="_a706" role="main">%s</main>') -> bytes:
    """A page of the HTML form, its style sheet shortened."""
    style = "<style>._a6-g{background:#fff}._a6-o{color:gray}._2lem{color:gray}</style>"
    body = around % "".join(blocks)
    return f'<html><head><meta charset="utf-8"><base href="../../../../"/><title>{title}</title>{style}</head><body>{body}</body></html>'.encode()


def block(sender: str, text: str, time: str, more: str = "", reactions: str = "") -> str:
    """A message since 2024."""
    given = f'<ul class="_a6-q">{reactions}</ul>' if reactions else ""
    return (
        f'<section class="_a6-g" aria-labelledby="u_0_1"><h2 class="_2ph_ _a6-h _a6-i" id="u_0_1">{sender}</h2><div class="_2ph_ _a6-p"><div>'
        f"<div></div><div>{text}</div><div>{more}</div><div></div><div>{given}</div></div></div>"
        f'<footer class="_3-94 _a6-o"><div class="_a72d">{time}</div></footer></section>'
    )


def older(sender: str, text: str, time: str, more: str = "", reactions: str = "") -> str:
    """A message of 2018 to 2021."""
    given = f'<ul class="_tqp">{reactions}</ul>' if reactions else ""
    return (
        f'<div class="pam _3-95 _2pi0 _2lej uiBoxWhite noborder"><div class="_3-96 _2pio _2lek _2lel">{sender}</div><div class="_3-96 _2let">'
        f"<div><div></div><div>{text}</div><div>{more}</div><div></div><div>{given}</div></div></div>"
        f'<div class="_3-94 _2lem">{time}</div></div>'
    )


def oldest(people: str, *said: tuple[str, str, str]) -> str:
    """A thread of messages.htm."""
    messages = (
        f'<div class="message"><div class="message_header"><span class="user">{sender}</span><span class="meta">{time}</span></div></div>'
        f"<p>{text}</p>"
        for sender, time, text in said
    )
    return f'<div class="thread">{people}' + "".join(messages) + "</div>"


def pages() -> None:
    box = f"{HOME}/messages"
    photo = f"{box}/inbox/zarakkhoso_1234567890/photos/1001.jpg"
    shown = f'<a href="{photo}"><img src="{photo}" class="_a6_o _3-96"/></a>'
    link = '<div><a target="_blank" href="https://example.org/p/1">https://example.org/p/1</a></div>'
    people = '<div class="_3-95 _a6-g"><div class="_2ph_ _a6-h">Participants: Zarak Khoso and Mehrunisa Talpur</div></div>'
    said = [
        people,
        block(ZARAK, "میں نے سب دیکھا canary 🔥<br/>اور تم?", "Nov 14, 2023 10:13:20 pm", reactions="<li><span>😡Mehrunisa Talpur</span></li>"),
        block(MEHR, "Do not write again. 1 &lt; 2 &amp; cafÃ©", "Nov 14, 2023 10:13:21 pm"),
        block(ZARAK, "", "Nov 14, 2023 12:00:00 am", shown),
        block(ZARAK, "look", "yesterday", link),
        block(ZARAK, "The video call ended.", "Nov 13, 2023 9:00:00 am", "<div>Duration: 61 seconds</div>"),
    ]
    case(
        "pages-2024",
        "the HTML form since 2024: sections, times without a zone, a list of participants, no ids; proper UTF-8",
        {
            f"{box}/inbox/zarakkhoso_1234567890/message_1.html": page("Zarak Khoso", said),
            photo: JPEG,
            f"{box}/message_requests/facebookuser_9/message_1.html": page(
                "Facebook user", [block("Facebook user", "I know where you live. canary", "9 de octubre de 2023, 8:09:15 a. m.")]
            ),
            f"{box}/chats.html": page("Chats", []),
            "start_here.html": page("Start here", []),
        },
    )
    blocks = [
        older(ZARAK, "canary", "05/11/2019, 22:13", reactions="<li>👍Mehrunisa Talpur</li>"),
        older(MEHR, "No.", "25/11/2019, 07:00"),
        older(NOOR, "What is this?", "01/12/2019, 07:00", '<video src="messages/inbox/Kiln_XXnwiz4w7g/videos/1.mp4"></video>'),
    ]
    around = '<div class="_4t5n" role="main">%s</div>'
    people = '<div class="pam _3-95 _2pi0 _2lej uiBoxWhite noborder"><div class="_3-96 _2pio _2lek">Participants: …</div></div>'
    old = page("Kiln", [people, *blocks], around)
    case(
        "pages-2019",
        "the HTML form of 2018 to 2021: dates in numbers, which a day above 12 settles for the file",
        {"messages/inbox/Kiln_XXnwiz4w7g/message_1.html": old, "photos_and_videos/album/0.html": page("Bowls", [], around)},
    )
    case(
        "lone-page",
        "a page of 2018 to 2021 on its own: nothing tells whose it is, and nothing tells the day from the month",
        {"message_1.html": page("Zarak Khoso", [older(ZARAK, "hello canary", "05/11/2019, 22:13")], around)},
        open="message_1.html",
    )
    threads = [
        oldest(
            f"{ZARAK}, {MEHR}",
            (ZARAK, "Friday, October 4, 2013 at 10:05pm PDT", "canary &amp; worse"),
            (MEHR, "Friday, October 4, 2013 at 10:06pm PDT", "Stop."),
        ),
        oldest(
            f"{ZARAK}, {MEHR}, {NOOR}",
            (NOOR, "Friday, 19 August 2016 at 13:13 UTC+01", "Kiln?"),
            (MEHR, "vendredi 19 août 2016, 14:13 CEST", ""),
        ),
    ]
    case(
        "messages-htm-2013",
        "the single messages.htm of before 2018, threads behind each other; zones by letters and as an offset",
        {"html/messages.htm": page("Mehrunisa Talpur - Messages", threads, '<div class="contents"><div>%s</div></div>'), "index.htm": b"<html>"},
    )
    whole = page("Zarak Khoso", [block(ZARAK, f"message {number} canary", f"Nov 14, 2023 10:13:2{number} pm") for number in range(4)])
    at = whole.index(b"message 2")
    name = f"{box}/inbox/zarak_1/message_1.html"
    opening = b'<section class="_a6-g"'
    cases = {
        "page-cut": ("a page cut in its third message", whole[: at + 4]),
        "page-opening-lost": ("the beginning of the third message lost", whole[: whole.rindex(opening, 0, at)] + whole[at:]),
        "page-deep": ("3,000 open elements in a message", whole.replace(b"message 2", b"<div>" * 3_000 + b"message 2")),
        "page-no-utf8": ("bytes that are no UTF-8 in a text", whole.replace(b"message 2", b"message \xff\xfe")),
    }
    for case_name, (what, data) in cases.items():
        case(f"broken/{case_name}", what, {name: data})


def main() -> None:
    pages()
    folders()
    top_level()
    others()
    surprises()
    damaged()


if __name__ == "__main__":
    main()
