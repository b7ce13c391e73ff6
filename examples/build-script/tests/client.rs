//! The client that the build script made is one.

use build_script_example::Client;
use build_script_example::model::{Kind, NewPet};

#[test]
fn its_models_and_methods_are_there() {
    let mut pet = NewPet::new("Tom", Kind::Cat);
    pet.born = "2020-02-29".parse().ok();
    let text = serde_json::to_value(&pet).unwrap();
    assert_eq!(text, serde_json::json!({ "name": "Tom", "kind": "cat", "born": "2020-02-29" }));
    let call = |client: &Client| {
        drop(client.pets().list_pets().limit(3));
        drop(client.pets().get_pet("pet-1"));
    };
    let _ = call;
}
