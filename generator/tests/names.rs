//! Names of a whole API: hard cases by scope, and properties that hold for every API.

mod names_support;

use names_support::{
    ApiBuilder, assign, enumeration, field, member_names, object, operation, parameter, union,
    variant,
};
use oasmith::config::Config;
use oasmith::ir::{Location, Parent, Role, Tag, Type, TypeKind};
use oasmith::names::{Ident, Rule, dump};
use oasmith::source::Pointer;

#[test]
fn fields_that_differ_in_little() {
    let table: &[(&[&str], &[&str])] = &[
        (&["type", "@type", "$type"], &["type_", "at_type", "dollar_type"]),
        (&["+1", "-1", "laugh"], &["plus_1", "minus_1", "laugh"]),
        (&["id", "_id", "id_"], &["id", "underscore_id", "id_underscore"]),
        (&["self", "crate", "gen", "try"], &["self_", "crate_", "gen_", "try_"]),
        (&["configuration", "client", "request"], &["configuration", "client", "request"]),
        (&["fooBar", "foo_bar"], &["foo_bar_camel_case", "foo_bar"]),
        (&["Name", "name", "NAME"], &["name_capitalized", "name", "name_uppercase"]),
        (&["", " "], &["empty", "space"]),
        (&["2fa", "1.5"], &["n2fa", "n1_5"]),
        (&["größe", "名前"], &["größe", "名前"]),
        (&["at_type", "@type", "type"], &["at_type", "type_lowercase", "type_"]),
    ];
    for (wire, expected) in table {
        let mut api = ApiBuilder::default();
        api.component("Thing", object(wire));
        let (names, warnings) = assign(&api.api, &config());
        assert_eq!(member_names(&names, 0), *expected);
        assert!(warnings.is_empty(), "{warnings:?}");
    }
}

#[test]
fn values_of_enums_look_alike() {
    let table: &[(&[&str], &[&str])] = &[
        (&["active", "in-active", "IN_PROGRESS"], &["Active", "InActive", "InProgress"]),
        (&["name", "-name"], &["Name", "MinusName"]),
        (&["a", "-a", "b"], &["A", "MinusA", "B"]),
        (&["a-b", "a_b"], &["AMinusB", "AUnderscoreB"]),
        (&["GMT+0", "GMT-0", "GMT0", "Ust-Nera"], &["GmtPlus0", "GmtMinus0", "Gmt0", "UstNera"]),
        (&["C", "C++", "C#", "D (old)"], &["C", "CPlusPlus", "CHash", "DOld"]),
        (&["asc", "desc", "ASC"], &["Asc", "Desc", "AscUppercase"]),
        (&["", "empty"], &["EmptyText", "Empty"]),
        (
            &["<", "<=", ">", ">=", "="],
            &["Less", "LessOrEqual", "Greater", "GreaterOrEqual", "Equal"],
        ),
        (&["self", "unknown"], &["SelfValue", "Unknown"]),
        (&["👍", "👎"], &["U1f44d", "U1f44e"]),
        (&["1", "2.0", "-1"], &["N1", "N2_0", "Minus1"]),
    ];
    for (values, expected) in table {
        let mut api = ApiBuilder::default();
        api.component("Choice", enumeration(values));
        let (names, warnings) = assign(&api.api, &config());
        assert_eq!(member_names(&names, 0), *expected);
        assert!(warnings.is_empty(), "{warnings:?}");
        let rest = if values.contains(&"unknown") { "UnknownValue" } else { "Unknown" };
        assert_eq!(names.types[0].rest.as_str(), rest);
    }
}

#[test]
fn long_values_are_cut_where_they_differ() {
    let start = "invalid_payload_of_a_transaction_that_creates_an_account_with_a_wrong";
    let (payee, asset) = (format!("{start}_payee"), format!("{start}_asset"));
    let mut api = ApiBuilder::default();
    api.component("Reason", enumeration(&[&payee, &asset]));
    let (names, _) = assign(&api.api, &config());
    let members = member_names(&names, 0);
    assert!(
        members[0].ends_with("WrongPayee") && members[1].ends_with("WrongAsset"),
        "{members:?}"
    );
}

