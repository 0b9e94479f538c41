//! Numbers in the books of documents: the next is proposed, a document gets one when it is accepted or later, and a wrong
//! one is corrected. The book is the agency's own; nobody outside sees it.

use super::acknowledge::{Acknowledged, Report};
use super::{Caller, Exchange, Refusal};
use crate::codes;
use crate::domain::acknowledgement::Status;
use crate::domain::deadline::day_in_vietnam;
use crate::domain::ids::{DeliveryId, DocumentUuid, OrganId};
use crate::store::change::{About, Target};
use crate::store::register::{Book, Entry, Given, Wish};

/// For which document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registered {
    /// A delivery, in the book of incoming documents.
    Delivery(DeliveryId),
    /// A document that was sent, in the book of outgoing ones.
    Sent(DocumentUuid),
}

impl Exchange {
    /// Year and number that come next in a book today. What software sent counts too: its documents bear their numbers.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn register_next(&self, caller: &Caller, book: Book) -> Result<(i64, i64), Refusal> {
        let agency = caller.agency.clone();
        self.blocking(move |this| {
            let year = this.year();
            let next = this.store.register_next(&agency, book, year)?;
            let sent = match book {
                Book::In => None,
                Book::Out => this.store.largest_sent(&agency, year)?.filter(|number| *number < NUMBER_MAX),
            };
            Ok((year, sent.map_or(next, |sent| next.max(sent + 1))))
        })
        .await
    }

    /// Gives a document its number, the next where none is named. One that it has already stays.
    ///
    /// # Errors
    /// `delivery.not_found`, `document.not_found`, `register.number_form`, `register.number_taken`, `store.*`.
    pub async fn register(&self, caller: &Caller, what: Registered, number: Option<i64>) -> Result<Entry, Refusal> {
        check(number)?;
        let caller = caller.clone();
        self.blocking(move |this| {
            let wish = this.wish(&caller, what, number)?;
            match this.store.register_give(&wish)? {
                Given::New(entry) | Given::Had(entry) => Ok(entry),
                Given::Taken(entry) => Err(taken(&entry)),
            }
        })
        .await
    }

    /// What was taken in or sent this year and has no number in the book, the oldest first. Blocks.
    ///
    /// # Errors
    /// `store.*`.
    pub fn unregistered(&self, agency: &OrganId, book: Book, limit: u32) -> Result<Vec<Registered>, Refusal> {
        let now = self.clock.now();
        let begin = day_in_vietnam(now).first_of_year();
        let begin = crate::domain::deadline::instant(begin, jiff::civil::Time::midnight());
        let rows = self.store.unregistered(agency, book, (begin, now.plus_seconds(1)), limit)?;
        let named =
            |(document, delivery): (_, Option<_>)| delivery.map_or(Registered::Sent(document), Registered::Delivery);
        Ok(rows.into_iter().map(named).collect())
    }

    /// Enters what has no number yet in the order in which it came: what was taken in gets the next, what was sent its own. How many
    /// were entered; what bears no number, or one that another document has, stays out.
    ///
    /// # Errors
    /// `store.*`.
    pub async fn register_rest(&self, caller: &Caller, book: Book, limit: u32) -> Result<usize, Refusal> {
        let agency = caller.agency.clone();
        let rest = self.blocking(move |this| {
            let mut rest = Vec::new();
            for one in this.unregistered(&agency, book, limit)? {
                let number = match one {
                    Registered::Delivery(_) => None,
                    Registered::Sent(id) => match this.store.document(&agency, id)?.map(|one| one.listing.number) {
                        Some(number)
                            if number.trim().parse::<i64>().is_ok_and(|number| check(Some(number)).is_ok()) =>
                        {
                            number.trim().parse().ok()
                        }
                        _ => continue,
                    },
                };
                rest.push((one, number));
            }
            Ok(rest)
        });
        let mut entered = 0;
        for (one, number) in rest.await? {
            match self.register(caller, one, number).await {
                Ok(_) => entered += 1,
                Err(refusal) if refusal.code == codes::REGISTER_NUMBER_TAKEN => {}
                Err(refusal) => return Err(refusal),
            }
        }
        Ok(entered)
    }

    /// Accepts a delivery (03) and gives it its number. The word comes first: a number that is taken does not undo it.
    ///
    /// # Errors
    /// As [`Self::acknowledge`] and [`Self::register`]; a number in a wrong form stops both.
    pub async fn accept_into_book(
        &self,
        caller: &Caller,
        delivery: DeliveryId,
        number: Option<i64>,
    ) -> Result<(Acknowledged, Result<Entry, Refusal>), Refusal> {
        check(number)?;
        let report = Report {
            about: About::Delivery(delivery),
            status: Status::Accepted,
            request: None,
            reason: None,
            stated: None,
            idempotency: None,
        };
        let taken = self.acknowledge(caller, report).await?;
        Ok((taken, self.register(caller, Registered::Delivery(delivery), number).await))
    }

    /// Corrects a number; `was` is what the caller saw.
    ///
    /// # Errors
    /// As [`Self::register`]; `register.changed` when the document has not that number any more.
    pub async fn register_correct(
        &self,
        caller: &Caller,
        what: Registered,
        was: i64,
        number: i64,
    ) -> Result<Entry, Refusal> {
        check(Some(number))?;
        let changed = move || Refusal::new(codes::REGISTER_CHANGED, format!("the document has not the number {was}"));
        let caller = caller.clone();
        self.blocking(move |this| {
            let wish = this.wish(&caller, what, Some(number))?;
            let had = this.store.register_of(&caller.agency, wish.book, wish.document)?;
            let had = had.filter(|had| had.number == was).ok_or_else(changed)?;
            // In the book of its year.
            let wish = Wish { year: had.year, ..wish };
            match this.store.register_correct(&had, &wish)?.ok_or_else(changed)? {
                Given::New(entry) | Given::Had(entry) => Ok(entry),
                Given::Taken(entry) => Err(taken(&entry)),
            }
        })
        .await
    }

    fn wish(&self, caller: &Caller, what: Registered, number: Option<i64>) -> Result<Wish, Refusal> {
        let (book, document, delivery) = match what {
            Registered::Delivery(id) => {
                let line = self.store.delivery(&caller.agency, id)?.ok_or_else(|| {
                    Refusal::new(codes::DELIVERY_NOT_FOUND, "there is no such delivery of this agency")
                })?;
                (Book::In, line.delivery.document, Some(id))
            }
            Registered::Sent(id) => {
                // Whoever only received it has no number for it among what was sent.
                if self.store.deliveries_of_target(&caller.agency, &Target::Uuid(id))?.is_empty() {
                    return Err(Refusal::new(codes::DOCUMENT_NOT_FOUND, "this agency sent no such document"));
                }
                (Book::Out, id, None)
            }
        };
        Ok(Wish {
            agency: caller.agency.clone(),
            book,
            year: self.year(),
            number,
            document,
            delivery,
            person: caller.person,
            at: self.clock.now(),
        })
    }

    fn year(&self) -> i64 {
        i64::from(day_in_vietnam(self.clock.now()).year())
    }
}

fn check(number: Option<i64>) -> Result<(), Refusal> {
    match number {
        Some(number) if !(1..=NUMBER_MAX).contains(&number) => {
            Err(Refusal::new(codes::REGISTER_NUMBER_FORM, format!("{number} is not between 1 and {NUMBER_MAX}")))
        }
        _ => Ok(()),
    }
}

fn taken(entry: &Entry) -> Refusal {
    Refusal::new(
        codes::REGISTER_NUMBER_TAKEN,
        format!("number {} of {} is that of document {}", entry.number, entry.year, entry.document),
    )
}

/// No office's book has seven digits in a year.
const NUMBER_MAX: i64 = 9_999_999;
