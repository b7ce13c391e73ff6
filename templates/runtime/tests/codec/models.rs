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

impl runtime::Decode for ApiKey {
    fn decode<Here>(input: &mut runtime::Decoder<'_>) -> Result<Self, runtime::DecodeError> {
        const FIELDS: &[&str] = &["keyId", "creationTime", "key", "scopes", "nick"];
        let (mut key_id, mut key, mut scopes, mut nick) = (None, None, None, None);
        let mut created = None;
        input.object("ApiKey", FIELDS, 2, &mut |field, input| match field {
            0 => input.field(&mut key_id),
            1 => input.field(&mut created),
            2 => input.optional(&mut key),
            3 => input.optional(&mut scopes),
            _ => input.nullable(&mut nick),
        })?;
        let (Some(key_id), Some(created)) = (key_id, created) else {
            return Err(input.incomplete("ApiKey"));
        };
        Ok(Self { key_id, key, scopes, nick, created })
    }
}

impl runtime::Encode for ApiKey {
    fn encode(&self, out: &mut runtime::Encoder) {
        out.begin_object();
        out.field("keyId", &self.key_id);
        out.optional("key", &self.key);
        out.optional("scopes", &self.scopes);
        out.optional("nick", &self.nick);
        out.field("creationTime", &self.created);
        out.end_object();
    }
}

runtime::serde_both!(ApiKey);

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

impl runtime::Decode for Tree {
    fn decode<Here>(input: &mut runtime::Decoder<'_>) -> Result<Self, runtime::DecodeError> {
        const FIELDS: &[&str] = &["weight", "items", "left", "pair"];
        let (mut weight, mut left, mut items, mut pair) = (None, None, None, None);
        let mut extra = BTreeMap::new();
        input.object_rest("Tree", FIELDS, 2, &mut extra, &mut |field, input| match field {
            0 => input.field(&mut weight),
            1 => input.field(&mut items),
            2 => input.optional(&mut left),
            _ => input.optional(&mut pair),
        })?;
        let (Some(weight), Some(items)) = (weight, items) else {
            return Err(input.incomplete("Tree"));
        };
        Ok(Self { weight, left, items, pair, extra })
    }
}

impl runtime::Encode for Tree {
    fn encode(&self, out: &mut runtime::Encoder) {
        out.begin_object();
        out.field("weight", &self.weight);
        out.optional("left", &self.left);
        out.field("items", &self.items);
        out.optional("pair", &self.pair);
        out.rest(&self.extra);
        out.end_object();
    }
}

runtime::serde_both!(Tree);
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
