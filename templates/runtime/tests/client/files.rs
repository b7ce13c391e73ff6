//! Files as fields of models, as generated code has them.
use oasmith_runtime as runtime;
use oasmith_runtime::{Bytes, File, Multipart, ToMultipart, from_json_str, to_json_string};

use super::api::PLANTED;

#[derive(Clone, Debug, PartialEq)]
struct Upload {
    logo: File,
    pages: Option<Vec<File>>,
    thumbnail: Option<File>,
}

runtime::object!(
    Upload; 0 logo "logo", 1 ? pages "pages", 2 ? thumbnail "thumbnail"
);

impl ToMultipart for Upload {
    fn parts(&self, out: &mut Multipart) {
        out.add_files("logo", "image/png", std::slice::from_ref(&self.logo));
        out.add_files("pages", "application/pdf", self.pages.iter().flatten());
        out.add_files("thumbnail", "image/png", self.thumbnail.iter());
    }
}

fn upload() -> Upload {
    Upload {
        logo: File::new(PLANTED).file_name("logo.png").content_type("image/png"),
        pages: Some(vec![File::new(vec![0xFB, 0xEF, 0xFF]), File::default()]),
        thumbnail: None,
    }
}

#[test]
fn a_model_with_files_is_json_with_base64() {
    // RFC 4648, section 4: the last two digits of the alphabet are `+` and `/`.
    let json = "{\"logo\":\"cGxhbnRlZC1zZWNyZXQtMDEyMzQ1Njc4OQ==\",\"pages\":[\"++//\",\"\"]}";
    assert_eq!(to_json_string(&upload()), json);
    let read: Upload = from_json_str(json).unwrap();
    // Name and media type have no place in JSON.
    assert_eq!(read, Upload { logo: File::new(PLANTED), ..upload() });
    assert_eq!(read.logo.bytes().unwrap(), PLANTED);

    assert_eq!(serde_json::to_string(&upload()).unwrap(), json);
    assert_eq!(serde_json::from_str::<Upload>(json).unwrap(), read);
}

#[test]
fn an_error_names_the_field_and_hides_the_text() {
    let json = "{\"logo\":\"\",\"pages\":[\"Zg==\",\"planted secret\"]}";
    let error = from_json_str::<Upload>(json).unwrap_err();
    assert_eq!(error.path(), "pages[1]");
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("base64") && !shown.contains("planted"), "{shown}");
    let error = from_json_str::<Upload>("{\"logo\":7}").unwrap_err();
    assert_eq!((error.path().as_str(), error.found()), ("logo", Some("an integer")));
}

#[test]
fn a_model_shows_names_and_lengths_of_its_files() {
    let mut parts = Multipart::new();
    upload().parts(&mut parts);
    let encoded = to_json_string(&upload());
    let encoded = encoded.split('"').nth(3).unwrap();
    for shown in [format!("{:?}", upload()), format!("{:#?}", upload()), format!("{parts:?}")] {
        assert!(shown.contains("logo.png") && shown.contains("image/png"), "{shown}");
        assert!(shown.contains(&format!("Body({} bytes)", PLANTED.len())), "{shown}");
        assert!(!shown.contains(PLANTED) && !shown.contains(encoded), "{shown}");
        assert!(!shown.contains("251") && !shown.contains("\\x"), "bytes as numbers: {shown}");
    }
}

#[test]
fn files_are_made_of_what_callers_have() {
    let expected = File::new(b"abc".as_slice());
    for file in [
        File::from(b"abc".to_vec()),
        File::from("abc".to_owned()),
        File::from(Bytes::from_static(b"abc")),
        File::new("abc"),
    ] {
        assert_eq!(file, expected);
    }
    assert_ne!(expected.clone().file_name("a"), expected);
    // A clone shares the bytes.
    assert_eq!(expected.clone().bytes().unwrap().as_ptr(), expected.bytes().unwrap().as_ptr());
}
