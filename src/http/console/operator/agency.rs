//! `/hub/agencies/{code}`: one agency as the directory has it: names with their time, how it stands, who takes its mail and its
//! documents, whose seals are believed, which systems sign in. And what an operator does to it, each act with a reason.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::super::agency::systems::{self, Secret, SystemLine};
use super::super::answer;
use super::super::ask::{self, Ask, Kind, blocking, first, link, pairs};
use super::super::frame::{Frame, Rail};
use super::super::seat::{Seat, Viewer};
use super::agencies::{State, addresses, choices, href, levels};
use super::dead_letters::path;
use super::keys::{Seal, seal};
use crate::codes;
use crate::domain::ids::{Micros, OrganId, SystemId};
use crate::exchange::{NewBinding, Refusal};
use crate::http::{Failure, Hub};
use crate::signature::binding::rule_attributes;
use crate::signature::certificate::Certificate;
use crate::store::agencies::{Agency, Named, Substitute};
use crate::store::change::{Actor, AgencyAct, AgencyFacts, BindingRule};
use crate::store::reminders::FailingAddress;

#[derive(Template)]
#[template(path = "console/operator/agency.html")]
struct Page {
    frame: Frame,
    code: String,
    /// Where acts are asked about.
    act: String,
    facts: AgencyFacts,
    state: State,
    parent: Option<(String, String)>,
    level: String,
    names: Vec<Named>,
    aliases: Vec<OrganId>,
    substitutes: Vec<(Substitute, String)>,
    failing: Vec<FailingAddress>,
    seals: Vec<Seal>,
    systems: Vec<SystemLine>,
    done: Option<String>,
}

/// `GET /hub/agencies/{code}`
pub(in crate::http::console) async fn show(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Directory).await?;
    let (id, now) = (OrganId(code.into_inner()), frame.now);
    let asked = id.clone();
    let found = blocking(&hub, move |hub| {
        let store = hub.exchange.store();
        let Some(agency) = store.agency(&asked)? else { return Ok(None) };
        let directory = hub.exchange.directory()?;
        let aliases = store.aliases()?;
        let state = State::of(&agency, aliases.iter().find(|alias| alias.organ_id == asked), now);
        let name = |id: &OrganId| directory.name(id, now).unwrap_or(&id.0).to_owned();
        let substitutes = store.substitutes()?.into_iter().filter(|row| row.agency == asked);
        let substitutes = substitutes.map(|row| (row.clone(), name(&row.stands_in))).collect();
        let parent = agency.facts.parent.as_ref().map(|parent| (parent.0.clone(), name(parent)));
        let names = store.agency_names()?.into_iter().filter(|named| named.organ_id == asked).collect();
        let failing = store.failing_addresses()?.into_iter().filter(|one| one.agency == asked).collect();
        let below = store.aliases_of(&asked)?;
        let (seals, systems) = (store.bindings_of(&asked)?, store.systems(Some(&asked))?);
        Ok(Some((agency, state, parent, substitutes, (names, failing, below), seals, systems)))
    });
    let unknown = || Failure::new(codes::REQUEST_NO_SUCH_PATH, id.0.clone());
    let (agency, state, parent, substitutes, (names, failing, aliases), seals, systems) =
        found.await?.ok_or_else(unknown)?;
    let level = frame.t(&format!("agency-level-{}", agency.facts.level.clamp(1, 3)));
    answer::page(&Page {
        act: format!("{}/act", href(&id.0)),
        code: id.0.clone(),
        facts: agency.facts,
        state,
        parent,
        level,
        names,
        aliases,
        substitutes,
        failing,
        seals: seals.iter().map(|row| seal(&frame, row, None)).collect(),
        systems: systems.iter().map(|row| systems::line(row, now)).collect(),
        done: ask::done(&frame, &pairs(req.query_string())),
        frame,
    })
}

/// `GET /hub/agencies/{code}/act`
pub(in crate::http::console) async fn question(
    hub: web::Data<Hub>,
    viewer: Viewer,
    req: HttpRequest,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let id = OrganId(code.into_inner());
    page(&hub, &viewer, &req, &id, &pairs(req.query_string())).await?.0.page()
}

