//! Unions: which variant a value is read as, and that it is sent as it came.

use golden_unions::model;
use serde_json::{Value, json};

/// A test per case: the JSON text, the variant it is, and, when it is not the same, what is sent of it.
macro_rules! union {
    ($test:ident: $group:ident of $type:ident { $($json:tt => $variant:pat $(=> $sent:tt)?,)+ }) => {
        #[tokio::test]
        async fn $test() {
            use model::$type as T;
            $(
                let json = json!($json);
                let nothing = T::Unknown(Value::Null);
                let (_, received) = exchange!(golden_unions.$group.$group, &nothing, &json.to_string());
                assert!(matches!(received, $variant), "{json} is {received:?}");
                let (sent, _) = exchange!(golden_unions.$group.$group, &received, "null");
                #[allow(unused_mut, unused_assignments, reason = "some are sent as they came")]
                let mut expected = json;
                $(expected = json!($sent);)?
                assert_eq!(sent, expected, "{received:?}");
            )+
        }
    };
}

union!(mapping_names_variants: mapped of Mapped {
    {"petType": "cat", "lives": 9} => T::Cat(model::Cat { lives: Some(9), .. }),
    {"name": "Rex", "petType": "dog"} => T::Dog(_),
    // A second name of the same variant; the first is sent.
    {"petType": "kitten", "name": "Tom"} => T::Cat(_) => {"petType": "cat", "name": "Tom"},
    // With a mapping, names of schemas are no tags unless they are in it.
    {"petType": "fish", "fins": [1, 2]} => T::Unknown(_),
    {"name": "Rex"} => T::Unknown(_),
    {"petType": 1} => T::Unknown(_),
    "text" => T::Unknown(_),
});

union!(schema_names_are_tags_without_a_mapping: unmapped of Unmapped {
    {"petType": "Cat", "name": "Tom"} => T::Cat(_),
    {"petType": "Dog", "name": "Rex", "packSize": 2} => T::Dog(model::Dog { pack_size: Some(2), .. }),
    {"petType": "cat"} => T::Unknown(_),
});

union!(a_discriminator_can_be_a_field: tag_is_field of Vehicle {
    {"kind": "car", "doors": 5} => T::Car(model::Car { doors: 5, .. }),
    {"kind": "bike"} => T::Bike(_),
    {"kind": "tank", "guns": 1} => T::Unknown(_),
});

union!(variants_can_have_the_same_enum: same_inner_enum of SameInnerEnum {
    {"event": "created", "level": "low"} => T::Created(model::SameInnerEnumCreated { level: model::SameInnerEnumCreatedLevel::Low, .. }),
    {"event": "removed", "level": "high"} => T::Removed(_),
    {"event": "moved", "level": "high"} => T::Unknown(_),
});

union!(a_type_is_one_variant: one_type_twice of OneTypeTwice {
    {"cents": 100} => T::Amount(model::Amount { cents: 100, .. }),
    "100" => T::String(_),
    100 => T::Unknown(_),
});

union!(objects_are_told_apart_by_required_keys: any_of_objects of AnyOfObjects {
    {"email": "a@example.com"} => T::ByEmail(_),
    {"email": "a@example.com", "name": "A"} => T::ByEmail(_),
    {"phone": "1"} => T::ByPhone(_),
    {"fax": "1"} => T::Unknown(_),
    // `anyOf`: the required keys of both are there, and only the first knows `name`.
    {"email": "a@example.com", "name": "A", "phone": null} => T::ByEmail(_) => {"email": "a@example.com", "name": "A"},
});

union!(primitives_are_told_apart_by_their_json_type: primitives of Primitives {
    true => T::Boolean(true),
    1.5 => T::Number(_),
    "1" => T::String(_),
    ["a"] => T::List(_),
    {"a": 1} => T::Map(_),
    [1] => T::Unknown(_),
    {"a": "b"} => T::Unknown(_),
});

union!(constants_name_variants: by_constant of ByConstant {
    {"op": "add", "value": 1} => T::Add(model::ByConstantAdd { value: 1, .. }),
    {"op": "remove", "path": "/a"} => T::Remove(_),
    {"op": "move"} => T::Unknown(_),
});

union!(children_are_variants_of_their_parent: inherited of Shape {
    {"shapeType": "circle", "label": "c", "radius": 1.5} => T::Circle(_),
    {"shapeType": "Square", "side": 2.0} => T::Square(_),
    {"shapeType": "Star", "points": 5} => T::Unknown(_),
});

union!(a_parent_is_a_variant_of_the_values_without_a_child: itself of Rule {
    {"kind": "weekly_rule", "at": "08:00", "day": 1} => T::WeeklyRule(_),
    {"kind": "daily_rule", "at": "08:00"} => T::Base(_),
    {"kind": "hourly_rule", "at": "08:00"} => T::Unknown(_),
});

#[tokio::test]
async fn a_tag_is_sent_though_it_is_no_field() {
    let cat = model::Mapped::Cat(model::Cat::default());
    let (sent, _) = exchange!(golden_unions.mapped.mapped, &cat, "null");
    assert_eq!(sent, json!({"petType": "cat"}));
}

#[tokio::test]
async fn inline_alternatives_are_called_after_what_is_theirs() {
    let card = model::InlineOneOfRequest::Card(model::InlineOneOfRequestCard::new("4000"));
    let answer = r#"{"owner": {"id": 7}}"#;
    let (sent, received) = exchange!(golden_unions.inline_one_of.inline_one_of, &card, answer);
    assert_eq!(sent, json!({"card": "4000"}));
    let Some(model::InlineOneOfResponseOwner::Object(owner)) = received.owner else {
        panic!("{received:?}");
    };
    assert_eq!(owner.id, 7);
    let answer = r#"{"owner": "me"}"#;
    let (_, received) = exchange!(golden_unions.inline_one_of.inline_one_of, &card, answer);
    assert_eq!(received.owner, Some(model::InlineOneOfResponseOwner::String("me".to_owned())));
}

#[tokio::test]
async fn what_is_no_union_at_a_second_look() {
    let json = json!({
        "single": {"cents": 1}, "maybe": null, "color": "blue", "knownOrText": "huge", "textOrList": ["a", "b"],
        "listOfEither": [1, "one"],
    });
    let nothing = model::Others::default();
    let (_, received) = exchange!(golden_unions.others.others, &nothing, &json.to_string());
    assert_eq!(received.single, Some(model::Amount::new(1)));
    assert_eq!(received.maybe, Some(None));
    assert_eq!(received.color, Some(model::OthersColor::Blue));
    let huge = model::OthersKnownOrText::Unknown("huge".to_owned());
    assert_eq!(received.known_or_text, Some(huge));
    let either = received.list_of_either.as_deref().unwrap_or_default();
    let one = model::OthersListOfEitherItem::String("one".to_owned());
    assert_eq!(either, [model::OthersListOfEitherItem::Integer(1), one]);
    let (sent, _) = exchange!(golden_unions.others.others, &received, "{}");
    assert_eq!(sent, json);
}
