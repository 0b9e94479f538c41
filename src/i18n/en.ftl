# Lienthong — English strings. Every key stands in both languages; a test compares the lists.

## request

## auth

## xml

## package

## edxml

## signature

## certificate, revocation

## binding

## document, agency, acknowledgement

error-document-id_reused =
    .title = The document id was used for other content
    .remedy = Check number and notation; to change a sent document, send an update or a replacement.

error-document-not_found =
    .title = No such document
    .remedy = Check the id; only its sender and receivers can see a document.

error-document-attempt_not_allowed =
    .title = The document may not be sent again yet
    .remedy = Send again only when every receiver has returned it, or its delivery was cancelled, expired or failed.

error-document-receivers_refused =
    .title = Some receivers are unknown or closed
    .remedy = Correct the codes that are named, sign and send again.

error-document-receiver_twice =
    .title = One agency is a receiver twice
    .remedy = Keep one code for each receiving agency, sign and send again.

error-idempotency-key_reused =
    .title = The Idempotency-Key was used for another request
    .remedy = Use a new key for each new request.

error-agency-exists =
    .title = The code is taken
    .remedy = Choose another code, or update the agency that has it.

error-agency-alias_cycle =
    .title = The alias would lead to itself
    .remedy = Choose another successor.

error-delivery-not_found =
    .title = No such delivery
    .remedy = Check the delivery id in the inbox.

error-delivery-digest_mismatch =
    .title = The received bytes are not the hub's
    .remedy = Download again, check the SHA-256, then confirm.

error-declaration-not_standing =
    .title = The declaration to be replaced is not the standing one
    .remedy = Read the month's newest declaration and replace that one.

## evidence

## store, payload

error-system-revoked =
    .title = The token is revoked or has ended
    .remedy = Ask the administrator for a new token.

error-system-unknown =
    .title = No such system
    .remedy = Check the system's id.

error-payload-object_stale =
    .title = The uploaded package is too old
    .remedy = Send the package again.

error-payload-unreadable =
    .title = The stored package cannot be read
    .remedy = Tell the operator to check the object store.

error-payload-too_large =
    .title = The package is larger than allowed
    .remedy = Make the attachments smaller, sign and send again.

error-payload-range_outside =
    .title = The range lies outside the package
    .remedy = Download from the start.

error-store-binding_unknown =
    .title = No such certificate binding
    .remedy = Check the list of bindings.

error-store-id_taken =
    .title = The internal id is taken
    .remedy = Try again with a new one.

error-store-lease_lost =
    .title = The work was taken over by another process
    .remedy = Nothing needs to be done.

error-store-unavailable =
    .title = The database is not available now
    .remedy = Send again in a few minutes; the same package never makes a second copy.

error-store-outcome_unknown =
    .title = It is not known whether this was stored
    .remedy = Send the same again: if it was stored, the first receipt comes back.

error-store-disk_full =
    .title = The hub's disk is full
    .remedy = Tell the operator; send again later.

error-store-failed =
    .title = The database failed
    .remedy = Send again later; if it fails again, tell the operator the request id.

## mail, delivery

## config, cli

error-hub-internal =
    .title = The hub failed
    .remedy = Try again later; if it fails again, tell the operator the request id.