/// `POST /hub/agencies/{code}/act`
pub(in crate::http::console) async fn act(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    code: web::Path<String>,
    form: String,
) -> Result<HttpResponse, Failure> {
    let (id, form) = (OrganId(code.into_inner()), pairs(&form));
    let (page, agency) = page(&hub, &viewer, &req, &id, &form).await?;
    let reason = first(&form, "reason").to_owned();
    let mut errors = ask::reason_errors(&page.frame, &reason);
    let deed = match read(&page.frame, &agency, &form) {
        Ok(deed) => deed,
        Err(found) => {
            errors.extend(found);
            return page.again(&reason, errors);
        }
    };
    if !errors.is_empty() {
        return page.again(&reason, errors);
    }
    let by = ask::actor(&seat, &reason);
    let (deed, revoked) = match deed {
        Deed::IssueToken(name, expires) => {
            return match hub.exchange.issue_token(by, Some(id.clone()), name, expires).await {
                Ok(new) => {
                    systems::note(&hub, &seat, &id, "token.issued", new.system).await?;
                    let held = systems::keep(&hub, &seat, systems::TOKEN, new.token)?.to_string();
                    Ok(answer::see(link(&format!("{}/token", href(&id.0)), &[("held", &held)])))
                }
                Err(refusal) => page.refused(&reason, refusal),
            };
        }
        Deed::RevokeToken(system) => (Deed::RevokeToken(system), Some(system)),
        deed => (deed, None),
    };
    let done = deed.done(&hub, by, &id).await;
    if let (Ok(()), Some(system)) = (&done, revoked) {
        systems::note(&hub, &seat, &id, "token.revoked", system).await?;
    }
    match done {
        Ok(()) => Ok(answer::see(format!("{}?done={}", href(&id.0), first(&form, "do")))),
        Err(refusal) => page.refused(&reason, refusal),
    }
}

/// `GET /hub/agencies/{code}/token`: the token that was just issued, this once.
pub(in crate::http::console) async fn token(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let back = href(&code);
    let frame = Frame::load(&hub, &viewer, &back, Rail::Directory).await?;
    let secret = systems::take(&hub, &seat, systems::TOKEN, &pairs(req.query_string()), frame.now)?;
    answer::page(&Secret {
        tab: "",
        title: frame.t("token-title"),
        lead: frame.t("token-lead-operator"),
        label: frame.t("token-label"),
        secret,
        back,
        frame,
    })
}

/// What is to be done.
enum Deed {
    Directory(AgencyAct),
    Bind(Box<NewBinding>),
    Unbind(Uuid, Micros),
    Distrust(Uuid, Micros),
    IssueToken(String, Option<Micros>),
    RevokeToken(SystemId),
}

impl Deed {
    async fn done(self, hub: &Hub, by: Actor, id: &OrganId) -> Result<(), Refusal> {
        match self {
            Self::Directory(act) => hub.exchange.change_agency(by, act).await.map(drop),
            Self::Bind(new) => hub.exchange.bind(by, *new).await.map(drop),
            Self::Unbind(binding, at) => {
                own_binding(hub, id, binding)?;
                hub.exchange.unbind(by, binding, at).await.map(drop)
            }
            Self::Distrust(binding, from) => {
                own_binding(hub, id, binding)?;
                hub.exchange.revoke_binding(by, binding, from).await.map(drop)
            }
            // Shown once, so its own way (`act`).
            Self::IssueToken(name, expires) => {
                hub.exchange.issue_token(by, Some(id.clone()), name, expires).await.map(drop)
            }
            Self::RevokeToken(system) => {
                systems::own(hub, id, system).await?;
                hub.exchange.revoke_token(by, system).await.map(drop)
            }
        }
    }
}

/// A binding is named on its agency's page only.
fn own_binding(hub: &Hub, id: &OrganId, binding: Uuid) -> Result<(), Refusal> {
    let found = hub.exchange.store().bindings_of(id)?.iter().any(|row| row.id == binding);
    let unknown = || Refusal::new(codes::STORE_BINDING_UNKNOWN, binding.to_string());
    found.then_some(()).ok_or_else(unknown)
}

