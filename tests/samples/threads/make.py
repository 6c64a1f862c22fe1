"""Writes the sources of these samples again: `python tests/samples/threads/make.py`. Everybody and everything in them is invented.

There is no public sample of these files; key names as in the inventory instagram_keys.csv, `is_reply` as parsers of others read it.
"""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
S0 = 1_754_466_859
"""6 August 2025, 07:54:19 UTC."""
GENERATED = "tests/samples/threads/make.py"
HOME = "your_instagram_activity/threads"


def double(value: Any) -> Any:
    """As Meta writes it: every UTF-8 byte as a character of its own."""
    if isinstance(value, str):
        return value.encode().decode("latin-1")
    if isinstance(value, dict):
        return {double(key): double(each) for key, each in value.items()}
    return [double(each) for each in value] if isinstance(value, list) else value


def meta(value: Any) -> bytes:
    return json.dumps(double(value), indent=2).encode()


def case(name: str, imitates: str, files: dict[str, bytes], **more: str) -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": GENERATED, "imitates": imitates, **more}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def said(text: str, at: int, uri: str = "", *, reply: bool | None = None, **more: Any) -> dict[str, Any]:
    about = {"reply_control": "everyone", "geo_gated_country_list": ""} | ({} if reply is None else {"is_reply": reply})
    medium = {"uri": uri, "creation_timestamp": at, "title": text, "text_app_post": about, "cross_post_source": {"source_app": "FB"}}
    return {"media": [medium], **more}


def main() -> None:
    posts = [
        said("سچ یہ ہے canary 🏺 https://example.org/kiln", S0, reply=False),
        said("That is not what happened.", S0 + 60, reply=True),
        said("", S0 + 120, "media/posts/202508/1.jpg", title="First bowl", creation_timestamp=S0 + 120),
    ]
    about = {"Username": {"href": "", "value": "mehr.talpur", "timestamp": 0}, "Name": {"value": "Mehrunisa Talpur"}}
    written = meta({"text_post_app_text_posts": posts})
    case(
        "posts-2025",
        "what an Instagram export holds of Threads, on its own: posts, a reply, a picture, the profile, likes",
        {
            f"{HOME}/threads_and_replies.json": written,
            f"{HOME}/personal_information.json": meta({"text_post_app_text_post_app_profile": [{"string_map_data": about}]}),
            f"{HOME}/liked_threads.json": meta({"text_post_app_media_likes": []}),
            "media/posts/202508/1.jpg": JPEG,
        },
    )
    case("lone-file", "threads_and_replies.json on its own", {"threads_and_replies.json": written}, open="threads_and_replies.json")
    odd: list[Any] = [said("canary", S0, weather="rain"), {"media": []}, {"media": [{"title": 5}]}, "no object"]
    case(
        "surprises",
        "a new key, a post with nothing in it, wrong types, a record that is no object",
        {f"{HOME}/threads_and_replies.json": meta({"text_post_app_text_posts": odd})},
    )
    case(
        "broken/cut-in-a-post",
        "posts cut in the second",
        {f"{HOME}/threads_and_replies.json": written[: written.index(b"not what")]},
    )


if __name__ == "__main__":
    main()
