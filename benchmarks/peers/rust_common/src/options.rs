use crate::fail;
use std::env;

#[derive(Clone, Copy, PartialEq)]
pub enum Operation {
    Get,
    Post,
}

/// `--url URL --ca FILE --op get|post --connections N --calls N --warmup N`
pub struct Options {
    pub url: String,
    pub ca: Option<String>,
    pub operation: Operation,
    pub connections: usize,
    pub calls: u64,
    pub warmup: u64,
}

impl Options {
    pub fn from_command_line() -> Options {
        let mut options = Options {
            url: String::new(),
            ca: None,
            operation: Operation::Get,
            connections: 64,
            calls: 100_000,
            warmup: 10_000,
        };
        let mut words = env::args().skip(1);
        while let Some(name) = words.next() {
            let value = words.next().unwrap_or_else(|| usage(&name));
            match name.as_str() {
                "--url" => options.url = value.trim_end_matches('/').to_string(),
                "--ca" => options.ca = Some(value),
                "--op" if value == "get" => options.operation = Operation::Get,
                "--op" if value == "post" => options.operation = Operation::Post,
                "--connections" => options.connections = number(&name, &value) as usize,
                "--calls" => options.calls = number(&name, &value),
                "--warmup" => options.warmup = number(&name, &value),
                _ => usage(&name),
            }
        }
        if options.url.is_empty() || options.connections == 0 {
            usage("--url");
        }
        options
    }
}

fn number(name: &str, value: &str) -> u64 {
    value.parse().unwrap_or_else(|_| usage(name))
}

fn usage(wrong: &str) -> ! {
    fail(format_args!(
        "{wrong}: --url URL --ca FILE --op get|post --connections N --calls N --warmup N"
    ))
}