/// The act out of its form, or what is wrong with it.
fn read(frame: &Frame, agency: &Agency, form: &[(String, String)]) -> Result<Deed, Vec<(String, String)>> {
    let (organ_id, now) = (agency.facts.organ_id.clone(), frame.now);
    let wrong = |name: &str, word: &str| vec![(name.to_owned(), frame.t(word))];
    let time = |name: &str| ask::moment(first(form, name)).map_err(|()| wrong(name, "ask-time"));
    let missing = |name: &str, word: &str| vec![(name.to_owned(), frame.tv("ask-missing", "field", frame.t(word)))];
    let id = |name: &str| first(form, name).parse::<Uuid>().map_err(|_| wrong("", "ask-gone"));
    Ok(match first(form, "do") {
        "rename" => {
            let name = first(form, "name").to_owned();
            if name.is_empty() {
                return Err(missing("name", "agency-name"));
            }
            Deed::Directory(AgencyAct::Rename { organ_id, name, from: time("from")?.unwrap_or(now) })
        }
        "change" => {
            let parent = first(form, "parent");
            Deed::Directory(AgencyAct::Update(AgencyFacts {
                parent: (!parent.is_empty()).then(|| OrganId(parent.to_owned())),
                level: first(form, "level").parse().unwrap_or(agency.facts.level),
                mail: addresses(first(form, "mail")),
                mail_subject: first(form, "mail_subject") == "on",
                allows_legacy: first(form, "allows_legacy") == "on",
                ..agency.facts.clone()
            }))
        }
        "suspend" => Deed::Directory(AgencyAct::Suspend { organ_id, from: time("from")?.unwrap_or(now) }),
        "resume" => Deed::Directory(AgencyAct::Resume { organ_id }),
        "close" => Deed::Directory(AgencyAct::Close { organ_id, at: time("from")?.unwrap_or(now) }),
        "substitute" => {
            let stands_in = first(form, "stands_in");
            if stands_in.is_empty() {
                return Err(missing("stands_in", "agency-stands-in"));
            }
            let (stands_in, from) = (OrganId(stands_in.to_owned()), time("from")?.unwrap_or(now));
            Deed::Directory(AgencyAct::Substitute { organ_id, stands_in, from, until: time("until")? })
        }
        "end-substitute" => Deed::Directory(AgencyAct::EndSubstitute { organ_id, at: time("from")?.unwrap_or(now) }),
        "bind" => {
            let found = Certificate::from_pem(first(form, "pem").as_bytes());
            let Some(certificate) = found.ok().and_then(|all| all.into_iter().next()) else {
                return Err(wrong("pem", "agency-bind-pem-wrong"));
            };
            let rule = match first(form, "issuer") {
                "" => BindingRule::Exact { certificate_sha256: certificate.sha256() },
                issuer => rule_of(&certificate, issuer).ok_or_else(|| wrong("issuer", "agency-bind-issuer-wrong"))?,
            };
            let (from, until) = (time("from")?.unwrap_or(now), time("until")?);
            let not_after = Some(certificate.not_after());
            Deed::Bind(Box::new(NewBinding { agency: organ_id, rule, from, until, not_after }))
        }
        "unbind" => Deed::Unbind(id("binding")?, time("from")?.unwrap_or(now)),
        "distrust" => Deed::Distrust(id("binding")?, time("from")?.unwrap_or(now)),
        "issue-token" => {
            let mut errors = Vec::new();
            let (name, expires) = systems::read(frame, form, &mut errors);
            if !errors.is_empty() {
                return Err(errors);
            }
            Deed::IssueToken(name, expires)
        }
        "revoke-token" => Deed::RevokeToken(SystemId(id("system")?)),
        _ => return Err(wrong("", "ask-gone")),
    })
}

/// What fits every certificate of that subject from that CA; `None`: the CA did not issue it, or a name cannot be read.
fn rule_of(certificate: &Certificate, issuer: &str) -> Option<BindingRule> {
    let issuer = Certificate::from_pem(issuer.as_bytes()).ok()?.into_iter().next()?;
    if !issuer.issued(certificate) {
        return None;
    }
    let attributes = rule_attributes(certificate).ok()?.into_iter();
    let attributes = attributes.flat_map(|(oid, values)| values.into_iter().map(move |value| (oid.clone(), value)));
    Some(BindingRule::Rule { issuer_spki_sha256: issuer.spki_sha256(), attributes: attributes.collect() })
}

