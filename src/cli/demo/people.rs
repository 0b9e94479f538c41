//! The people of the demo: a clerk and others around an agency, an office, an auditor, an operator. They are invited, join and
//! set up their second factors as anybody does; their secrets stand in `demo.json`, and the demo prints them.

use std::path::Path;

use anyhow::{Context as _, bail};

use super::handbook::{Handbook, PersonPlace};
use super::province::Province;
use super::stage::Stage;
use super::tree::Node;
use crate::app::Parts;
use crate::cli::fault::Fault;
use crate::clock::Clock;
use crate::crypto::{self, totp};
use crate::domain::ids::{Micros, OrganId, PersonId};
use crate::domain::person::{Role, totp_step};
use crate::exchange::{Administrator, Attempt, Exchange, Knock, NewInvitation};
use crate::i18n::Lang;
use crate::store::change::Actor;
use crate::store::people::Post;

/// Who may sign in.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// In the hub.
    pub id: PersonId,
    /// As what.
    pub role: Role,
    /// At which agency; `None`: at the hub.
    pub agency: Option<OrganId>,
}

/// Invites everybody into the hub of `province`, which is not running, lets them join, and writes what they sign in with into
/// `demo.json`.
///
/// # Errors
/// When the hub refuses something, or the file cannot be written.
pub(super) async fn join(province: &Province, at: Micros) -> anyhow::Result<Vec<Person>> {
    let mut config = province.config.clone();
    config.mail.enabled = false;
    let parts = Parts::open(&config, Clock::fixed(at)).await?;
    let joined = join_all(&parts.exchange).await;
    parts.close().await?;
    let (people, places) = joined?.into_iter().unzip();
    let book = Handbook { people: places, ..Handbook::read(&province.dir)? };
    book.write(&province.dir)?;
    Ok(people)
}

async fn join_all(exchange: &Exchange) -> anyhow::Result<Vec<(Person, PersonPlace)>> {
    let password = password()?;
    let mut all = Vec::new();
    for (role, agency, name, mailbox) in PEOPLE {
        let mail = format!("{mailbox}@{MAIL_DOMAIN}");
        let post = Post { agency: agency.map(|id| OrganId(id.to_owned())), role };
        let new = NewInvitation { mail: mail.clone(), name: name.to_owned(), post: post.clone() };
        let by = Administrator::cli(Actor { name: "demo".to_owned(), reason: "mở tài khoản".to_owned() });
        let token = exchange.invite(&by, new).await?.token;
        let id = exchange.join(&token, Some(&password), Lang::Vi).await?.person;
        let totp = second_factor(exchange, &mail, &password).await.with_context(|| mail.clone())?;
        let place = PersonPlace {
            role: role.as_str().to_owned(),
            organ_id: agency.map(str::to_owned),
            name: name.to_owned(),
            mail,
            password: password.clone(),
            totp,
        };
        all.push((Person { id, role, agency: post.agency }, place));
    }
    Ok(all)
}

/// Signs in for the first time: where a second factor is wanted it is set up.
async fn second_factor(exchange: &Exchange, mail: &str, password: &str) -> anyhow::Result<Option<String>> {
    let knock = Knock::default();
    let pending = match exchange.sign_in(mail, password, &knock).await? {
        Attempt::Open(_) => return Ok(None),
        Attempt::SetUp(cookie) => crypto::sha256(cookie.token.as_bytes()),
        other => bail!("the first sign-in came to {other:?}"),
    };
    let typed = exchange.sign_in_offer(pending, "Liên thông").await?.typed;
    let code = code_at(&typed, totp_step(exchange.clock().now()))?;
    exchange.sign_in_confirm(pending, &code, &knock).await?;
    Ok(Some(typed))
}

/// Signs everybody in, and shows with what.
///
/// # Errors
/// When the file cannot be read or the store fails; who is not let in is a check that does not hold.
pub(super) async fn sign_ins(stage: &Stage<'_>, exchange: &Exchange) -> anyhow::Result<Node> {
    let book = Handbook::read(&stage.province.dir)?;
    let address = format!("{}/", stage.province.api());
    let mut node = Node::told(stage.tell("demo-people", &[("address", address.as_str().into())]));
    for person in &book.people {
        let role = stage.say(&format!("role-{}", person.role));
        let agency = person.organ_id.as_deref().and_then(|id| stage.province.agency(id).ok());
        let place = agency.map_or(role.clone(), |agency| format!("{role}, {}", agency.name));
        let held = signs_in(exchange, person).await?;
        let mut line = Node::check(format!("{place}: {}", person.name), "open", held);
        line.push(Node::told(format!("{} · {}", person.mail, person.password)));
        if let Some(secret) = &person.totp {
            line.push(Node::told(format!("TOTP {secret}")));
            let command = format!("lienthong demo code --dir {} {}", stage.province.dir.display(), person.mail);
            line.push(Node::told(command));
        }
        node.push(line);
    }
    Ok(node)
}

