//! The limits that every other figure is held against, measured on this machine in this minute: SHA-256 of a file's
//! bytes, and the disk's durable writes. Disks drift tenfold within a minute, so a figure without its limit says nothing.

use std::fs::File;
use std::io::Write as _;

use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// One pass of SHA-256: no verification of that many bytes can be faster.
#[divan::bench(args = [11_000, 1_000_000, 21_000_000])]
fn sha256(bencher: Bencher, bytes: usize) {
    let data = vec![0x5a_u8; bytes];
    bencher.counter(BytesCount::new(bytes)).bench(|| lienthong::crypto::sha256(divan::black_box(&data)));
}

/// One append of 4 KiB and fdatasync: no lone durable commit can be faster.
#[divan::bench(sample_count = 50, sample_size = 10)]
fn append_and_fdatasync(bencher: Bencher) {
    let folder = std::env::var_os("BENCH_DIR").map_or_else(std::env::temp_dir, Into::into);
    let path = folder.join(format!("lienthong-bench-{}", std::process::id()));
    let mut file = File::create(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    bencher.bench_local(|| file.write_all(&[0; 4096]).and_then(|()| file.sync_data()));
    drop(file);
    // Left behind at worst: a scratch file in the folder for such.
    let _ = std::fs::remove_file(&path);
}
