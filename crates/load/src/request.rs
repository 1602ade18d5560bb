//! What is asked, as the bytes that are sent.

use std::{collections::BTreeMap, fmt::Write as _, fs, net::SocketAddr, path::Path};

use anyhow::{Context as _, ensure};
use serde::Deserialize;

/// A line of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    method: String,
    path: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: Option<String>,
}

/// The requests of a file, each as it goes over the wire.
pub(crate) fn read(path: &Path, address: SocketAddr) -> anyhow::Result<Vec<Vec<u8>>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let lines = text.lines().enumerate().map(|(index, line)| {
        let line: Line =
            serde_json::from_str(line).with_context(|| format!("line {} is no request", index + 1))?;
        Ok(line.bytes(address))
    });
    let requests: Vec<_> = lines.collect::<anyhow::Result<_>>()?;
    ensure!(!requests.is_empty(), "{} holds no requests", path.display());
    Ok(requests)
}

impl Line {
    fn bytes(&self, address: SocketAddr) -> Vec<u8> {
        let body = self.body.as_deref().unwrap_or_default();
        let mut head = format!("{} {} HTTP/1.1\r\nHost: {address}\r\n", self.method, self.path);
        for (name, value) in &self.headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        if self.body.is_some() {
            let _ = write!(head, "Content-Length: {}\r\n", body.len());
        }
        head.push_str("\r\n");
        head.push_str(body);
        head.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_goes_over_the_wire_with_its_headers_and_the_length_of_its_body() {
        let line: Line = serde_json::from_str(
            r#"{"method": "POST", "path": "/hooks", "headers": {"Authorization": "Bearer t"}, "body": "[é]"}"#,
        )
        .unwrap();
        let bytes = line.bytes("127.0.0.1:80".parse().unwrap());
        let wanted = "POST /hooks HTTP/1.1\r\nHost: 127.0.0.1:80\r\nAuthorization: Bearer t\r\nContent-Length: 4\r\n\r\n[é]";
        assert_eq!(String::from_utf8(bytes).unwrap(), wanted);
    }
}
