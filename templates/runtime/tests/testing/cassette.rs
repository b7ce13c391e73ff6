//! A recording holds what is needed to play it again, and no secret.
use std::fs;
use std::path::PathBuf;

use oasmith_runtime::{Client, Credential, Recorder, Replay, Transport};
use serde_json::json;

use super::api::{builder, mock, put};

/// A file that is gone with the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let name = format!("oasmith-{}-{name}.jsonl", std::process::id());
        Self(std::env::temp_dir().join(name))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn client(transport: impl Transport, key: &str) -> Client {
    builder()
        .base_url("https://pets.example")
        .credential(0, Credential::ApiKey(key.to_owned().into()))
        .credential(1, Credential::ApiKey(key.to_owned().into()))
        .transport(transport)
        .build()
        .expect("a client")
}

#[tokio::test]
async fn what_was_recorded_is_played_once_for_the_same_request() {
    let file = Scratch::new("played");
    let service = mock();
    service
        .on::<super::api::PutPet>()
        .respond(&json!({ "name": "Ada", "token": "planted-answer" }));
    let recorder = Recorder::of(builder, service, &file.0).expect("a file");
    let pet = json!({ "name": "Tom" });
    let first = put(&client(recorder, "planted-key"), "7", "a", &pet).await.expect("an answer");
    let text = fs::read_to_string(&file.0).expect("the file");
    assert_eq!(text.lines().count(), 1);
    for secret in ["planted-key", "planted-answer"] {
        assert!(!text.contains(secret), "{text}");
    }
    // What came back is what the service said; what is written is not.
    assert_eq!(first, json!({ "name": "Ada", "token": "planted-answer" }));
    let replay = Replay::of(builder, &file.0).expect("the file");
    // Another key: it is not what is asked for.
    let client = client(replay, "another-key");
    assert!(put(&client, "8", "a", &pet).await.is_err(), "another path");
    let again = put(&client, "7", "a", &pet).await.expect("the same answer");
    assert_eq!(again, json!({ "name": "Ada", "token": "[redacted]" }));
    assert!(put(&client, "7", "a", &pet).await.is_err(), "it was played already");
}

#[tokio::test]
async fn names_can_be_added() {
    let file = Scratch::new("added");
    let recorder = Recorder::of(builder, mock(), &file.0).expect("a file").redact("name");
    put(&client(recorder, "planted-key"), "7", "a", &json!({ "name": "planted-name" }))
        .await
        .expect("an answer");
    let text = fs::read_to_string(&file.0).expect("the file");
    assert!(!text.contains("planted-name") && !text.contains("Tom"), "{text}");
}

#[test]
fn a_file_of_something_else_is_an_error() {
    let file = Scratch::new("else");
    fs::write(&file.0, "no JSON\n").expect("the file");
    assert!(Replay::of(builder, &file.0).is_err());
    assert!(Replay::of(builder, "there/is/no/such/file").is_err());
}
