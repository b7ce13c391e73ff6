//! What every generated client shares: requests, answers, errors, and the JSON in between.

mod answer;
mod auth;
mod base64_text;
mod blocking;
mod body;
mod builder;
mod call;
mod charset;
mod client;
mod clock;
mod credential_headers;
mod decode;
mod decode_error;
mod decoder;
mod decoder_lookahead;
mod decoder_object;
mod encode;
mod enums;
mod error;
mod error_body;
mod exchange;
mod hooks;
mod idempotency;
mod info;
mod json_scanner;
#[doc(hidden)]
pub mod macros;
mod param;
mod param_style;
mod parts;
mod path;
mod percent;
mod redirect;
mod retry;
mod retry_budget;
mod secret;
mod serde_bridge;
mod testing;
mod testing_cassette;
mod testing_check;
mod testing_contract;
mod testing_schema;
mod testing_table;
mod token;
mod trace;
mod transport;
mod transport_reqwest;
#[cfg(feature = "tower")]
mod transport_tower;
mod variants;

pub use answer::{Answer, RawResponse, ResponseValue};
pub use auth::Credential;
pub use body::{Body, BodySource, OpenBody, OpenFuture};
pub use builder::ClientBuilder;
pub use call::{Call, CallFuture, Operation, Undescribed};
pub use client::Client;
pub use decode::{Decode, from_json_slice, from_json_str};
pub use decode_error::DecodeError;
pub use decoder::Decoder;
pub use decoder_lookahead::{Candidate, Candidates, Kinds};
pub use decoder_object::ObjectDecoder;
pub use encode::{Encode, Encoder, to_json_string, to_json_vec};
pub use enums::{
    ClosedValueEnum, IntEnum, TextEnum, UnknownValue, ValueEnum, known_integer, known_number,
    known_text, known_value,
};
pub use error::{Error, ErrorKind};
pub use hooks::Attempt;
pub use info::{
    ClientInfo, DefaultInfo, MakeSource, OAuth2Info, OperationInfo, SchemeEnv, SchemeInfo,
    SchemeKind, ServerInfo, ServerVariableInfo,
};
pub use param::{JsonText, Param, ParamStyle, ParamValue, ToParam, param_from_json, texts};
pub use param_style::{cookie_pairs, form_pairs, header_value, path_value, query_pairs};
pub use parts::Parts;
pub use percent::{Escapes, percent_encode};
pub use retry::RetryPolicy;
pub use retry_budget::RetryBudget;
pub use secret::Secret;
pub use serde_bridge::{deserialize, serialize};
#[cfg(feature = "testing")]
pub use testing::{Mock, On, SentRequest};
#[cfg(feature = "testing")]
pub use testing_cassette::{Recorder, Replay};
#[cfg(feature = "testing")]
pub use testing_contract::{Calls, Prepared, Report, call_all, prepared, value};
pub use token::{IssuedToken, Token, TokenError, TokenFuture, TokenRequest, TokenSource};
pub use transport::{
    PollChunk, Request, Response, ResponseBody, Transport, TransportError, TransportErrorKind,
    TransportFuture,
};
#[cfg(all(any(feature = "rustls", feature = "native-tls"), not(target_family = "wasm")))]
pub use transport_reqwest::ReqwestTransport;
#[cfg(feature = "tower")]
pub use transport_tower::TowerTransport;

pub use bytes::Bytes;
pub use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
pub use url::Url;
