//! Every route of the console, with who may open it. The macro's grammar asks for the rule: a route without one does not
//! compile. A test walks the table: every route, every role, own and other agency.

use actix_web::http::Method;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, ServiceConfig};

use super::gate::{self, Rule};
use super::{assets, help, home, sent, upload};
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

    GET "/out/upload" CLERK upload::form;
    POST "/out/upload" CLERK upload::whole;
    POST "/out/upload/begin" CLERK upload::begin;
    GET "/out/upload/{id}" CLERK upload::review;
    POST "/out/upload/{id}" CLERK upload::piece;
    GET "/out/upload/{id}/state" CLERK upload::state;
    POST "/out/upload/{id}/send" CLERK upload::send;
    POST "/out/upload/{id}/discard" CLERK upload::discard;
    GET "/out" DESK sent::list;
    GET "/out/act" CLERK sent::ask;
    POST "/out/act" CLERK sent::act;
    GET "/out/{document}" DESK sent::document;
    GET "/out/{document}/receipts/{epoch}/{index}" DESK sent::receipt;
}