/// The question, with what was typed; the agency that it is about.
async fn page(
    hub: &Hub,
    viewer: &Viewer,
    req: &HttpRequest,
    id: &OrganId,
    given: &[(String, String)],
) -> Result<(Ask, Agency), Failure> {
    let frame = Frame::load(hub, viewer, &path(req), Rail::Directory).await?;
    let asked = id.clone();
    let agency = blocking(hub, move |hub| Ok(hub.exchange.store().agency(&asked)?)).await?;
    let agency = agency.ok_or_else(|| Failure::new(codes::REQUEST_NO_SUCH_PATH, id.0.clone()))?;
    let what = first(given, "do");
    if !ACTS.contains(&what) {
        return Err(Failure::new(codes::REQUEST_QUERY, format!("no act {what:?}")));
    }
    let (key, facts) = (format!("agency-{what}"), &agency.facts);
    let (title, lead) =
        (frame.tv(&format!("{key}-ask"), "agency", facts.name.clone()), frame.t(&format!("{key}-lead")));
    // The button does it; only what leads here asks on.
    let (yes, levels) = (frame.t(&key).trim_end_matches('…').to_owned(), levels(&frame));
    let here = href(&id.0);
    let page = Ask::of(frame, title, format!("{here}/act"), yes, here).lead(lead).with("do", what);
    let typed = given.iter().any(|(name, _)| name == "reason");
    let value = |name: &str, otherwise: &str| match typed {
        true => first(given, name).to_owned(),
        false => otherwise.to_owned(),
    };
    let tick = |name: &str, is: bool| value(name, if is { "on" } else { "" });
    let from = value("from", "");
    let page = page.fact("agency-code", id.0.clone());
    let others = match what {
        "change" | "substitute" => {
            choices(hub, page.frame.now).await?.into_iter().filter(|(code, _)| *code != id.0).collect()
        }
        _ => Vec::new(),
    };
    let page = match what {
        "rename" => page.field("name", "agency-name", &value("name", &facts.name), Kind::Text).may(
            "from",
            "agency-rename-from",
            &from,
            Kind::Text,
        ),
        "change" => page
            .may(
                "parent",
                "agency-parent",
                &value("parent", facts.parent.as_ref().map_or("", |id| &id.0)),
                Kind::Pick(others),
            )
            .field("level", "agency-level", &value("level", &facts.level.to_string()), Kind::Choice(levels))
            .may("mail", "agency-mail", &value("mail", &facts.mail.join("\n")), Kind::Area)
            .may("mail_subject", "agency-mail-subject", &tick("mail_subject", facts.mail_subject), Kind::Tick)
            .may("allows_legacy", "agency-legacy", &tick("allows_legacy", facts.allows_legacy), Kind::Tick),
        "substitute" => page
            .field("stands_in", "agency-stands-in", &value("stands_in", ""), Kind::Pick(others))
            .may("from", "agency-from", &from, Kind::Text)
            .may("until", "agency-until", &value("until", ""), Kind::Text),
        "bind" => page
            .field("pem", "agency-bind-pem", &value("pem", ""), Kind::Area)
            .may("issuer", "agency-bind-issuer", &value("issuer", ""), Kind::Area)
            .may("from", "agency-from", &from, Kind::Text)
            .may("until", "agency-until", &value("until", ""), Kind::Text),
        "unbind" | "distrust" => page
            .fact("seal-binding", first(given, "binding"))
            .with("binding", first(given, "binding"))
            .may("from", "agency-from", &from, Kind::Text),
        "issue-token" => page.field("name", "system-name", &value("name", ""), Kind::Text).may(
            "expires",
            "system-expires",
            &value("expires", ""),
            Kind::Text,
        ),
        "revoke-token" => page.fact("system-id", first(given, "system")).with("system", first(given, "system")),
        "resume" => page,
        _ => page.may("from", "agency-from", &from, Kind::Text),
    };
    let danger = matches!(what, "close" | "distrust" | "revoke-token");
    Ok((if danger { page.danger() } else { page }, agency))
}

const ACTS: &[&str] = &[
    "rename",
    "change",
    "suspend",
    "resume",
    "close",
    "substitute",
    "end-substitute",
    "bind",
    "unbind",
    "distrust",
    "issue-token",
    "revoke-token",
];
