//! Every route of the console, with who may open it. The macro's grammar asks for the rule: a route without one does not
//! compile. A test walks the table: every route, every role, own and other agency.

use actix_web::http::Method;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, ServiceConfig};

use super::gate::{self, Rule};
use super::{agency, assets, book, help, home, operator, sending, sent};
use crate::domain::person::Role;

/// Reads an agency's documents.
const DESK: Rule = Rule::Only(&[Role::Clerk, Role::Reader, Role::AgencyAdmin]);
/// Acts for an agency: accepts, returns, sends, recalls.
const CLERK: Rule = Rule::Only(&[Role::Clerk]);
/// Runs an agency's people, systems and rules.
const ADMIN: Rule = Rule::Only(&[Role::AgencyAdmin]);
/// Reads rates.
const RATES: Rule = Rule::Only(&[Role::Clerk, Role::Reader, Role::AgencyAdmin, Role::Auditor]);
/// Reads the log and who looked at what.
const AUDIT: Rule = Rule::Only(&[Role::Auditor]);
/// Runs the hub.
const OPERATOR: Rule = Rule::Only(&[Role::Operator]);
/// Reads what auditor and operator both may.
const HUB: Rule = Rule::Only(&[Role::Auditor, Role::Operator]);
const OPEN: Rule = Rule::Open;
const SIGNED_IN: Rule = Rule::SignedIn;

/// One route.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// GET or POST.
    pub method: &'static str,
    /// Its pattern.
    pub path: &'static str,
    /// Who may open it.
    pub rule: Rule,
}

macro_rules! routes {
    ($($method:ident $path:literal $rule:ident $handler:path;)*) => {
        /// All of them.
        pub const TABLE: &[Route] = &[$(Route { method: stringify!($method), path: $path, rule: $rule }),*];

        /// Puts all of them into the app, each behind its gate.
        pub(in crate::http) fn mount(cfg: &mut ServiceConfig) {
            $(cfg.route(
                $path,
                web::method(Method::$method)
                    .to($handler)
                    .wrap(from_fn(|req, next| gate::guard($rule, req, next)))
                    .wrap(Compress::default()),
            );)*
        }
    };
}

routes! {
    GET "/" OPEN home::start;
    GET "/lang/{tag}" OPEN home::language;
    GET "/assets/{name}" OPEN assets::file;
    GET "/help" SIGNED_IN help::help;

    GET "/out/upload" CLERK sending::form;
    POST "/out/upload" CLERK sending::whole;
    POST "/out/upload/begin" CLERK sending::begin;
    GET "/out/upload/{id}" CLERK sending::review;
    POST "/out/upload/{id}" CLERK sending::piece;
    GET "/out/upload/{id}/state" CLERK sending::state;
    POST "/out/upload/{id}/send" CLERK sending::send;
    POST "/out/upload/{id}/discard" CLERK sending::discard;
    GET "/out" DESK sent::list;
    GET "/out/act" CLERK sent::ask;
    POST "/out/act" CLERK sent::act;
    GET "/out/{document}" DESK sent::document;
    GET "/out/{document}/receipts/{epoch}/{index}" DESK sent::receipt;

    GET "/book" DESK book::book;
    GET "/book/correct" CLERK book::correct_question;
    POST "/book/correct" CLERK book::correct;

    GET "/agency" DESK agency::home::home;
    GET "/agency/certificates" ADMIN agency::home::certificates;
    GET "/agency/systems" ADMIN agency::systems::list;
    GET "/agency/systems/new" ADMIN agency::systems::question;
    POST "/agency/systems/new" ADMIN agency::systems::issue;
    GET "/agency/systems/token" ADMIN agency::systems::token;
    GET "/agency/systems/{id}/revoke" ADMIN agency::systems::revoke_question;
    POST "/agency/systems/{id}/revoke" ADMIN agency::systems::revoke;
    GET "/agency/mail" ADMIN agency::mail::page;
    POST "/agency/mail" ADMIN agency::mail::change;
    GET "/agency/calendar" ADMIN agency::calendar::page;
    POST "/agency/calendar/file" ADMIN agency::calendar::upload;
    POST "/agency/calendar/text" ADMIN agency::calendar::typed;
    GET "/agency/calendar/look" ADMIN agency::calendar::look;
    POST "/agency/calendar/do" ADMIN agency::calendar::import;
    GET "/agency/calendar/follow" ADMIN agency::calendar::follow_question;
    POST "/agency/calendar/follow" ADMIN agency::calendar::follow;
    GET "/agency/calendar/{year}.toml" ADMIN agency::calendar::export;
    GET "/agency/webhooks" ADMIN agency::webhooks::list;
    GET "/agency/webhooks/new" ADMIN agency::webhooks::question;
    POST "/agency/webhooks/new" ADMIN agency::webhooks::put;
    GET "/agency/webhooks/secret" ADMIN agency::webhooks::secret;
    GET "/agency/access" ADMIN operator::access::agency_log;
    GET "/agency/access.csv" ADMIN operator::access::agency_export;
    GET "/agency/webhooks/{id}/act" ADMIN agency::webhooks::act_question;
    POST "/agency/webhooks/{id}/act" ADMIN agency::webhooks::act;

    GET "/hub" OPERATOR operator::status::status;
    GET "/hub/maintenance" OPERATOR operator::maintenance::question;
    POST "/hub/maintenance" OPERATOR operator::maintenance::switch;
    GET "/hub/dead-letters" OPERATOR operator::dead_letters::list;
    GET "/hub/dead-letters.csv" OPERATOR operator::dead_letters::export;
    GET "/hub/dead-letters/act" OPERATOR operator::dead_letters::question;
    POST "/hub/dead-letters/act" OPERATOR operator::dead_letters::act;
    GET "/hub/queues" OPERATOR operator::queues::queues;
    GET "/hub/agencies" OPERATOR operator::agencies::list;
    GET "/hub/agencies.{ending}" OPERATOR operator::agencies::export;
    GET "/hub/agencies/new" OPERATOR operator::agencies::question;
    POST "/hub/agencies/new" OPERATOR operator::agencies::add;
    GET "/hub/agencies/{code}" OPERATOR operator::agency::show;
    GET "/hub/agencies/{code}/act" OPERATOR operator::agency::question;
    POST "/hub/agencies/{code}/act" OPERATOR operator::agency::act;
    GET "/hub/merge" OPERATOR operator::merge::plan;
    POST "/hub/merge" OPERATOR operator::merge::merge;
    GET "/hub/import" OPERATOR operator::import::page;
    POST "/hub/import" OPERATOR operator::import::upload;
    POST "/hub/import/do" OPERATOR operator::import::import;
    GET "/hub/log" HUB operator::log::log;
    GET "/hub/access" HUB operator::access::hub_log;
    GET "/hub/access.csv" HUB operator::access::hub_export;
    GET "/hub/keys" OPERATOR operator::keys::keys;
    GET "/hub/addresses" OPERATOR operator::addresses::addresses;
    GET "/hub/storage" OPERATOR operator::storage::storage;
    GET "/hub/configuration" OPERATOR operator::configuration::configuration;
}
