//! A small API with its table, as the generator would write both.
use oasmith_runtime::{
    Answer, Call, Client, ClientBuilder, ClientInfo, Error, Mock, Operation, OperationInfo,
    SchemeEnv, SchemeInfo, SchemeKind,
};
use serde_json::Value;

static INFO: ClientInfo = ClientInfo {
    name: "pets",
    version: "1",
    user_agent: "pets/1",
    servers: &[],
    operation_servers: &[],
    base_url_env: None,
    schemes: &[
        SchemeInfo {
            key: "Key",
            setter: "key",
            env: SchemeEnv::NONE,
            kind: SchemeKind::ApiKeyHeader("X-Pet"),
        },
        SchemeInfo {
            key: "Query",
            setter: "query",
            env: SchemeEnv::NONE,
            kind: SchemeKind::ApiKeyQuery("pet_key"),
        },
    ],
    defaults: &[],
};

/// One JSON text a line; the schemas first.
const TABLE: &str = concat!(
    r#"{"schemas":{"Pet":{"type":"object","required":["name"],"properties":{"name":{"type":"string","minLength":2},"size":{"type":"integer","maximum":9}},"additionalProperties":false}}}"#,
    "\n",
    r##"{"method":"PUT","path":"/pets/{id}","parameters":[{"name":"id","in":"path","required":true,"style":"simple","schema":{"type":"integer"}},{"name":"dry","in":"query","style":"form","explode":true,"schema":{"type":"boolean"}},{"name":"filter","in":"query","style":"deepObject","explode":true,"schema":{"type":"object"}},{"name":"X-Why","in":"header","required":true,"style":"simple","schema":{"type":"string","enum":["a","b"]}}],"body":{"required":true,"content":{"application/json":{"$ref":"Pet"}}},"answer":{"status":201,"headers":[["x-left","3"]],"type":"application/json","json":{"name":"Tom"}}}"##,
    "\n",
);

pub(crate) fn builder() -> ClientBuilder {
    ClientBuilder::new(&INFO)
}

pub(crate) fn mock() -> Mock {
    Mock::of(builder, TABLE)
}

#[derive(Debug)]
pub(crate) enum PutPet {}

impl Operation for PutPet {
    type Output = Value;
    const INFO: &'static OperationInfo = &OperationInfo {
        id: "putPet",
        method: "PUT",
        path: "/pets/{id}",
        security: &[&[0, 1]],
        accept: "application/json",
        idempotency_header: "",
        servers: &[],
    };

    const READ: fn(Answer) -> Result<Value, Error> = Answer::json;
}

/// A call with what it requires.
pub(crate) fn put(client: &Client, id: &str, why: &str, body: &Value) -> Call<PutPet> {
    let mut call = Call::new(client);
    call.parts().path("id", &id);
    call.parts().header("X-Why", &why);
    call.parts().json("application/json", body);
    call
}
