//! `/agency/mail`: where the office gets mail, which mails it can do without, whether subjects may stand in them, and when
//! it is told of everything together. One form; each thing that differs is one act.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::answer;
use super::super::ask::{self, blocking, first, pairs};
use super::super::frame::{Frame, Rail};
use super::super::operator::agencies::addresses;
use super::super::operator::dead_letters::path;
use super::super::seat::{Seat, Viewer};
use crate::codes;
use crate::domain::digest::Times;
use crate::domain::ids::OrganId;
use crate::http::{Failure, Hub};
use crate::store::change::{AgencyAct, AgencyFacts, NoticeRule, Rule};
use crate::store::reminders::FailingAddress;

#[derive(Template)]
#[template(path = "console/agency/mail.html")]
struct Page {
    frame: Frame,
    mail: String,
    subject: bool,
    rules: Vec<Wanted>,
    times: String,
    failing: Vec<FailingAddress>,
    reason: String,
    errors: Vec<(String, String)>,
    done: Option<String>,
}

struct Wanted {
    name: &'static str,
    word: String,
    wanted: bool,
}

/// How it is now.
struct Now {
    facts: AgencyFacts,
    rules: Vec<(Rule, bool)>,
    times: Option<Times>,
    failing: Vec<FailingAddress>,
}

/// `GET /agency/mail`
pub(in crate::http::console) async fn page(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Agency).await?;
    let now = now(&hub, seat.agency()?).await?;
    let done = ask::done(&frame, &pairs(req.query_string()));
    let times = now.times.map(|times| times.to_string().replace(',', ", ")).unwrap_or_default();
    answer::page(&Page {
        mail: now.facts.mail.join("\n"),
        subject: now.facts.mail_subject,
        rules: now.rules.iter().map(|(rule, wanted)| named(&frame, *rule, *wanted)).collect(),
        times,
        failing: now.failing,
        reason: String::new(),
        errors: Vec::new(),
        done,
        frame,
    })
}

/// `POST /agency/mail`
pub(in crate::http::console) async fn change(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    form: String,
) -> Result<HttpResponse, Failure> {
    let form = pairs(&form);
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Agency).await?;
    let agency = seat.agency()?.clone();
    let now = now(&hub, &agency).await?;
    let (reason, times) = (first(&form, "reason").to_owned(), first(&form, "times").to_owned());
    let (mail, subject) = (addresses(first(&form, "mail")), first(&form, "subject") == "on");
    let mut errors = ask::reason_errors(&frame, &reason);
    let wished = match times.as_str() {
        "" => None,
        text => Times::parse(text).map(Some).unwrap_or_else(|_| {
            errors.push(("times".to_owned(), frame.t("mail-times-wrong")));
            None
        }),
    };
    errors.extend(
        mail.iter()
            .filter(|address| !is_address(address))
            .map(|address| ("mail".to_owned(), frame.tv("mail-address-wrong", "address", address.clone()))),
    );
    let wants = |rule: &Rule| form.iter().any(|(name, value)| name == "rule" && value == rule.as_str());
    if !errors.is_empty() {
        let rules = Rule::ALL.iter().map(|rule| named(&frame, *rule, wants(rule))).collect();
        let (mail, failing) = (first(&form, "mail").to_owned(), now.failing);
        let page = Page { mail, subject, rules, times, failing, reason, errors, done: None, frame };
        return answer::status(actix_web::http::StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let by = || ask::actor(&seat, &reason);
    if mail != now.facts.mail || subject != now.facts.mail_subject {
        let facts = AgencyFacts { mail, mail_subject: subject, ..now.facts };
        hub.exchange.change_agency(by(), AgencyAct::Update(facts)).await?;
    }
    for (rule, wanted) in now.rules.into_iter().filter(|(rule, wanted)| wants(rule) != *wanted) {
        let change = NoticeRule { by: by(), agency: agency.clone(), rule, wanted: !wanted };
        hub.exchange.change_notice(change).await?;
    }
    if wished.as_ref().map(ToString::to_string) != now.times.as_ref().map(ToString::to_string) {
        hub.exchange.change_digest(by(), agency, wished).await?;
    }
    Ok(answer::see("/agency/mail?done=mail"))
}

async fn now(hub: &Hub, agency: &OrganId) -> Result<Now, Failure> {
    let asked = agency.clone();
    blocking(hub, move |hub| {
        let store = hub.exchange.store();
        let agency = store.agency(&asked)?.ok_or_else(|| Failure::new(codes::AGENCY_UNKNOWN, asked.0.clone()))?;
        let mut rules = Vec::new();
        for rule in Rule::ALL {
            rules.push((rule, store.wants(&asked, rule)?));
        }
        Ok(Now {
            facts: agency.facts,
            rules,
            times: store.digests()?.into_iter().find(|(whose, _)| *whose == asked).map(|(_, times)| times),
            failing: store.failing_addresses()?.into_iter().filter(|one| one.agency == asked).collect(),
        })
    })
    .await
}

fn named(frame: &Frame, rule: Rule, wanted: bool) -> Wanted {
    Wanted { name: rule.as_str(), word: frame.t(&format!("notice-{}", rule.as_str())), wanted }
}

/// Something before and after one @; the relay judges the rest.
fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.') && !host.contains('@'))
}
