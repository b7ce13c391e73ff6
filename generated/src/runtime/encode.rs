//! `Encode`: the types that can be written as JSON, and the writer they write themselves to.

use super::decoder::Decoder;
use super::json_scanner::plain_run;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A type that writes itself as JSON.
pub trait Encode {
    /// Writes one value.
    fn encode(&self, out: &mut Encoder);
}

/// A JSON text being written.
///
/// Commas take care of themselves: whether one is needed shows in the last byte.
pub struct Encoder {
    out: Vec<u8>,
    /// Whether nothing is sent, so that read-only members are written, too.
    kept: bool,
}

/// The JSON text of a value.
#[must_use]
pub fn to_json_vec(value: &dyn Encode) -> Vec<u8> {
    let mut out = Encoder::new();
    value.encode(&mut out);
    out.into_bytes()
}

/// The JSON text of a value.
#[must_use]
pub fn to_json_string(value: &dyn Encode) -> String {
    // Every writer below writes UTF-8, so nothing is ever replaced.
    String::from_utf8(to_json_vec(value))
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Bytes that there is room for at first: growing from nothing costs a small body more than all else.
const ROOM: usize = 128;

impl Default for Encoder {
    fn default() -> Self {
        Self::new()
    }
}

impl Encoder {
    /// An empty text.
    #[must_use]
    pub fn new() -> Self {
        Self { out: Vec::with_capacity(ROOM), kept: false }
    }

    /// An empty text for a value that is kept and not sent: with its read-only members.
    #[must_use]
    pub fn kept() -> Self {
        Self { kept: true, ..Self::new() }
    }

    /// The text.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// Starts an object.
    pub fn begin_object(&mut self) {
        self.out.push(b'{');
    }

    /// Ends an object.
    pub fn end_object(&mut self) {
        self.out.push(b'}');
    }

    /// Writes a member; `None` is `null`.
    pub fn field(&mut self, name: &str, value: &dyn Encode) {
        self.key(name);
        value.encode(self);
    }

    /// Writes a member, or nothing for `None`.
    #[inline]
    pub fn optional<T: Encode>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.field(name, value);
        }
    }

    /// Writes a member that the service sets and nobody sends (`readOnly`): only in a text that is kept, and nothing for
    /// `None`.
    #[inline]
    pub fn read_only<T: Encode>(&mut self, name: &str, value: &Option<T>) {
        if self.kept {
            self.optional(name, value);
        }
    }

    /// Writes a member whose value is JSON text already.
    pub fn constant(&mut self, name: &str, json: &str) {
        self.key(name);
        self.raw(json);
    }

    /// Writes one member per entry.
    pub fn rest<T: Encode>(&mut self, members: &BTreeMap<String, T>) {
        for (name, value) in members {
            self.field(name, value);
        }
    }

    /// Writes a key; a value has to follow.
    pub fn key(&mut self, name: &str) {
        self.comma(b'{');
        self.text(name);
        self.out.push(b':');
    }

    /// Starts an array.
    pub fn begin_array(&mut self) {
        self.out.push(b'[');
    }

    /// Ends an array.
    pub fn end_array(&mut self) {
        self.out.push(b']');
    }

    /// Writes an item of an array.
    pub fn item(&mut self, value: &dyn Encode) {
        self.begin_item();
        value.encode(self);
    }

    /// Makes room for an item of an array; a value has to follow.
    pub fn begin_item(&mut self) {
        self.comma(b'[');
    }

    /// Writes a value of a union, with the key that tells which variant it is put in first. A value
    /// that has this key itself, or is no object, is written as it is.
    pub fn tagged(&mut self, name: &str, tag: &str, value: &dyn Encode) {
        let start = self.out.len();
        value.encode(self);
        let written = self.out.get(start..).unwrap_or_default();
        if written.first() != Some(&b'{') || has_key(written, name) {
            return;
        }
        let mut first = Self::new();
        first.begin_object();
        first.field(name, &tag);
        if written != b"{}" {
            first.out.push(b',');
        }
        self.out.splice(start..=start, first.out);
    }

    /// Writes a string.
    pub fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        self.out.reserve(bytes.len() + 2);
        self.out.push(b'"');
        let mut start = 0;
        loop {
            let end = plain_run(bytes, start);
            self.out.extend_from_slice(bytes.get(start..end).unwrap_or_default());
            let Some(byte) = bytes.get(end) else { break };
            self.escape(*byte);
            start = end + 1;
        }
        self.out.push(b'"');
    }

    /// Writes JSON text as it is.
    pub fn raw(&mut self, json: &str) {
        self.out.extend_from_slice(json.as_bytes());
    }

    #[cold]
    fn escape(&mut self, byte: u8) {
        let letter = match byte {
            0x08 => b'b',
            0x0c => b'f',
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            b'"' | b'\\' => byte,
            _ => return self.out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
        };
        self.out.extend_from_slice(&[b'\\', letter]);
    }

    fn comma(&mut self, open: u8) {
        if self.out.last().is_some_and(|last| *last != open) {
            self.out.push(b',');
        }
    }

    /// For the few types whose JSON text `serde_json` knows best; writing to memory cannot fail.
    fn serialize(&mut self, value: &impl serde::Serialize) {
        serde_json::to_writer(&mut self.out, value).unwrap_or_default();
    }
}