#[test]
fn parameters_say_where_they_are_sent() {
    let mut api = ApiBuilder::default();
    let mut call = operation("get", "/x/{id}", Some("getX"), &[]);
    call.parameters = vec![
        parameter("id", Location::Query, false),
        parameter("id", Location::Path, true),
        parameter("timeout", Location::Query, false),
        parameter("call", Location::Query, true),
        parameter("type", Location::Query, true),
        parameter("configuration", Location::Header, false),
        parameter("body", Location::Query, false),
        parameter("filter[a]", Location::Query, false),
        parameter("filter_a", Location::Query, false),
        parameter("model", Location::Query, true),
        parameter("from", Location::Query, false),
    ];
    call.body = Some(names_support::body(&["application/json"]));
    api.operation(call);
    let (names, warnings) = assign(&api.api, &config());
    let parameters: Vec<&str> = names.operations[0].parameters.iter().map(Ident::as_str).collect();
    assert_eq!(
        parameters,
        [
            "id_query",
            "id",
            "timeout_query",
            "call_query",
            "type_",
            "configuration",
            "body_query",
            "filter_open_bracket_a_close_bracket",
            "filter_a",
            "model",
            "from"
        ]
    );
    assert_eq!(names.operations[0].body.as_str(), "body");
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
fn components_that_shadow_or_meet() {
    let mut api = ApiBuilder::default();
    for key in ["Option", "user_status", "UserStatus", "Error", "IAMPolicy", "aux", "Self", "日本"]
    {
        api.component(key, object(&["id"]));
    }
    let (names, _) = assign(&api.api, &config());
    let types: Vec<String> =
        names.types.iter().map(|ty| format!("{}::{}", ty.module, ty.name)).collect();
    assert_eq!(
        types,
        [
            "option_model::OptionModel",
            "user_underscore_status::UserUnderscoreStatus",
            "user_status::UserStatus",
            "error::Error",
            "iam_policy::IamPolicy",
            "aux_model::Aux",
            "self_model::SelfModel",
            "u65e5_u672c::日本",
        ]
    );
}

#[test]
fn inline_types_are_called_after_where_they_live() {
    let mut api = ApiBuilder::default();
    let order = api.component("Order", object(&["status", "lines", "metadata", "source"]));
    let create = api.operation(operation("post", "/orders", Some("createOrder"), &["Orders"]));
    let list = api.operation(operation("get", "/orders", Some("listOrders"), &["Orders"]));
    let (of_order, of_create, of_list) =
        (Parent::Type(order), Parent::Operation(create), Parent::Operation(list));
    let property = |name: &str| Role::Property(name.to_owned());
    let cases = [
        (of_order, property("status"), "OrderStatus"),
        (of_order, Role::Item(Box::new(property("lines"))), "OrderLine"),
        (of_order, Role::MapValue(Box::new(property("metadata"))), "OrderMetadataValue"),
        (of_create, Role::Request(None), "CreateOrderRequest"),
        (of_create, Role::Response(None, None), "CreateOrderResponse"),
        (of_create, Role::Response(Some("201".into()), None), "CreateOrderCreatedResponse"),
        (of_create, Role::Response(Some("default".into()), None), "CreateOrderDefaultResponse"),
        (
            of_create,
            Role::Request(Some("multipart/form-data".into())),
            "CreateOrderMultipartRequest",
        ),
        (of_list, Role::Item(Box::new(Role::Response(None, None))), "ListOrdersResponseItem"),
        (of_list, Role::Parameter("sort".into()), "ListOrdersSort"),
        (of_list, Role::Header("X-Rate-Limit".into()), "ListOrdersRateLimitHeader"),
    ];
    let first = api.api.types.len();
    for (parent, role, _) in &cases {
        api.inline(*parent, role.clone(), None, object(&["a"]));
    }
    let (names, warnings) = assign(&api.api, &config());
    for ((_, role, expected), names) in cases.iter().zip(&names.types[first..]) {
        assert_eq!(names.name.as_str(), *expected, "{role:?}");
    }
    assert_eq!(names.types[first].module.as_str(), "order");
    assert_eq!(names.types[first + 3].module.as_str(), "orders");
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
fn titles_are_weak_claims() {
    let mut api = ApiBuilder::default();
    let user = api.component("User", object(&["status", "address", "home", "work"]));
    api.component("Address", object(&["a"]));
    let property = |name: &str| Role::Property(name.to_owned());
    let parent = Parent::Type(user);
    for (name, title) in [
        ("status", "Status"),
        ("address", "Address"),
        ("badge", "Shiny Badge"),
        ("pointer", "Click"),
        ("home", "Meeting Place"),
        ("work", "Meeting Place"),
        ("data", "Data"),
    ] {
        api.inline(parent, property(name), Some(title), object(&["a"]));
    }
    let call = api.operation(operation("get", "/users/{id}", Some("get_user"), &[]));
    let title = "Response Get User Users  Id  Get";
    api.inline(Parent::Operation(call), Role::Response(None, None), Some(title), object(&["a"]));
    let (names, _) = assign(&api.api, &config());
    let texts: Vec<&str> = names.types[2..].iter().map(|ty| ty.name.as_str()).collect();
    assert_eq!(
        texts,
        [
            "UserStatus",
            "UserAddress",
            "ShinyBadge",
            "UserPointer",
            "UserHome",
            "UserWork",
            "UserData",
            "GetUserResponse"
        ]
    );
    assert_eq!(names.types[4].rule, Rule::Title);
}

#[test]
fn variants_of_a_union_use_one_strategy() {
    let mut api = ApiBuilder::default();
    let cat = api.component("Cat", object(&["kind", "lives"]));
    let dog = api.component("Dog", object(&["kind", "breed"]));
    let created = api.component("EventCreated", object(&["kind"]));
    let deleted = api.component("EventDeleted", object(&["kind"]));
    let of = |id| Type::Named(id);
    api.component("Pet", union(vec![variant(of(cat), &["cat"]), variant(of(dog), &["dog"])]));
    api.component("Event", union(vec![variant(of(created), &[]), variant(of(deleted), &[])]));
    api.component(
        "Twice",
        union(vec![variant(of(cat), &["tabby"]), variant(of(cat), &["stray-cat"])]),
    );
    api.component(
        "Scalar",
        union(vec![
            variant(Type::String(oasmith::ir::StringFormat::Plain), &[]),
            variant(Type::Bool, &[]),
            variant(Type::List(Box::new(Type::Bool)), &[]),
            variant(Type::List(Box::new(of(cat))), &[]),
        ]),
    );
    let source = api.component("Source", union(Vec::new()));
    let mut branches = Vec::new();
    for (index, fields) in [["type", "card"], ["type", "iban"]].iter().enumerate() {
        let role = Role::Variant { index, tag: None };
        let id = api.inline(Parent::Type(source), role, None, object(fields));
        branches.push(variant(Type::Named(id), &[]));
    }
    api.api.types[source].kind = union(branches);
    let (names, warnings) = assign(&api.api, &config());
    let members: Vec<Vec<&str>> = (4..9).map(|index| member_names(&names, index)).collect();
    assert_eq!(
        members,
        [
            vec!["Cat", "Dog"],
            vec!["Created", "Deleted"],
            vec!["Tabby", "StrayCat"],
            vec!["String", "Boolean", "BooleanList", "CatList"],
            vec!["Card", "Iban"],
        ]
    );
    let inline: Vec<&str> = names.types[9..].iter().map(|ty| ty.name.as_str()).collect();
    assert_eq!(inline, ["SourceCard", "SourceIban"]);
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
fn variants_go_by_a_constant_before_a_property() {
    let mut api = ApiBuilder::default();
    let event = api.component("Event", union(Vec::new()));
    let mut branches = Vec::new();
    for (index, text) in ["order.created", "order.paid"].into_iter().enumerate() {
        let role = Role::Variant { index, tag: None };
        let id = api.inline(Parent::Type(event), role, None, object(&["type", text]));
        if let TypeKind::Object(object) = &mut api.api.types[id].kind {
            object.fields[0].constant = Some(text.into());
        }
        branches.push(variant(Type::Named(id), &[]));
    }
    // A branch that lowering left out (`null`) must not shift the names of the others.
    api.api.types[event].kind = union(vec![branches.remove(1)]);
    let (names, _) = assign(&api.api, &config());
    assert_eq!(member_names(&names, 0), ["Object"]);
    let mut both = api.clone();
    let first = both.api.types.ids().nth(1).expect("a type");
    both.api.types[event].kind = match both.api.types[event].kind.clone() {
        TypeKind::Union(mut union) => {
            union.variants.push(variant(Type::Named(first), &[]));
            TypeKind::Union(union)
        }
        other => other,
    };
    let (names, warnings) = assign(&both.api, &config());
    assert_eq!(member_names(&names, 0), ["OrderPaid", "OrderCreated"]);
    let inline: Vec<&str> = names.types[1..].iter().map(|ty| ty.name.as_str()).collect();
    assert_eq!(inline, ["EventOrderCreated", "EventOrderPaid"]);
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
fn methods_drop_what_their_tag_says() {
    let table = [
        ("repos", Some("repos/list-for-org"), "/orgs/{org}/repos", "list_for_org", "ListForOrg"),
        ("repos", Some("repos/list"), "/repos", "list", "List"),
        ("ApiKey", Some("ApiKey.CreateApiKey"), "/keys", "create_api_key", "CreateApiKey"),
        ("Users", Some("UsersController_findAll"), "/users", "find_all", "FindAll"),
        ("users", Some("users_list"), "/users", "list", "List"),
        (
            "items",
            Some("read_item_items__item_id__get"),
            "/items/{item_id}",
            "read_item",
            "ReadItem",
        ),
        ("a", Some("Read_Root__get"), "/", "read_root", "ReadRoot"),
        ("a", Some("_items_get"), "/items", "items_get", "ItemsGet"),
        ("a", Some("read_items_post"), "/items", "read_items_post", "ReadItemsPost"),
        ("ClickWraps", Some("Clickwraps_GetClickwraps"), "/a", "get_clickwraps", "GetClickwraps"),
        ("Pets", Some("PetService_Adopt"), "/a", "adopt", "Adopt"),
        ("Pets", Some("Dogs_Adopt"), "/a", "dogs_adopt", "DogsAdopt"),
        ("search", Some("search_items"), "/search", "search_items", "SearchItems"),
        ("a", None, "/users/{id}", "get_users_by_id", "GetUsersById"),
        ("a", Some("new"), "/a", "new_a", "NewA"),
        ("a", Some("type"), "/a", "type_", "Type"),
        ("a", Some("Call"), "/a", "call", "CallOperation"),
    ];
    for (tag, id, path, method, marker) in table {
        let mut api = ApiBuilder::default();
        api.operation(operation("get", path, id, &[tag]));
        let (names, _) = assign(&api.api, &config());
        let names = &names.operations[0];
        assert_eq!((names.method.as_str(), names.marker.as_str()), (method, marker), "{id:?}");
    }
}

#[test]
fn the_first_of_equal_operation_ids_keeps_it() {
    let mut api = ApiBuilder::default();
    api.operation(operation("get", "/users", Some("list"), &["a"]));
    api.operation(operation("get", "/teams", Some("list"), &["a"]));
    api.operation(operation("get", "/a/list", Some("a.list"), &["a"]));
    api.operation(operation("get", "/teams/", None, &["a"]));
    api.operation(operation("get", "/v2/items", None, &["a"]));
    api.operation(operation("get", "/items", None, &["a"]));
    let (names, warnings) = assign(&api.api, &config());
    let methods: Vec<&str> = names.operations.iter().map(|names| names.method.as_str()).collect();
    assert_eq!(
        methods,
        ["list", "get_teams", "a_list", "get_teams_slash", "get_v2_items", "get_items"]
    );
    assert_eq!(
        warnings,
        [
            "OAS0404 expected an `operationId` of its own for `GET /teams`, found `list`, which another has"
        ]
    );
}

fn groups(api: &ApiBuilder) -> (Vec<String>, Vec<String>) {
    let (names, warnings) = assign(&api.api, &config());
    let groups = names.groups.iter();
    (
        groups
            .map(|group| format!("{} {} {}", group.module, group.handle, group.feature))
            .collect(),
        warnings,
    )
}

#[test]
fn groups_by_tag() {
    let mut api = ApiBuilder::default();
    for tag in ["ApiKey", "Pets API", "default", "type", "订单", "time", "request", "a/b"] {
        let path = if tag == "订单" { "/orders" } else { "/x" };
        api.operation(operation("get", path, None, &[tag]));
    }
    api.operation(operation("get", "/y", None, &[]));
    let (groups, warnings) = groups(&api);
    assert_eq!(
        groups,
        [
            "api_key ApiKeyApi api-key",
            "pets PetsApi pets",
            "default_api DefaultApi default-api",
            "type_api TypeApi type-api",
            "orders OrdersApi orders",
            "time_api TimeApi time-api",
            "request_api RequestApi request-api",
            "a_b ABApi a-b",
            "general GeneralApi general",
        ]
    );
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
fn tags_that_differ_in_case_only_are_one_group() {
    let mut api = ApiBuilder::default();
    api.operation(operation("get", "/x", None, &["Users"]));
    api.operation(operation("put", "/x", None, &["users"]));
    let (groups, warnings) = groups(&api);
    assert_eq!(groups, ["users UsersApi users"]);
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].starts_with("OAS0403"));
}

/// A tag becomes files of the crate, `docs/EventRegistrantsApi.md` among them.
#[test]
fn tags_whose_handles_would_differ_in_case_only_are_one_group() {
    let mut api = ApiBuilder::default();
    for (path, tag) in [
        ("/a", "Event registrants"),
        ("/b", "Eventregistrants"),
        ("/c", "Release 1.11"),
        ("/d", "Release 11.1"),
    ] {
        api.operation(operation("get", path, None, &[tag]));
    }
    let (groups, warnings) = groups(&api);
    assert_eq!(
        groups,
        [
            "event_registrants EventRegistrantsApi event-registrants",
            "release_1_11 Release1_11Api release-1-11",
            "release_11_1 Release11_1Api release-11-1",
        ]
    );
    assert_eq!(warnings.len(), 1, "{warnings:?}");
}

#[test]
fn groups_without_any_tag() {
    let mut api = ApiBuilder::default();
    for path in ["/api/v1/users", "/api/v1/users/{id}", "/api/v1/teams", "/api/v1/{x}"] {
        api.operation(operation("get", path, None, &[]));
    }
    assert_eq!(
        groups(&api).0,
        ["users UsersApi users", "teams TeamsApi teams", "general GeneralApi general"]
    );
    let mut api = ApiBuilder::default();
    api.api.info.title = "The Swagger Petstore API v1".to_owned();
    api.operation(operation("get", "/pets", None, &[]));
    assert_eq!(groups(&api).0, ["petstore PetstoreApi petstore"]);
}

#[test]
fn bodies_and_answers_have_variants() {
    let mut api = ApiBuilder::default();
    let mut call = operation("post", "/x", Some("send"), &[]);
    call.body =
        Some(names_support::body(&["application/json", "multipart/form-data", "image/png"]));
    call.responses = names_support::responses(&["200", "204", "2XX", "default"]);
    api.operation(call);
    let mut call = operation("patch", "/x", Some("change"), &[]);
    call.body = Some(names_support::body(&["application/json", "application/merge-patch+json"]));
    api.operation(call);
    let (names, _) = assign(&api.api, &config());
    let list =
        |idents: &[Ident]| idents.iter().map(|ident| ident.as_str().to_owned()).collect::<Vec<_>>();
    assert_eq!(list(&names.operations[0].body_variants), ["Json", "Multipart", "Png"]);
    assert_eq!(
        list(&names.operations[0].response_variants),
        ["Ok", "NoContent", "Successful", "Default"]
    );
    assert_eq!(list(&names.operations[1].body_variants), ["Json", "MergePatchJson"]);
}

#[test]
fn explicit_names_are_kept() {
    let mut api = ApiBuilder::default();
    let order = api.component("Order", object(&["status", "state"]));
    api.api.types[order].hint.explicit = Some("IAMOrder".to_owned());
    if let TypeKind::Object(object) = &mut api.api.types[order].kind {
        object.fields[1].explicit_name = Some("status".to_owned());
    }
    let phase = api.component("Phase", enumeration(&["a", "b"]));
    if let TypeKind::Enum(values) = &mut api.api.types[phase].kind {
        values.values[1].explicit_name = Some("PHASE_TWO".to_owned());
    }
    let mut call = operation("get", "/x", Some("x"), &["a"]);
    call.explicit_name = Some("everything".to_owned());
    api.operation(call);
    let (names, diagnostics) = assign(&api.api, &config());
    assert_eq!(names.types[0].name.as_str(), "IAMOrder");
    assert_eq!(member_names(&names, 0), ["status_lowercase", "status"]);
    assert_eq!(member_names(&names, 1), ["A", "PhaseTwo"]);
    assert_eq!(names.operations[0].method.as_str(), "everything");
    assert_eq!(names.operations[0].marker.as_str(), "Everything");
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
}

#[test]
fn the_configuration_renames_tags_and_security_schemes() {
    let mut api = ApiBuilder::default();
    api.operation(operation("get", "/x", None, &["a"]));
    api.security_scheme("ApiKeyAuth");
    let config: Config = toml::from_str(
        r##"
        [crate]
        name = "x"
        [names]
        "#/paths/~1x/get/tags/0" = "Things"
        "/components/securitySchemes/ApiKeyAuth" = "key"
        "##,
    )
    .expect("a configuration");
    let (names, diagnostics) = assign(&api.api, &config);
    assert_eq!(names.groups[0].handle.as_str(), "ThingsApi");
    assert_eq!(names.groups[0].feature, "things");
    assert_eq!(names.security_schemes[0].as_str(), "key");
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
}

#[test]
fn a_name_that_cannot_be_had_is_reported() {
    let mut api = ApiBuilder::default();
    let id = api.component("A", object(&[]));
    api.api.types[id].hint.explicit = Some("Vec".to_owned());
    let mut wrong = field("x");
    wrong.explicit_name = Some("y".to_owned());
    let mut twin = field("z");
    twin.explicit_name = Some("y".to_owned());
    if let TypeKind::Object(object) = &mut api.api.types[id].kind {
        object.fields = vec![wrong, twin];
    }
    let (names, diagnostics) = assign(&api.api, &config());
    assert_eq!(names.types[0].name.as_str(), "VecModel");
    assert_eq!(member_names(&names, 0), ["y", "z"]);
    assert_eq!(
        diagnostics,
        [
            "OAS0402 this field cannot be called `y`, it is called `z`",
            "OAS0402 this type cannot be called `Vec`, it is called `VecModel`",
        ]
    );
}

#[test]
fn a_number_is_warned_about() {
    let mut api = ApiBuilder::default();
    let call = api.operation(operation("get", "/x", Some("x"), &[]));
    for _ in 0..3 {
        api.inline(Parent::Operation(call), Role::Request(None), None, object(&["a"]));
    }
    let (names, diagnostics) = assign(&api.api, &config());
    let texts: Vec<&str> = names.types.iter().map(|ty| ty.name.as_str()).collect();
    assert_eq!(texts, ["XRequest", "XRequestObject", "XRequest2"]);
    assert_eq!(diagnostics, ["OAS0401 only a number tells the type `XRequest2` from another"]);
}

#[test]
fn security_schemes_and_defaults_share_the_builder() {
    let mut api = ApiBuilder::default();
    for key in ["ApiKeyAuth", "token", "token_prefix", "timeout"] {
        api.security_scheme(key);
    }
    let config: Config = toml::from_str(
        "[crate]\nname = \"x\"\n[defaults]\norg_id = { env = \"A\" }\ndefault_dataset_id = { env = \"B\" }\n",
    )
    .expect("a configuration");
    let (names, _) = assign(&api.api, &config);
    let schemes: Vec<&str> = names.security_schemes.iter().map(Ident::as_str).collect();
    assert_eq!(schemes, ["api_key_auth", "token", "token_prefix_auth", "timeout_auth"]);
    let defaults: Vec<&str> = names.defaults.iter().map(Ident::as_str).collect();
    assert_eq!(defaults, ["default_org_id", "default_dataset_id"]);
}

#[test]
fn the_dump_says_where_names_come_from() {
    let mut api = ApiBuilder::default();
    api.component("Order", object(&["@id"]));
    api.operation(operation("get", "/orders", Some("listOrders"), &["Orders"]));
    api.api.tags.push(Tag { name: "Unused".into(), description: None, origin: Pointer::root() });
    let (names, _) = assign(&api.api, &config());
    expect_test::expect![[r"
        tag `Orders` -> orders OrdersApi (orders)
          #/paths/~1orders/get -> list_orders ListOrders
            responses -> ListOrdersResponse []
        #/components/schemas/Order -> order::Order by component key
          `@id` -> id
          rest -> additional_properties
    "]]
    .assert_eq(&dump(&names, &api.api));
}

fn config() -> Config {
    Config::for_crate("x")
}
