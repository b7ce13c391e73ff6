//! Types of a crate that knows nothing of the generated one: they have serde's traits and no others.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An amount and its currency, `12 EUR` on the wire.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Money {
    /// How much.
    pub amount: u64,
    /// The currency's code.
    pub currency: String,
}

impl TryFrom<String> for Money {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let parts = text.split_once(' ');
        let money = parts.and_then(|(amount, currency)| {
            Some(Self { amount: amount.parse().ok()?, currency: currency.to_owned() })
        });
        money.ok_or_else(|| format!("`{text}` is no money"))
    }
}

impl From<Money> for String {
    fn from(money: Money) -> Self {
        format!("{} {}", money.amount, money.currency)
    }
}

/// Red, green and blue: an array of three on the wire.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Colour(pub u8, pub u8, pub u8);

/// A part of something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// Which.
    pub number: u8,
}
