//! `GET /help`: the words, the states, the keys.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::answer;
use super::frame::{Frame, Rail};
use super::seat::Viewer;
use crate::http::{Failure, Hub};

#[derive(Template)]
#[template(path = "console/help.html")]
struct Page {
    frame: Frame,
}

pub(super) async fn help(hub: web::Data<Hub>, viewer: Viewer, req: HttpRequest) -> Result<HttpResponse, Failure> {
    let frame = Frame::load(&hub, &viewer, req.path(), Rail::None).await?;
    answer::page(&Page { frame })
}
