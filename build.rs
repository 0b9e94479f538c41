//! `embed_migrations!` reads a folder that cargo does not watch: without this line a new migration is missed until
//! the source that embeds it changes as well.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
}
