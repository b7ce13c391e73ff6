//! Models as the generator writes them, and the same models as serde derives them.

#![allow(clippy::option_option, reason = "absent, null and a value are three states")]

use oasmith_runtime as runtime;
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ApiKey {
    pub(crate) key_id: String,
    pub(crate) key: Option<runtime::Secret>,
    pub(crate) scopes: Option<Vec<String>>,
    pub(crate) nick: Option<Option<String>>,
    pub(crate) created: i64,
}

runtime::object!(
    ApiKey; 0 key_id "keyId", 1 ? key "key", 2 ? scopes "scopes",
    3 (nullable optional) nick "nick", 4 created "creationTime"
);

#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ApiKeyTwin {
    key_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scopes: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    nick: Option<Option<String>>,
    #[serde(rename = "creationTime")]
    created: i64,
}

/// Serde's way to tell `null` from absent.
fn present<'de, T: serde::Deserialize<'de>, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl PartialEq<ApiKeyTwin> for ApiKey {
    fn eq(&self, twin: &ApiKeyTwin) -> bool {
        self.key_id == twin.key_id
            && self.key.as_ref().map(runtime::Secret::expose) == twin.key.as_deref()
            && self.scopes == twin.scopes
            && self.nick == twin.nick
            && self.created == twin.created
    }
}

/// Recursive, with a map of the rest.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tree {
    pub(crate) weight: f64,
    pub(crate) left: Option<Box<Tree>>,
    pub(crate) items: Vec<ApiKey>,
    pub(crate) pair: Option<(bool, u8)>,
    pub(crate) extra: BTreeMap<String, serde_json::Value>,
}

runtime::object!(
    Tree; 0 weight "weight", 1 ? left "left", 2 items "items", 3 ? pair "pair"; ..extra
);
runtime::param_impl!(Tree);

#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct TreeTwin {
    weight: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<Box<TreeTwin>>,
    items: Vec<ApiKeyTwin>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pair: Option<(bool, u8)>,
    #[serde(flatten)]
    extra: BTreeMap<String, serde_json::Value>,
}

impl PartialEq<TreeTwin> for Tree {
    fn eq(&self, twin: &TreeTwin) -> bool {
        let left = match (&self.left, &twin.left) {
            (Some(left), Some(twin)) => **left == **twin,
            (left, twin) => left.is_none() && twin.is_none(),
        };
        left && self.weight.to_bits() == twin.weight.to_bits()
            && self.items.len() == twin.items.len()
            && self.items.iter().zip(&twin.items).all(|(item, twin)| item == twin)
            && self.pair == twin.pair
            && self.extra == twin.extra
    }
}
