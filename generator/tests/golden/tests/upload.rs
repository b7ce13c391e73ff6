//! Bodies that are larger than the memory they may take: a process of its own, because it measures the process.
//!
//! `UPLOAD_BYTES=1073741824 cargo test --release -p golden --test upload -- --nocapture` sends 1 GiB each time.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::thread::{JoinHandle, spawn};
use std::time::{Duration, Instant};

use golden_transfers::{Body, model};
use tokio::io::AsyncReadExt as _;

/// What a process may take at most, whatever it sends.
const LIMIT: u64 = 64 * 1024 * 1024;

/// More than the limit, so that a body that is held in memory is found in every run.
const USUAL_SIZE: u64 = 96 * 1024 * 1024;

#[tokio::test]
async fn uploads_are_never_held_in_memory() {
    let size = std::env::var("UPLOAD_BYTES").ok().and_then(|size| size.parse().ok());
    let size = size.unwrap_or(USUAL_SIZE);
    let path = Sparse::new(size);

    let (url, server) = swallow();
    let client = golden_bodies::Client::builder().base_url(&url).build().expect("a client");
    let begin = Instant::now();
    let call = client.binary().binary(path.0.as_path()).timeout(Duration::from_secs(600));
    call.attempt_timeout(Duration::from_secs(600)).await.expect("an answer");
    report("an octet stream of a file", size, begin);
    assert_eq!(server.join().expect("a server"), size);

    let (url, server) = swallow();
    let client = golden_transfers::Client::builder().base_url(&url).build().expect("a client");
    let begin = Instant::now();
    let mut body = model::PartsRequest::new(golden_transfers::File::path(&path.0));
    let reader = Body::reader(tokio::io::repeat(7).take(size), Some(size));
    body.more = Some(vec![golden_transfers::File::new(reader)]);
    body.note = Some("x".to_owned());
    let call = client.calls().parts(&body).timeout(Duration::from_secs(600));
    call.attempt_timeout(Duration::from_secs(600)).await.expect("an answer");
    report("multipart of a file and a reader", 2 * size, begin);
    assert!(server.join().expect("a server") > 2 * size);
}

fn report(what: &str, size: u64, begin: Instant) {
    let Some(peak) = peak() else { return };
    let (mebibytes, seconds) = (1024 * 1024, begin.elapsed().as_secs_f64());
    println!(
        "{what}: {} MiB in {seconds:.2} s, at most {} MiB of memory",
        size / mebibytes,
        peak / mebibytes
    );
    assert!(peak < LIMIT, "{what}: {peak} bytes");
}

/// The most memory that this process ever had, where the system says it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

/// A file of zeros that takes no room on the disk.
struct Sparse(PathBuf);

impl Sparse {
    fn new(size: u64) -> Self {
        let path = std::env::temp_dir().join(format!("golden-upload-{}", std::process::id()));
        File::create(&path).and_then(|file| file.set_len(size)).expect("a file");
        Self(path)
    }
}

impl Drop for Sparse {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A server that reads one body, and says how long it was.
fn swallow() -> (String, JoinHandle<u64>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let server = spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let length = content_length(&mut stream);
        let mut block = vec![0; 64 * 1024];
        let mut left = length;
        while left > 0 {
            let count = stream.read(&mut block).expect("more of the body");
            assert_ne!(count, 0, "{left} bytes are missing");
            left -= u64::try_from(count).expect("a count");
        }
        stream.write_all(b"HTTP/1.1 204 Done\r\nConnection: close\r\n\r\n").expect("a reader");
        length
    });
    (url, server)
}

fn content_length(stream: &mut TcpStream) -> u64 {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).expect("a head");
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).expect("a head").to_ascii_lowercase();
    let line = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    line.expect("a length").parse().expect("a number")
}
