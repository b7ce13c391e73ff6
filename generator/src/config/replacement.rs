//! A type of the user's that stands for a schema.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, de};

/// A type of the user's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// Its path, as it is written in the generated crate.
    pub path: String,
    /// How it is read and written; by its path when this is not said.
    pub with: Option<Codec>,
}

/// How a type of the user's is read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Codec {
    /// It has serde's `Serialize` and `DeserializeOwned`.
    Serde,
    /// It has the `Decode`, `Encode` and, for parameters, `ToParam` of the generated crate's runtime, as some types of
    /// the standard library do.
    Runtime,
}

/// The long form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Table {
    path: String,
    #[serde(default)]
    with: Option<Codec>,
}

impl<'de> Deserialize<'de> for Replacement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Replacement;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a path, or a table with `path` and `with`")
            }

            fn visit_str<E: de::Error>(self, path: &str) -> Result<Replacement, E> {
                Ok(Replacement { path: path.to_owned(), with: None })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Replacement, A::Error> {
                let Table { path, with } = Table::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Replacement { path, with })
            }
        }

        deserializer.deserialize_any(Either)
    }
}
