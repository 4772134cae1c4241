use serde_json::{json, Value};
use std::mem::MaybeUninit;
use std::time::Instant;

/// CPU time of the whole process, all threads, and wall time from `begin` to `report`.
pub struct Measurement {
    began: Instant,
    before: (f64, f64),
}

impl Measurement {
    pub fn begin() -> Measurement {
        Measurement {
            began: Instant::now(),
            before: cpu_seconds(),
        }
    }

    /// Prints the one line of JSON that the harness reads.
    pub fn report(self, program: &str, calls: u64, last: Value) {
        let wall = self.began.elapsed().as_secs_f64();
        let after = cpu_seconds();
        let line = json!({
            "program": program,
            "calls": calls,
            "wall_s": wall,
            "user_s": after.0 - self.before.0,
            "system_s": after.1 - self.before.1,
            "last": last,
        });
        println!("{line}");
    }
}

fn cpu_seconds() -> (f64, f64) {
    let mut usage = MaybeUninit::<libc::rusage>::zeroed();
    // getrusage fills in the whole struct, and fails for a wrong first argument only.
    let usage = unsafe {
        libc::getrusage(libc::RUSAGE_SELF, usage.as_mut_ptr());
        usage.assume_init()
    };
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 * 1e-6;
    (seconds(usage.ru_utime), seconds(usage.ru_stime))
}
