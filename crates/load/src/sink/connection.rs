//! One connection: whatever is offered is taken.

use std::{
    io::{self, BufRead, BufReader, Write as _},
    net::TcpStream,
};

use super::taken::Sink;

const BUFFER: usize = 64 << 10;
const OFFERS: &[u8] = b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n";

/// Answers until the other side leaves.
pub(crate) fn serve(sink: &Sink, stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::with_capacity(BUFFER, stream);
    let mut line = Vec::with_capacity(1 << 10);
    out.write_all(b"220 sink ESMTP\r\n")?;
    while next(&mut lines, &mut line)? {
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer: &[u8] = match verb.as_slice() {
            b"EHLO" => OFFERS,
            b"HELO" | b"NOOP" | b"RSET" => b"250 2.0.0 so be it\r\n",
            b"MAIL" => b"250 2.1.0 from whom you like\r\n",
            b"RCPT" => b"250 2.1.5 to whom you like\r\n",
            b"DATA" => {
                out.write_all(b"354 go on\r\n")?;
                if !message(sink, &mut lines, &mut line)? {
                    return Ok(());
                }
                b"250 2.0.0 taken\r\n"
            }
            b"QUIT" => return out.write_all(b"221 2.0.0 good bye\r\n"),
            _ => b"500 5.5.1 what?\r\n",
        };
        out.write_all(answer)?;
    }
    Ok(())
}

/// Reads to the final dot; whether it came.
fn message(sink: &Sink, lines: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    let mut letter = sink.wants_more().then(Vec::<u8>::new);
    while next(lines, line)? {
        if matches!(line.as_slice(), b".\r\n" | b".\n") {
            sink.take(letter.as_deref())?;
            return Ok(true);
        }
        if let Some(letter) = &mut letter {
            letter.extend_from_slice(line);
        }
    }
    Ok(false)
}

/// The next line, with its end; whether there is one.
fn next(lines: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    Ok(lines.read_until(b'\n', line)? > 0)
}

#[cfg(test)]
mod tests {
    use std::{io::Read as _, net::TcpListener, path::PathBuf, thread};

    use super::*;

    /// What is answered to these words, and to a question about them.
    fn answered(sink: &Sink, said: &str) -> (String, String) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let ask = |said: &str| {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(said.as_bytes()).unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        };
        thread::scope(|scope| {
            scope.spawn(|| serve(sink, listener.accept().unwrap().0).unwrap());
            let answer = ask(said);
            scope.spawn(|| sink.answer(&listener.accept().unwrap().0).unwrap());
            (answer, ask("reset\n"))
        })
    }

    #[test]
    fn messages_that_come_together_are_taken_one_by_one_until_it_is_asked_to_forget() {
        let sink = Sink::new(0, PathBuf::new());
        let one = "MAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\nSubject: x\r\n\r\n..\r\n.\r\n";
        let (answer, told) = answered(&sink, &format!("EHLO x\r\n{one}{one}QUIT\r\n"));
        assert_eq!(answer.matches("250 2.0.0 taken").count(), 2, "{answer}");
        assert!(answer.ends_with("221 2.0.0 good bye\r\n"), "{answer}");
        assert!(told.starts_with(r#"{"msgs":2,"first_us":"#), "{told}");
        let (_, told) = answered(&sink, "NOOP\r\nQUIT\r\n");
        assert_eq!(told, "{\"msgs\":0,\"first_us\":0,\"last_us\":0}\n");
    }

    #[test]
    fn a_message_without_its_final_dot_is_not_taken() {
        let sink = Sink::new(0, PathBuf::new());
        let mut cut: &[u8] = b"Subject: x\r\n\r\nhalf of";
        assert!(!message(&sink, &mut cut, &mut Vec::new()).unwrap());
    }
}
