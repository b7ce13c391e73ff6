//! What every generated client shares: requests, answers, errors, and the JSON in between.

#[cfg(feature = "base64")]
mod formats_base64;
#[cfg(feature = "chrono")]
mod formats_chrono;
#[cfg(feature = "rust_decimal")]
mod formats_decimal;
#[cfg(feature = "jiff")]
mod formats_jiff;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod formats_rfc3339;
#[cfg(feature = "time")]
mod formats_time;
#[cfg(feature = "uuid")]
mod formats_uuid;
#[cfg(feature = "oauth2_authorize")]
mod oauth2_authorize;

mod answer;
#[cfg(feature = "auth")]
mod auth;
#[cfg(not(feature = "auth"))]
#[path = "auth_absent.rs"]
mod auth;
mod base64_text;
mod blocking;
mod blocking_stream;
mod body;
mod body_reader;
mod body_stream;
mod builder;
mod by_serde;
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
mod download;
mod encode;
mod enums;
mod error;
mod error_body;
mod event;
mod event_stream;
mod exchange;
mod failures;
mod file;
mod hooks;
mod idempotency;
mod info;
mod item_source;
mod json_lines;
mod json_scanner;
mod line_stream;
mod link_header;
#[doc(hidden)]
pub mod macros;
mod multipart;
mod number_text;
#[cfg(feature = "auth")]
mod oauth2;
mod pages;
mod param;
mod param_style;
mod parts;
mod path;
mod percent;
mod problem;
mod rate_limit;
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
#[cfg(feature = "auth")]
mod token;
mod trace;
mod transport;
mod transport_reqwest;
#[cfg(feature = "tower")]
mod transport_tower;
mod typed_headers;
mod variants;

#[cfg(feature = "base64")]
pub use formats_base64::Base64;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub use formats_rfc3339::{Clock, ClockTime, TimeOfDay};
#[cfg(feature = "oauth2_authorize")]
pub use oauth2_authorize::AuthorizationRequest;

pub use answer::{Answer, RawResponse, ResponseValue};
#[cfg(feature = "auth")]
pub use auth::Credential;
#[cfg(feature = "blocking")]
pub use blocking_stream::BlockingStream;
pub use body::{Body, BodySource, OpenBody, OpenFuture};
#[cfg(feature = "blocking")]
pub use body_reader::BodyReader;
pub use builder::ClientBuilder;
pub use by_serde::{decode_by_serde, encode_by_serde, implement_by_serde};
pub use call::{Call, CallFuture, Operation, Undescribed};
pub use client::Client;
pub use decode::{Decode, from_json_slice, from_json_str};
pub use decode_error::DecodeError;
pub use decoder::Decoder;
pub use decoder_lookahead::{Candidate, Candidates, Kinds};
pub use decoder_object::ObjectDecoder;
pub use download::{BodyStream, Download};
pub use encode::{Encode, Encoder, to_json_string, to_json_vec};
pub use enums::{
    ClosedValueEnum, IntEnum, TextEnum, UnknownValue, ValueEnum, known_integer, known_number,
    known_text, known_value,
};
pub use error::{Error, ErrorKind};
pub use event::{Event, EventForm, EventParser, Events};
pub use event_stream::{EventStream, Reconnect};
pub use failures::{FailureBodies, Failures};
pub use file::File;
pub use hooks::Attempt;
pub use info::{
    ClientInfo, DefaultInfo, MakeSource, OAuth2Info, OperationInfo, SchemeEnv, SchemeInfo,
    SchemeKind, ServerInfo, ServerVariableInfo,
};
pub use line_stream::{LineStream, Lines};
pub use multipart::{Multipart, Part, ToMultipart};
pub use number_text::TextNumber;
#[cfg(feature = "auth")]
pub use oauth2::OAuth2;
pub use pages::{ItemStream, NextPage, PagePlace, PageStream, Pages, Paging};
pub use param::{JsonText, Param, ParamStyle, ParamValue, ToParam, param_from_json, texts};
pub use param_style::{cookie_pairs, form_pairs, header_value, path_value, query_pairs};
pub use parts::Parts;
pub use percent::{Escapes, percent_encode};
pub use problem::Problem;
pub use rate_limit::RateLimit;
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
#[cfg(feature = "auth")]
pub use token::{IssuedToken, Token, TokenError, TokenFuture, TokenRequest, TokenSource};
pub use transport::{
    PollChunk, Request, Response, ResponseBody, Transport, TransportError, TransportErrorKind,
    TransportFuture,
};
#[cfg(all(any(feature = "rustls", feature = "native-tls"), not(target_family = "wasm")))]
pub use transport_reqwest::ReqwestTransport;
#[cfg(feature = "tower")]
pub use transport_tower::TowerTransport;
pub use typed_headers::{HeaderForm, HeaderReader, TypedHeaders};

pub use bytes::Bytes;
pub use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
pub use url::Url;