fn has_key(object: &[u8], name: &str) -> bool {
    let text = std::str::from_utf8(object).unwrap_or_default();
    let mut found = false;
    let read = Decoder::new(text).members(&mut |key, input| {
        found |= key == name;
        input.skip()
    });
    read.is_ok() && found
}

macro_rules! encode_by_serde {
    ($($type:ty)*) => {$(
        impl Encode for $type {
            fn encode(&self, out: &mut Encoder) {
                out.serialize(self);
            }
        }
    )*};
}

// Numbers that are not finite become `null`: JSON has no word for them.
encode_by_serde!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize f32 f64 serde_json::Value serde_json::Number serde_json::Map<String, serde_json::Value>);

macro_rules! encode_by_display {
    ($($type:ty)*) => {$(
        impl Encode for $type {
            fn encode(&self, out: &mut Encoder) {
                out.text(&self.to_string());
            }
        }
    )*};
}

encode_by_display!(IpAddr Ipv4Addr Ipv6Addr);

macro_rules! encode_tuples {
    ($(($($slot:ident)*))*) => {$(
        impl<$($slot: Encode),*> Encode for ($($slot,)*) {
            #[allow(non_snake_case, reason = "the type parameters lend their names to the items")]
            fn encode(&self, out: &mut Encoder) {
                let ($($slot,)*) = self;
                out.begin_array();
                $(out.item($slot);)*
                out.end_array();
            }
        }
    )*};
}

encode_tuples!((A)(A B)(A B C)(A B C D)(A B C D E)(A B C D E F)(A B C D E F G)(A B C D E F G H));

impl Encode for bool {
    fn encode(&self, out: &mut Encoder) {
        out.raw(if *self { "true" } else { "false" });
    }
}

impl Encode for () {
    fn encode(&self, out: &mut Encoder) {
        out.raw("null");
    }
}

impl Encode for str {
    fn encode(&self, out: &mut Encoder) {
        out.text(self);
    }
}

impl Encode for String {
    fn encode(&self, out: &mut Encoder) {
        out.text(self);
    }
}

impl Encode for Cow<'_, str> {
    fn encode(&self, out: &mut Encoder) {
        out.text(self);
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, out: &mut Encoder) {
        (**self).encode(out);
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, out: &mut Encoder) {
        (**self).encode(out);
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, out: &mut Encoder) {
        match self {
            Some(value) => value.encode(out),
            None => out.raw("null"),
        }
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, out: &mut Encoder) {
        out.begin_array();
        for item in self {
            out.item(item);
        }
        out.end_array();
    }
}

impl<T: Encode, const N: usize> Encode for [T; N] {
    fn encode(&self, out: &mut Encoder) {
        self.as_slice().encode(out);
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, out: &mut Encoder) {
        self.as_slice().encode(out);
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self, out: &mut Encoder) {
        out.begin_object();
        out.rest(self);
        out.end_object();
    }
}
