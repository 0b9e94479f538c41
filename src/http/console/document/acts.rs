//! What one button does: a word on the delivery, a mark, a number. A button that is not allowed any more (two tabs, two
//! people) changes nothing, and the page says who was faster.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::page::{delivery_id, not_yours};
use crate::codes;
use crate::domain::desk::{self, Act};
use crate::domain::ids::DeliveryId;
use crate::exchange::{Refusal, Registered, Report};
use crate::http::console::answer;
use crate::http::console::seat::Seat;
use crate::http::{Failure, Hub};
use crate::store::change::About;

/// The form of the buttons.
#[derive(Debug, Deserialize)]
pub(in crate::http::console) struct ActForm {
    act: String,
    #[serde(default)]
    number: String,
}

/// `POST /in/{id}/act`
pub(in crate::http::console) async fn act(
    hub: web::Data<Hub>,
    seat: Seat,
    path: web::Path<String>,
    form: web::Form<ActForm>,
) -> Result<HttpResponse, Failure> {
    let id = delivery_id(&path)?;
    let act = Act::parse(&form.act).ok_or_else(|| Failure::new(codes::REQUEST_QUERY, "act: no such button"))?;
    if act.needs_reason() {
        return Ok(answer::see(format!("/in/{id}/reason?act={}", act.as_str())));
    }
    if act == Act::Accept {
        return accept(&hub, &seat, id, &form.number).await;
    }
    say(&hub, &seat, id, act, None).await
}

/// Says it, where the machines allow it now. Form and page meet again at the document.
pub(super) async fn say(
    hub: &web::Data<Hub>,
    seat: &Seat,
    id: DeliveryId,
    act: Act,
    reason: Option<String>,
) -> Result<HttpResponse, Failure> {
    let Some(status) = act.status() else {
        return Err(Failure::new(codes::REQUEST_QUERY, "act: said by the receiving system"));
    };
    if !allowed(hub, seat, id).await?.contains(&act) {
        return Ok(answer::see(format!("/in/{id}?unchanged=1")));
    }
    let report = Report { about: About::Delivery(id), status, request: None, reason, stated: None, idempotency: None };
    let taken = hub.exchange.acknowledge(&seat.caller()?, report).await?;
    let changed = taken.first && !taken.contradiction;
    Ok(answer::see(if changed { format!("/in/{id}") } else { format!("/in/{id}?unchanged=1") }))
}

async fn accept(hub: &web::Data<Hub>, seat: &Seat, id: DeliveryId, typed: &str) -> Result<HttpResponse, Failure> {
    if !allowed(hub, seat, id).await?.contains(&Act::Accept) {
        return Ok(answer::see(format!("/in/{id}?unchanged=1")));
    }
    let number = match number_of(typed) {
        Ok(number) => number,
        Err(refusal) => return Ok(problem(id, &refusal)),
    };
    let (taken, given) = hub.exchange.accept_into_book(&seat.caller()?, id, number).await?;
    Ok(match given {
        _ if !taken.first => answer::see(format!("/in/{id}?unchanged=1")),
        Ok(_) => answer::see(format!("/in/{id}")),
        Err(refusal) if refusal.code == codes::DELIVERY_NOT_FOUND => return Err(refusal.into()),
        Err(refusal) => problem(id, &refusal),
    })
}

/// What the machines allow now.
pub(super) async fn allowed(hub: &web::Data<Hub>, seat: &Seat, id: DeliveryId) -> Result<Vec<Act>, Failure> {
    let (asked, agency) = (hub.clone(), seat.agency()?.clone());
    let line = web::block(move || asked.exchange.store().delivery(&agency, id)).await??.ok_or_else(not_yours)?;
    let now = hub.exchange.clock().now();
    Ok(desk::acts(line.delivery.hub(), line.delivery.receiver(), now))
}

/// `POST /in/{id}/mine`
pub(in crate::http::console) async fn mine(
    hub: web::Data<Hub>,
    seat: Seat,
    path: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let id = delivery_id(&path)?;
    let (asked, agency, person) = (hub.clone(), seat.agency()?.clone(), seat.person());
    let found = web::block(move || {
        let (store, now) = (asked.exchange.store(), asked.exchange.clock().now());
        let line = store.desk_line(&agency, id)?;
        // Pressed again it is taken back.
        match line.as_ref().map(|line| line.mark.as_ref().is_some_and(|(by, _)| *by == person)) {
            Some(true) => store.unmark(&agency, &[id], person).map(|_| true),
            Some(false) => store.mark(&agency, &[id], person, now).map(|_| true),
            None => Ok(false),
        }
    })
    .await??;
    if found { Ok(answer::see(format!("/in/{id}"))) } else { Err(not_yours()) }
}

/// The form of the number.
#[derive(Debug, Deserialize)]
pub(in crate::http::console) struct NumberForm {
    number: String,
    /// What the page showed; empty when there was none.
    #[serde(default)]
    was: String,
}

/// `POST /in/{id}/number`
pub(in crate::http::console) async fn number(
    hub: web::Data<Hub>,
    seat: Seat,
    path: web::Path<String>,
    form: web::Form<NumberForm>,
) -> Result<HttpResponse, Failure> {
    let id = delivery_id(&path)?;
    let (caller, what) = (seat.caller()?, Registered::Delivery(id));
    let given = match (number_of(&form.number), form.was.trim().parse::<i64>()) {
        (Err(refusal), _) => Err(refusal),
        (Ok(Some(number)), Ok(was)) => hub.exchange.register_correct(&caller, what, was, number).await,
        (Ok(number), _) => hub.exchange.register(&caller, what, number).await,
    };
    Ok(match given {
        Ok(_) => answer::see(format!("/in/{id}")),
        Err(refusal) => problem(id, &refusal),
    })
}

/// A number as it was typed, dots between the thousands and all; empty is the next.
fn number_of(typed: &str) -> Result<Option<i64>, Refusal> {
    let digits: String = typed.chars().filter(|c| !matches!(c, '.' | ',' | ' ' | '\u{a0}')).collect();
    if digits.is_empty() {
        return Ok(None);
    }
    let wrong = |_| Refusal::new(codes::REGISTER_NUMBER_FORM, "not a whole number");
    digits.parse().map(Some).map_err(wrong)
}

fn problem(id: DeliveryId, refusal: &Refusal) -> HttpResponse {
    answer::see(format!("/in/{id}?number={}", refusal.code.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_typed_with_dots() {
        assert_eq!(number_of("4.127").unwrap(), Some(4_127));
        assert_eq!(number_of(" ").unwrap(), None);
        assert_eq!(number_of("4127a").unwrap_err().code, codes::REGISTER_NUMBER_FORM);
    }
}
