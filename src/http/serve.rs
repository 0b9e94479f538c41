//! The list of routes, and the OpenAPI document that grows out of it.

use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::error::{JsonPayloadError, PathError, QueryPayloadError};
use actix_web::middleware::from_fn;
use actix_web::{App, HttpRequest, HttpResponse, web};
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_actix_web::{AppExt, scope};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::{Hub, api, console, log, page, problem};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Lienthong",
        description = "Trục liên thông văn bản: gửi, nhận, phản hồi, chứng minh. The hub over which agencies exchange signed documents.",
    ),
    tags(
        (name = "sending", description = "Gửi văn bản · sending"),
        (name = "receiving", description = "Nhận và phản hồi · receiving and acknowledging"),
        (name = "following", description = "Theo dõi · following"),
        (name = "directory", description = "Danh bạ cơ quan · agencies"),
        (name = "rates", description = "Tỷ lệ trao đổi · exchange rates"),
        (name = "log", description = "Nhật ký minh bạch · transparency log (C2SP tlog-tiles)"),
        (name = "pages", description = "Trang cho người dùng · pages"),
    )
)]
struct Api;

/// Puts every route of the agencies' port into `app`, with the middleware that writes problem documents. Tracing is
/// the caller's, outside of it.
pub fn mount<T>(
    app: App<T>,
    hub: Hub,
) -> App<
    impl ServiceFactory<ServiceRequest, Config = (), Response = ServiceResponse, Error = actix_web::Error, InitError = ()>,
>
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse,
            Error = actix_web::Error,
            InitError = (),
        > + 'static,
{
    let (app, document) = app
        .app_data(web::Data::new(hub))
        .app_data(web::JsonConfig::default().limit(JSON_BYTES).error_handler(json_failure))
        .app_data(web::QueryConfig::default().error_handler(query_failure))
        .app_data(web::PathConfig::default().error_handler(path_failure))
        .into_utoipa_app()
        .openapi(Api::openapi())
        .configure(list)
        .split_for_parts();
    let document = with_token(document);
    let json = web::Bytes::from(document.to_json().unwrap_or_default());
    app.route("/api/openapi.json", web::get().to(move || openapi_answer(json.clone())))
        .service(web::redirect("/api/docs", "/api/docs/"))
        .service(SwaggerUi::new("/api/docs/{_:.*}").config(swagger_config()))
        .configure(console::mount)
        .default_service(web::to(problem::nothing_here))
        .wrap(from_fn(console::hold))
        .wrap(from_fn(problem::dress))
}

/// The OpenAPI document of the agencies' port.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let (_, document) = App::new().into_utoipa_app().openapi(Api::openapi()).configure(list).split_for_parts();
    with_token(document)
}

/// The list of routes.
fn list(cfg: &mut ServiceConfig<'_>) {
    cfg.service(
        scope("/api/v1")
            .service(api::preflight::preflight)
            .service(api::packages::submit)
            .service(api::signing::prepare)
            .service(api::signing::complete)
            .service(api::inbox::inbox)
            .service(api::deliveries::package)
            .service(api::deliveries::delivery)
            .service(api::fetched::fetched)
            .service(api::acknowledgements::acknowledge)
            .service(api::receipts::receipt)
            .service(api::documents::document)
            .service(api::withdrawals::recall)
            .service(api::withdrawals::take_back)
            .service(api::documents::find)
            .service(api::sent::sent)
            .service(api::events::events)
            .service(api::webhooks::put_webhook)
            .service(api::webhooks::webhooks)
            .service(api::webhooks::delete_webhook)
            .service(api::webhooks::replay)
            .service(api::agencies::agencies)
            .service(api::groups::groups)
            .service(api::groups::expand)
            .service(api::rates::rates)
            .service(api::declarations::declare),
    );
    cfg.service(log::checkpoint).service(log::epoch_checkpoint).service(log::tile).service(page::delivery);
}

fn with_token(mut document: utoipa::openapi::OpenApi) -> utoipa::openapi::OpenApi {
    let token = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("lt_…").build());
    document.components.get_or_insert_default().security_schemes.insert("token".to_owned(), token.into());
    document
}

fn swagger_config() -> Config<'static> {
    Config::new(["/api/openapi.json"])
}

async fn openapi_answer(json: web::Bytes) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(json)
}

fn json_failure(error: JsonPayloadError, _: &HttpRequest) -> actix_web::Error {
    error.into()
}

fn query_failure(error: QueryPayloadError, _: &HttpRequest) -> actix_web::Error {
    error.into()
}

fn path_failure(error: PathError, _: &HttpRequest) -> actix_web::Error {
    error.into()
}

/// The largest JSON body: a reason of 1,000 characters and its frame, with room.
const JSON_BYTES: usize = 64 * 1024;
