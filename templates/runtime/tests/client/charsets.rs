//! Texts that are not UTF-8, and what a `charset` means for them.
use oasmith_runtime::{Answer, Call, Error, ErrorKind, Operation, OperationInfo, RawResponse};
use serde_json::{Value, json};

use super::api::{self, Open};
use super::recorder::{Chunk, Recorder, Reply};

enum Lines {}

impl Operation for Lines {
    type Output = Vec<String>;
    const INFO: &'static OperationInfo = <Open as Operation>::INFO;
    const READ: fn(Answer) -> Result<Vec<String>, Error> = Answer::json_lines;
}

fn reply(content_type: &str, body: Vec<u8>) -> Reply {
    let body: &'static [u8] = body.leak();
    Reply::json(200, "").header("content-type", content_type).body(vec![Chunk::Bytes(body)])
}

async fn raw(content_type: &str, body: impl Into<Vec<u8>>) -> RawResponse {
    let recorder = Recorder::new([reply(content_type, body.into())]);
    let client = api::builder().transport(recorder).build().unwrap();
    Call::<Open>::new(&client).raw().await.unwrap()
}

/// WHATWG Encoding: the index of windows-1252 from 0x80 to 0x9F. Everything else is the character of the same number.
const INDEX: &str = "\u{20AC}\u{81}\u{201A}\u{192}\u{201E}\u{2026}\u{2020}\u{2021}\u{2C6}\u{2030}\u{160}\
    \u{2039}\u{152}\u{8D}\u{17D}\u{8F}\u{90}\u{2018}\u{2019}\u{201C}\u{201D}\u{2022}\u{2013}\u{2014}\u{2DC}\
    \u{2122}\u{161}\u{203A}\u{153}\u{9D}\u{17E}\u{178}";

#[tokio::test]
async fn windows_1252_is_that_of_the_standard() {
    let all: Vec<u8> = (0..=255).collect();
    let text = raw("text/plain; charset=windows-1252", all).await.text().unwrap();
    let characters: Vec<char> = text.chars().collect();
    assert_eq!(characters.len(), 256);
    assert_eq!(characters[0x80..0xA0].iter().collect::<String>(), INDEX);
    for byte in (0..0x80).chain(0xA0..=0xFF_u8) {
        assert_eq!(characters[usize::from(byte)], char::from(byte));
    }
    // A few that everybody knows.
    let known =
        raw("text/plain; charset=windows-1252", &b"\x8010 \x96 \x93\xFC\x94 \x99"[..]).await;
    assert_eq!(known.text().unwrap(), "€10 – “ü” ™");
}

#[tokio::test]
async fn a_charset_is_read_in_all_its_spellings() {
    for parameter in [
        "charset=iso-8859-1",
        "charset=ISO-8859-1",
        "Charset=\"latin1\"",
        "format=flowed; charset=l1; x=y",
        " charset = cp1252 ",
        "charset=x-cp1252",
        "charset=ISO_8859-1:1987",
    ] {
        let answer = raw(&format!("text/plain;{parameter}"), &b"gr\xFCn"[..]).await;
        assert_eq!(answer.text().unwrap(), "grün", "{parameter}");
    }
    for parameter in ["", "; charset=", "; charset", "; charset=UTF8", "; charset=us-ascii"] {
        let media_type = format!("text/plain{parameter}");
        assert_eq!(raw(&media_type, "grün").await.text().unwrap(), "grün", "{parameter}");
        let error = raw(&media_type, &b"gr\xFCn"[..]).await.text().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{parameter}");
        assert_eq!(error.body().unwrap().as_ref(), b"gr\xFCn");
    }
    // A part of another parameter's name, and no media type.
    for media_type in ["text/plain; xcharset=latin1", "text/plain", "charset=latin1"] {
        assert!(raw(media_type, &b"\xFC"[..]).await.text().is_err(), "{media_type}");
    }
}

/// WHATWG Encoding, "decode": a byte order mark says more than the header.
#[tokio::test]
async fn a_byte_order_mark_wins() {
    for charset in ["iso-8859-1", "utf-8", "shift_jis"] {
        let answer = raw(&format!("text/plain; charset={charset}"), "\u{FEFF}grün").await;
        assert_eq!(answer.text().unwrap(), "grün", "{charset}");
    }
}

/// RFC 8259, sections 8.1 and 11: JSON is UTF-8, and a `charset` means nothing unless the bytes are something else.
#[tokio::test]
async fn json_is_utf_8_whatever_its_charset_says() {
    let media_type = "application/json; charset=ISO-8859-1";
    let value = json!({ "a": "grün €" });
    assert_eq!(raw(media_type, value.to_string()).await.json::<Value>().unwrap(), value);
    let bytes = &b"{\"a\":\"gr\xFCn \x80\"}"[..];
    assert_eq!(raw(media_type, bytes).await.json::<Value>().unwrap(), value);
    for media_type in ["application/json", "application/json; charset=utf-8"] {
        let error = raw(media_type, bytes).await.json::<Value>().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.body().unwrap().as_ref(), bytes);
    }
}

#[tokio::test]
async fn lines_of_json_are_read_as_json_is() {
    let media_type = "application/x-ndjson; charset=latin1";
    for body in ["\"gr\u{FC}n\"\n\"a\"\n".as_bytes(), b"\"gr\xFCn\"\n\"a\"\n"] {
        let recorder = Recorder::new([reply(media_type, body.to_vec())]);
        let client = api::builder().transport(recorder).build().unwrap();
        assert_eq!(Call::<Lines>::new(&client).await.unwrap(), ["grün", "a"]);
    }
}
