//! Any file: there is a verdict, and nothing but what was signed is admitted.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lienthong_fuzz::WORLD;

fuzz_target!(|data: &[u8]| WORLD.hold(data));
