//! What every generated client shares: requests, answers, errors, and the JSON in between.

#[path = "../../../../../../../../templates/runtime/src/answer.rs"]
mod answer;
#[path = "../../../../../../../../templates/runtime/src/auth_absent.rs"]
mod auth;
#[path = "../../../../../../../../templates/runtime/src/blocking.rs"]
mod blocking;
#[path = "../../../../../../../../templates/runtime/src/body.rs"]
mod body;
#[path = "../../../../../../../../templates/runtime/src/builder.rs"]
mod builder;
#[path = "../../../../../../../../templates/runtime/src/call.rs"]
mod call;
#[path = "../../../../../../../../templates/runtime/src/charset.rs"]
mod charset;
#[path = "../../../../../../../../templates/runtime/src/client.rs"]
mod client;
#[path = "../../../../../../../../templates/runtime/src/clock.rs"]
mod clock;
#[path = "../../../../../../../../templates/runtime/src/credential_headers.rs"]
mod credential_headers;
#[path = "../../../../../../../../templates/runtime/src/decode.rs"]
mod decode;
#[path = "../../../../../../../../templates/runtime/src/decode_error.rs"]
mod decode_error;
#[path = "../../../../../../../../templates/runtime/src/decoder.rs"]
mod decoder;
#[path = "../../../../../../../../templates/runtime/src/decoder_lookahead.rs"]
mod decoder_lookahead;
#[path = "../../../../../../../../templates/runtime/src/decoder_object.rs"]
mod decoder_object;
#[path = "../../../../../../../../templates/runtime/src/encode.rs"]
mod encode;
#[path = "../../../../../../../../templates/runtime/src/enums.rs"]
mod enums;
#[path = "../../../../../../../../templates/runtime/src/error.rs"]
mod error;
#[path = "../../../../../../../../templates/runtime/src/error_body.rs"]
mod error_body;
#[path = "../../../../../../../../templates/runtime/src/exchange.rs"]
mod exchange;
#[path = "../../../../../../../../templates/runtime/src/failures.rs"]
mod failures;
#[path = "../../../../../../../../templates/runtime/src/hooks.rs"]
mod hooks;
#[path = "../../../../../../../../templates/runtime/src/idempotency.rs"]
mod idempotency;
#[path = "../../../../../../../../templates/runtime/src/info.rs"]
mod info;
#[path = "../../../../../../../../templates/runtime/src/json_scanner.rs"]
mod json_scanner;
#[doc(hidden)]
#[path = "../../../../../../../../templates/runtime/src/macros.rs"]
pub mod macros;
#[path = "../../../../../../../../templates/runtime/src/param.rs"]
mod param;
#[path = "../../../../../../../../templates/runtime/src/param_style.rs"]
mod param_style;
#[path = "../../../../../../../../templates/runtime/src/parts.rs"]
mod parts;
#[path = "../../../../../../../../templates/runtime/src/path.rs"]
mod path;
#[path = "../../../../../../../../templates/runtime/src/percent.rs"]
mod percent;
#[path = "../../../../../../../../templates/runtime/src/redirect.rs"]
mod redirect;
#[path = "../../../../../../../../templates/runtime/src/retry.rs"]
mod retry;
#[path = "../../../../../../../../templates/runtime/src/retry_budget.rs"]
mod retry_budget;
#[path = "../../../../../../../../templates/runtime/src/secret.rs"]
mod secret;
#[path = "../../../../../../../../templates/runtime/src/serde_bridge.rs"]
mod serde_bridge;
#[path = "../../../../../../../../templates/runtime/src/testing.rs"]
mod testing;
#[path = "../../../../../../../../templates/runtime/src/testing_cassette.rs"]
mod testing_cassette;
#[path = "../../../../../../../../templates/runtime/src/testing_check.rs"]
mod testing_check;
#[path = "../../../../../../../../templates/runtime/src/testing_contract.rs"]
mod testing_contract;
#[path = "../../../../../../../../templates/runtime/src/testing_schema.rs"]
mod testing_schema;
#[path = "../../../../../../../../templates/runtime/src/testing_table.rs"]
mod testing_table;
#[path = "../../../../../../../../templates/runtime/src/trace.rs"]
mod trace;
#[path = "../../../../../../../../templates/runtime/src/transport.rs"]
mod transport;
#[path = "../../../../../../../../templates/runtime/src/transport_reqwest.rs"]
mod transport_reqwest;
#[cfg(feature = "tower")]
#[path = "../../../../../../../../templates/runtime/src/transport_tower.rs"]
mod transport_tower;
#[path = "../../../../../../../../templates/runtime/src/typed_headers.rs"]
mod typed_headers;
#[path = "../../../../../../../../templates/runtime/src/variants.rs"]
mod variants;

pub use answer::{Answer, RawResponse, ResponseValue};
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
pub use failures::{FailureBodies, Failures};
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
