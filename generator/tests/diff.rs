//! What `diff` says of pairs of descriptions, against verdicts written by hand from the rules of the Cargo book.

use std::collections::BTreeSet;

use oasmith::diff::{compare, verdict};

mod diff_support;

use diff_support::{cases, surface, table};

fn check(name: &str) {
    let table = table();
    let (_, case) = cases(&table).find(|(other, _)| *other == name).expect("a case of that name");
    let (old, new) = (surface(&table["base"], case, "old"), surface(&table["base"], case, "new"));
    let changes = compare(&old, &new);
    let lines = changes.iter().map(|change| {
        format!("{} {} {}", change.verdict.as_str(), change.what.as_str(), change.path)
    });
    let lines: BTreeSet<String> = lines.filter(|line| !line.starts_with("patch")).collect();
    let texts = |key: &str| -> Option<BTreeSet<String>> {
        let texts = case.get(key)?.as_array().unwrap().iter();
        Some(texts.map(|text| text.as_str().unwrap().to_owned()).collect())
    };
    let all = || {
        changes
            .iter()
            .map(|it| format!("  {} {}", it.path, it.message))
            .collect::<Vec<_>>()
            .join("\n")
    };
    if let Some(expected) = texts("changes") {
        assert_eq!(lines, expected, "\n{}", all());
    }
    if let Some(expected) = texts("any") {
        assert!(expected.is_subset(&lines), "{expected:?} in {lines:?}\n{}", all());
    }
    let found = verdict(&changes).map_or("none", |verdict| verdict.as_str());
    assert_eq!(found, case["verdict"].as_str().unwrap(), "\n{}", all());
    for change in &changes {
        assert!(!change.why.is_empty() && !change.message.is_empty(), "{}", change.path);
    }
}

/// One test for each case, and one that none is forgotten.
macro_rules! pairs {
    ($($name:ident)*) => {
        $(#[test] fn $name() { check(stringify!($name)); })*

        #[test]
        fn every_case_is_a_test() {
            let table = table();
            let names: Vec<&str> = cases(&table).map(|(name, _)| name).collect();
            assert_eq!(names, [$(stringify!($name)),*]);
            assert!(names.len() >= 40);
            for (name, case) in cases(&table) {
                assert!(case["rule"].is_string(), "{name}: by which rule?");
                assert!(case.get("changes").is_some() || case.get("any").is_some(), "{name}");
            }
        }
    };
}

pairs! {
    nothing
    description_of_a_field
    description_of_an_operation
    optional_field_added
    required_field_added
    field_removed
    field_renamed_on_the_wire
    field_renamed_in_rust
    field_key_changed_under_one_name
    field_type_changed
    integer_width_changed
    field_became_required
    field_became_optional
    first_required_field
    null_instead_of_absent
    required_properties_change_places
    optional_properties_change_places
    constant_added
    constant_changed
    additional_properties_allowed
    schema_added
    schema_removed
    schema_renamed_in_rust
    struct_becomes_an_enum
    enum_becomes_a_union
    type_is_split_by_direction
    alias_changes_its_type
    enum_value_added
    value_of_a_closed_enum_added
    enum_value_removed
    enum_value_written_otherwise
    enum_value_named_otherwise
    enums_are_closed
    value_takes_the_name_of_the_rest
    text_enum_becomes_a_number_enum
    branch_of_a_union_added
    branch_of_a_union_removed
    values_of_a_discriminator
    discriminator_names_variants
    operation_added
    operation_removed
    operation_renamed
    operation_moves_to_another_path
    method_of_an_operation
    name_of_a_path_parameter
    optional_parameter_added
    required_parameter_added
    parameter_removed
    parameter_became_required
    parameter_became_optional
    parameter_type_changed
    parameter_may_be_null
    text_parameter_may_be_null
    arguments_change_places
    parameter_style
    parameter_moves_to_a_header
    media_type_of_a_body
    second_media_type_of_a_body
    body_became_required
    status_of_an_answer
    second_success_of_another_type
    answer_of_another_type
    failure_gets_a_body
    failure_without_a_body
    headers_of_an_answer
    operation_is_deprecated
    second_tag
    third_tag
    tag_removed
    operation_moves_to_another_tag
    security_scheme_added
    security_scheme_removed
    credential_in_another_header
    scheme_of_another_kind
    operation_needs_a_credential
    address_of_the_server
    derive_added
    field_costs_a_derive
    type_is_only_received_now
    dates_of_another_crate
    webhook_added
    environment_variable_renamed
    struct_outgrows_its_variant
}
