//! The page for an address that is not there.

use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT;

use super::answer;
use super::seat::{self, Viewer};
use crate::http::{Failure, Hub};
use actix_web::{HttpResponse, web};

/// A page for whoever reads pages; `None` for programs, who get a problem document.
pub(in crate::http) async fn nothing_here(req: &HttpRequest, failure: &Failure) -> Option<HttpResponse> {
    let accepts = req.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let program = ["/api/", "/log/", "/vxp/"].iter().any(|start| req.path().starts_with(start));
    if program || !accepts.contains("text/html") {
        return None;
    }
    let hub = req.app_data::<web::Data<Hub>>()?.get_ref().clone();
    let viewer = seat::viewer(&hub, req).await.unwrap_or_else(|_| Viewer::nobody());
    let mut page = answer::failure(Some(&hub), &viewer, req.path(), failure).await;
    answer::dress(page.headers_mut(), &hub.settings);
    Some(page)
}
