//! How much memory a large download takes: `DOWNLOAD_MIB=1024 cargo test --release --test download_memory -- --nocapture`.
//!
//! A program of its own, because the peak is that of the whole process.
#![cfg(all(target_os = "linux", any(feature = "rustls", feature = "native-tls")))]
use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Instant;

use oasmith_runtime::{
    Answer, Bytes, Call, ClientBuilder, ClientInfo, Download, Error, Operation, OperationInfo,
};

/// The peak must stay below this, whatever the size of the download is.
const MOST_KIB: u64 = 64 * 1024;

static INFO: ClientInfo = ClientInfo {
    name: "files",
    version: "1.0.0",
    user_agent: "files/1.0.0",
    servers: &[],
    operation_servers: &[],
    base_url_env: None,
    schemes: &[],
    defaults: &[],
};

enum GetFile {}

impl Operation for GetFile {
    type Output = Bytes;
    const INFO: &'static OperationInfo = &OperationInfo {
        id: "getFile",
        method: "GET",
        path: "/file",
        security: &[],
        accept: "application/octet-stream",
        idempotency_header: "",
        servers: &[],
    };
    const READ: fn(Answer) -> Result<Bytes, Error> = Answer::bytes;
}

impl Download for GetFile {}

#[tokio::test]
async fn a_download_takes_little_memory() {
    let mib: u64 = std::env::var("DOWNLOAD_MIB").map_or(96, |text| text.parse().unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 4096];
        assert!(stream.read(&mut request).unwrap() > 0);
        let length = mib << 20;
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n").unwrap();
        let block = vec![7; 1 << 20];
        for _ in 0..mib {
            stream.write_all(&block).unwrap();
        }
    });
    let client = ClientBuilder::new(&INFO).base_url(&url).build().unwrap();
    let begin = Instant::now();
    let mut body = Call::<GetFile>::new(&client).stream().await.unwrap();
    assert_eq!(body.content_length(), Some(mib << 20));
    let mut sink = tokio::io::sink();
    assert_eq!(body.write_to(&mut sink).await.unwrap(), mib << 20);
    let (peak, seconds) = (peak_kib(), begin.elapsed().as_secs_f64());
    println!("{mib} MiB in {seconds:.2} s, peak {peak} KiB of resident memory");
    assert!(peak < MOST_KIB, "{peak} KiB");
}

/// `VmHWM` of proc(5).
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
