//! Every route of the console, with who may open it. The macro's grammar asks for the rule: a route without one does not
//! compile. A test walks the table: every route, every role, own and other agency.

use actix_web::http::Method;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, ServiceConfig};

use super::gate::{self, Rule};
#[cfg(feature = "oidc")]
use super::oidc;
use super::{
    account, agency, assets, book, compose, document, help, home, inbox, invitation, operator, people, proof, rates,
    sending, sent, sign_in,
};
use crate::domain::person::Role;

/// Reads an agency's documents.
const DESK: Rule = Rule::Only(&[Role::Clerk, Role::Reader, Role::AgencyAdmin]);
/// Acts for an agency: accepts, returns, sends, recalls.
const CLERK: Rule = Rule::Only(&[Role::Clerk]);
/// Runs an agency's people, systems and rules.
const ADMIN: Rule = Rule::Only(&[Role::AgencyAdmin]);
/// Reads rates.
const RATES: Rule = Rule::Only(&[Role::Clerk, Role::Reader, Role::AgencyAdmin, Role::Auditor]);
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
    ($($(#[$meta:meta])? $method:ident $path:literal $rule:ident $handler:path;)*) => {
        /// All of them.
        pub const TABLE: &[Route] = &[$($(#[$meta])? Route { method: stringify!($method), path: $path, rule: $rule }),*];

        /// Puts all of them into the app, each behind its gate.
        pub(in crate::http) fn mount(cfg: &mut ServiceConfig) {
            $($(#[$meta])? cfg.route(
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
    GET "/proof" OPEN proof::page;
    GET "/proof/file" OPEN proof::file;
    GET "/proof/worker.js" OPEN proof::worker;

    GET "/sign-in" OPEN sign_in::page;
    POST "/sign-in" OPEN sign_in::password;
    GET "/sign-in/code" OPEN sign_in::code_page;
    POST "/sign-in/code" OPEN sign_in::code;
    GET "/sign-in/set-up" OPEN sign_in::set_up_page;
    POST "/sign-in/set-up" OPEN sign_in::set_up;
    GET "/sign-in/forgot" OPEN invitation::forgot_page;
    POST "/sign-in/forgot" OPEN invitation::forgot;
    #[cfg(feature = "oidc")] GET "/sign-in/province" OPEN oidc::begin;
    #[cfg(feature = "oidc")] GET "/sign-in/province/back" OPEN oidc::back;
    GET "/invitation/{token}" OPEN invitation::page;
    POST "/invitation/{token}" OPEN invitation::take;
    POST "/sign-out" SIGNED_IN sign_in::sign_out;

    GET "/account" SIGNED_IN account::page;
    POST "/account/look" SIGNED_IN account::look;
    POST "/account/seat" SIGNED_IN account::sit;
    POST "/account/password" SIGNED_IN account::password;
    POST "/account/totp" SIGNED_IN account::totp;
    GET "/account/totp" SIGNED_IN account::totp_page;
    POST "/account/totp/confirm" SIGNED_IN account::totp_confirm;
    POST "/account/totp/drop" SIGNED_IN account::totp_drop;
    POST "/account/codes" SIGNED_IN account::codes;
    POST "/account/sessions/end" SIGNED_IN account::end;
    POST "/account/sessions/end-others" SIGNED_IN account::end_others;

    GET "/agency/people" ADMIN people::page;
    POST "/agency/people/invite" ADMIN people::invite;
    GET "/agency/people/act" ADMIN people::ask;
    POST "/agency/people/act" ADMIN people::act;

    GET "/hub/people" OPERATOR people::page;
    POST "/hub/people/invite" OPERATOR people::invite;
    GET "/hub/people/act" OPERATOR people::ask;
    POST "/hub/people/act" OPERATOR people::act;
    GET "/rates" RATES rates::page;
    GET "/rates/file/{form}" RATES rates::file;
    GET "/rates/left" RATES rates::left;
    GET "/rates/left/file/{form}" RATES rates::left_file;
    GET "/rates/unanswered" RATES rates::unanswered;
    GET "/rates/unanswered/file/{form}" RATES rates::unanswered_file;
    GET "/rates/paper" RATES rates::paper;
    POST "/rates/paper" CLERK rates::declare;
    GET "/out/upload" CLERK sending::form;
    POST "/out/upload" CLERK sending::whole;
    POST "/out/upload/begin" CLERK sending::begin;
    GET "/out/upload/{id}" CLERK sending::review;
    POST "/out/upload/{id}" CLERK sending::piece;
    GET "/out/upload/{id}/state" CLERK sending::state;
    POST "/out/upload/{id}/send" CLERK sending::send;
    POST "/out/upload/{id}/discard" CLERK sending::discard;
    GET "/out/compose" CLERK compose::list;
    POST "/out/compose" CLERK compose::begin;
    GET "/out/compose/{id}" CLERK compose::form;
    POST "/out/compose/{id}" CLERK compose::submit;
    POST "/out/compose/{id}/live" CLERK compose::live;
    POST "/out/compose/{id}/file" CLERK compose::attach;
    GET "/out/compose/{id}/file/{n}" CLERK compose::file;
    POST "/out/compose/{id}/discard" CLERK compose::discard;
    GET "/out/compose/{id}/sign" CLERK compose::sign;
    GET "/out/compose/{id}/document.xml" CLERK compose::document;
    POST "/out/compose/{id}/prepare" CLERK compose::prepare;
    POST "/out/compose/{id}/complete" CLERK compose::complete;
    GET "/out" DESK sent::list;
    POST "/out/revise" CLERK compose::revise;
    GET "/out/act" CLERK sent::ask;
    POST "/out/act" CLERK sent::act;
    GET "/out/{document}" DESK sent::document;
    GET "/out/{document}/receipts/{epoch}/{index}" DESK sent::receipt;
    GET "/out/{document}/view/{n}" DESK document::view;
    GET "/out/{document}/file/{n}" DESK document::file;
    GET "/out/{document}/package" DESK document::package;

    GET "/book" DESK book::book;
    POST "/book/enter" CLERK book::enter;
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
    GET "/hub/agencies/{code}/token" OPERATOR operator::agency::token;
    GET "/hub/groups" OPERATOR operator::groups::list;
    GET "/hub/groups/act" OPERATOR operator::groups::question;
    POST "/hub/groups/act" OPERATOR operator::groups::act;
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

    GET "/in" DESK inbox::list;
    GET "/in/new" DESK inbox::newer;
    POST "/in/accept" CLERK inbox::accept;
    POST "/in/mine" CLERK inbox::mine;
    POST "/in/packages" DESK inbox::packages;

    GET "/in/{id}" DESK document::show;
    POST "/in/{id}/act" CLERK document::act;
    GET "/in/{id}/reason" CLERK document::ask;
    POST "/in/{id}/reason" CLERK document::give;
    POST "/in/{id}/mine" CLERK document::mine;
    POST "/in/{id}/reply" CLERK compose::reply;
    POST "/in/{id}/number" CLERK document::number;
    GET "/in/{id}/view/{n}" DESK document::view;
    GET "/in/{id}/file/{n}" DESK document::file;
    GET "/in/{id}/package" DESK document::package;
    GET "/in/{id}/receipt/{epoch}/{index}" DESK document::receipt;
}
