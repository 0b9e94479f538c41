//! `lienthong agent`: a clerk signs on her own machine what the hub's page asks, sees what it is, and nobody else can ask.
//! A real program in a real terminal, a real hub, real tokens in software.

mod gate;
mod lying;
mod signing;
mod tokens;

use std::path::PathBuf;

use lienthong::cli::demo::province::Agency;
use openssl::pkcs12::Pkcs12;
use openssl::pkey::PKey;
use openssl::stack::Stack;
use openssl::x509::X509;

/// The password of the key file.
const PASSWORD: &str = "mật khẩu thử";

/// An agency's seal in a PKCS #12 file, with the CA above it.
fn key_file(agency: &Agency) -> PathBuf {
    let key = PKey::private_key_from_pem(&std::fs::read(&agency.key_file).unwrap()).unwrap();
    let chain = X509::stack_from_pem(&std::fs::read(&agency.chain_file).unwrap()).unwrap();
    let mut above = Stack::new().unwrap();
    chain[1..].iter().for_each(|one| above.push(one.clone()).unwrap());
    let mut builder = Pkcs12::builder();
    builder.name("seal").pkey(&key).cert(&chain[0]).ca(above);
    let path = agency.key_file.with_extension("p12");
    std::fs::write(&path, builder.build2(PASSWORD).unwrap().to_der().unwrap()).unwrap();
    path
}
