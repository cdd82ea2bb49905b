//! [`Ahead`]: a reader whose next bytes can be looked at before they are taken.

use std::io::{self, BufRead, Read};

/// Bytes held at a time.
const SIZE: usize = 64 * 1024;
/// So far one can go back.
const BACK: usize = 256 * 1024;

/// A buffered reader that can be asked for several bytes at once, wherever the buffer ends. Unlike others it keeps the
/// error of its input for whoever reads on, so that a fault of the data can be told from one of the disk.
pub struct Ahead<R> {
    input: R,
    buffer: Vec<u8>,
    begin: usize,
    /// Where to go back to, as long as that is held.
    mark: Option<usize>,
    ended: bool,
    error: Option<io::Error>,
}

impl<R: Read> Ahead<R> {
    /// Nothing is read yet.
    pub fn new(input: R) -> Self {
        Ahead {
            input,
            buffer: Vec::new(),
            begin: 0,
            mark: None,
            ended: false,
            error: None,
        }
    }

    /// What is held.
    pub fn held(&self) -> &[u8] {
        self.buffer.get(self.begin..).unwrap_or_default()
    }

    /// The next bytes, so many at least where there are so many.
    ///
    /// # Errors
    ///
    /// The input cannot be read.
    pub fn peek(&mut self, size: usize) -> io::Result<&[u8]> {
        while self.held().len() < size && self.more()? > 0 {}
        Ok(self.held())
    }

    /// Reads once, and gives how many bytes there are more.
    ///
    /// # Errors
    ///
    /// The input cannot be read.
    pub fn more(&mut self) -> io::Result<usize> {
        if self.ended {
            return Ok(0);
        }
        self.mark = self.mark.filter(|mark| self.begin - mark < BACK);
        let done = self.mark.unwrap_or(self.begin);
        self.buffer.drain(..done);
        self.begin -= done;
        self.mark = self.mark.map(|_| 0);
        let old = self.buffer.len();
        self.buffer.resize(old + SIZE, 0);
        let result = loop {
            match self.input.read(self.buffer.get_mut(old..).unwrap_or_default()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result,
            }
        };
        let new = *result.as_ref().unwrap_or(&0);
        self.buffer.truncate(old + new);
        self.ended = new == 0;
        if let Err(error) = &result {
            self.error = Some(io::Error::new(error.kind(), error.to_string()));
        }
        result
    }

    /// Here is where to go back to.
    pub fn mark(&mut self) {
        self.mark = Some(self.begin);
    }

    /// Goes back to the mark, if that is not too far.
    pub fn go_back(&mut self) -> bool {
        let mark = self.mark.take();
        self.begin = mark.unwrap_or(self.begin);
        mark.is_some()
    }

    /// The error of the input, if it had one.
    pub fn take_error(&mut self) -> Option<io::Error> {
        self.error.take()
    }
}

impl<R: Read> BufRead for Ahead<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    fn consume(&mut self, size: usize) {
        self.begin = (self.begin + size).min(self.buffer.len());
    }
}

impl<R: Read> Read for Ahead<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.held().is_empty() && into.len() >= SIZE && self.mark.is_none() && !self.ended {
            let result = self.input.read(into);
            if let Err(error) = &result {
                self.error = Some(io::Error::new(error.kind(), error.to_string()));
            }
            return result;
        }
        let size = self.fill_buf()?.read(into)?;
        self.consume(size);
        Ok(size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_can_go_back_but_not_too_far() {
        let text: Vec<u8> = (0..1_000_000u32).map(|n| (n % 251) as u8).collect();
        for (forth, back) in [(0, true), (10, true), (200_000, true), (900_000, false)] {
            let mut ahead = Ahead::new(&text[..]);
            ahead.read_exact(&mut [0; 7]).unwrap();
            ahead.mark();
            ahead.read_exact(&mut vec![0; forth]).unwrap();
            assert_eq!(ahead.go_back(), back, "{forth}");
            let at = if back { 7 } else { 7 + forth };
            let mut rest = Vec::new();
            ahead.read_to_end(&mut rest).unwrap();
            assert!(rest == text[at..], "{forth}");
            assert!(!ahead.go_back());
        }
    }

    #[test]
    fn what_was_looked_at_is_read_all_the_same() {
        let text: Vec<u8> = (0..200_000u32).map(|n| (n % 251) as u8).collect();
        let mut ahead = Ahead::new(&text[..]);
        let mut all = Vec::new();
        for size in [1, 70_000, 3, 130_000, 1] {
            let seen = ahead.peek(size).unwrap().to_vec();
            assert!(text[all.len()..].starts_with(&seen) && seen.len() >= size.min(text.len() - all.len()));
            let mut taken = vec![0; 30_000];
            let size = ahead.read(&mut taken).unwrap();
            all.extend_from_slice(&taken[..size]);
        }
        ahead.read_to_end(&mut all).unwrap();
        assert_eq!(all, text);
        assert!(ahead.peek(5).unwrap().is_empty());
    }
}