/// The code of the step before is used up by this: the present one stays good for whoever comes next.
async fn signs_in(exchange: &Exchange, person: &PersonPlace) -> anyhow::Result<&'static str> {
    let knock = Knock::default();
    let attempt = match (exchange.sign_in(&person.mail, &person.password, &knock).await?, &person.totp) {
        (Attempt::Code(cookie), Some(secret)) => {
            let code = code_at(secret, totp_step(exchange.clock().now()) - 1)?;
            exchange.sign_in_code(crypto::sha256(cookie.token.as_bytes()), &code, &knock).await?
        }
        (attempt, _) => attempt,
    };
    Ok(match attempt {
        Attempt::Open(_) => "open",
        Attempt::Code(_) => "code",
        Attempt::SetUp(_) => "set_up",
        Attempt::Refused(code, _) => code.name(),
    })
}

/// The code that the person of that address would read from their telephone now.
///
/// # Errors
/// When there is no demo in `dir`, or nobody of that address with a second factor.
pub(super) fn code_now(dir: &Path, mail: &str) -> anyhow::Result<String> {
    let book = Handbook::read(dir)?;
    let secret = book.people.iter().find(|person| person.mail == mail).and_then(|person| person.totp.as_deref());
    let secret = secret.ok_or_else(|| {
        let with: Vec<&str> =
            book.people.iter().filter(|one| one.totp.is_some()).map(|one| one.mail.as_str()).collect();
        Fault::usage(format!("{mail}: no second factor; {}", with.join(", ")))
    })?;
    code_at(secret, totp_step(Clock::System.now()))
}

fn code_at(typed: &str, step: i64) -> anyhow::Result<String> {
    let secret = totp::untyped(typed).context("the secret is no base32")?;
    totp::code(&secret, step).context("there is no code at that time")
}

/// Words that are easily typed, and a number: the same for everybody of one demo.
fn password() -> anyhow::Result<String> {
    let chance: [u8; 5] = crypto::random()?;
    let word = |byte: u8| WORDS.get(usize::from(byte) % WORDS.len()).copied().unwrap_or("lua");
    let [first, second, third, high, low] = chance;
    let number = u16::from_be_bytes([high, low]) % 9000 + 1000;
    Ok(format!("{}-{}-{}-{number}", word(first), word(second), word(third)))
}

type Entry = (Role, Option<&'static str>, &'static str, &'static str);

const PEOPLE: [Entry; 6] = [
    (Role::Clerk, Some("000.00.12.H53"), "Nguyễn Thị Hồng Nhung", "nhung.snnmt"),
    (Role::Reader, Some("000.00.12.H53"), "Trương Thị Mỹ Hạnh", "hanh.snnmt"),
    (Role::AgencyAdmin, Some("000.00.12.H53"), "Võ Thị Kim Ngân", "ngan.snnmt"),
    (Role::Clerk, Some("000.00.01.H53"), "Phan Thị Thanh Trúc", "truc.vanphong"),
    (Role::Auditor, None, "Đặng Quốc Bảo", "bao.kiemtra"),
    (Role::Operator, None, "Huỳnh Công Thành", "thanh.vanhanh"),
];
const MAIL_DOMAIN: &str = "tayninh.example";

const WORDS: [&str; 32] = [
    "lua", "song", "nui", "mua", "nang", "trang", "bien", "rung", "sen", "tre", "dua", "mit", "xoai", "cam", "buoi",
    "chanh", "ghe", "cau", "duong", "pho", "cho", "vuon", "ruong", "kenh", "gio", "may", "suong", "dong", "xanh",
    "vang", "tim", "hong",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_taken_by_the_rule() {
        for _ in 0..200 {
            let password = password().unwrap();
            crate::domain::person::check_password(&password, "nhung@x.example", "Nhung").unwrap();
        }
    }
}
