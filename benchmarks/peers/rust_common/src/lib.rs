//! What both Rust clients share: their options, what they send and read, and what they measure.

mod model;
mod options;
mod usage;

pub use model::{write_order, Answer, Balance, Quote};
pub use options::{Operation, Options};
pub use usage::Measurement;

use std::fmt::Display;

pub const USER_AGENT: &str = "oms-cpp/0.1.0";
pub const AUTHORIZATION: &str = "Bearer eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJleGFtcGxlIn0.c2lnbmF0dXJl";
pub const WALLET: &str = "wlt_01H9Xb3K7nM2pQ4r";

pub type Failure = Box<dyn std::error::Error>;

/// A fresh key for each POST.
pub fn idempotency_key() -> uuid::fmt::Hyphenated {
    uuid::Uuid::new_v4().hyphenated()
}

/// Ends the program.
pub fn fail(why: impl Display) -> ! {
    eprintln!("{why}");
    std::process::exit(1)
}
