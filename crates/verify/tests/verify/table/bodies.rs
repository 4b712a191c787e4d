//! Bodies, and what is typed.

use std::io::{Read as _, Write as _};

use super::endpoints::{plain, refused};
use super::{Answer, Ask, Row, USER};

/// The body compressed, and a header that says how.
fn compressed(ask: &Ask, encoding: &'static str, compress: fn(&[u8]) -> Vec<u8>) -> Answer {
    let Answer(status, headers, body) = plain(ask);
    Answer(status, headers, compress(&body)).header("content-encoding", encoding)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut read = Vec::new();
    flate2::read::ZlibEncoder::new(bytes, flate2::Compression::fast()).read_to_end(&mut read).unwrap();
    read
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut read = Vec::new();
    flate2::read::DeflateEncoder::new(bytes, flate2::Compression::fast()).read_to_end(&mut read).unwrap();
    read
}

/// A stream of brotli's with one block that is not compressed.
fn brotli(bytes: &[u8]) -> Vec<u8> {
    // WBITS 16; a block of nibbles 4 with its length, not compressed; then an empty last block: RFC 7932, section 9.
    let length = u32::try_from(bytes.len() - 1).unwrap();
    let bits = length << 4 | 1 << 20;
    let mut stream = bits.to_le_bytes()[..3].to_vec();
    stream.extend_from_slice(bytes);
    stream.push(3);
    stream
}

pub(super) const ROWS: &[Row] = &[
    ("gzip", |a| compressed(a, "gzip", gzip), USER, "answer", "pass", "a token"),
    ("br", |a| compressed(a, "br", brotli), USER, "answer", "pass", "a token"),
    ("deflate", |a| compressed(a, "deflate", zlib), USER, "answer", "pass", "a token"),
    ("deflate without its head", |a| compressed(a, "Deflate", deflate), USER, "answer", "pass", "a token"),
    ("gzip that is none", |a| plain(a).header("content-encoding", "gzip"), USER, "answer", "fail", "gzip"),
    ("br that is none", |a| plain(a).header("content-encoding", "br"), USER, "answer", "fail", "br"),
    ("zstd", |a| plain(a).header("content-encoding", "zstd"), USER, "answer", "fail", "zstd"),
    (
        "gzip of too much",
        |a| {
            let Answer(s, h, _) = plain(a);
            Answer(s, h, gzip(&vec![b'x'; 200_000])).header("content-encoding", "gzip")
        },
        USER,
        "answer",
        "fail",
        "64",
    ),
    (
        "too much",
        |a| {
            let Answer(s, h, _) = plain(a);
            Answer(s, h, vec![b'x'; 200_000])
        },
        USER,
        "answer",
        "fail",
        "64",
    ),
    (
        "Latin-1",
        |a| {
            let Answer(s, h, _) = plain(a);
            Answer(s, h, b"{\"token\":\"N\xfa\xf1ez\"}".to_vec())
        },
        USER,
        "answer",
        "fail",
        "UTF-8",
    ),
    (
        "a slash at the end",
        |a| {
            if a.path.ends_with('/') {
                plain(a)
            } else {
                Answer(308, Vec::new(), Vec::new()).header("location", "/jwt/")
            }
        },
        USER,
        "answer",
        "fail",
        "the slash at the end",
    ),
    (
        "a redirect elsewhere",
        |_| Answer(302, Vec::new(), Vec::new()).header("location", "/login/"),
        USER,
        "answer",
        "fail",
        "login page",
    ),
    (
        "a staging site with its password",
        |a| {
            if a.authorization.as_deref() == Some("Basic dTpw") {
                plain(a)
            } else {
                refused().header("www-authenticate", "Basic")
            }
        },
        &["--cookie", super::COOKIE, "--header", "Authorization: Basic dTpw"],
        "no_session",
        "pass",
        "401",
    ),
    (
        "a staging site without its password",
        |_| refused().header("www-authenticate", "Basic"),
        USER,
        "answer",
        "fail",
        "--header 'Authorization: Basic",
    ),
    (
        "headers that are nobody's",
        |a| plain(a),
        &["--header", "X-Requested-With: XMLHttpRequest"],
        "answer",
        "skip",
        "x-requested-with, which is no user's",
    ),
];
