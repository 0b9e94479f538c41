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
error-agency-organ_id_form =
    .title = The agency identifier has no valid form
    .remedy = Write it as QCVN 102:2016 (13 characters, 000.00.01.H53) or QĐ 20/2020 (H37.DN.001) asks.

error-agency-unknown =
    .title = No agency has this identifier
    .remedy = Check the identifier in the directory; if it is right, ask the operator to add the agency.

error-agency-closed =
    .title = The agency's identifier is closed
    .remedy = The agency no longer works under this identifier; use its successor's.

error-agency-successor_circle =
    .title = The directory forwards in a circle
    .remedy = Tell the operator to mend the chain of successors of this identifier.

error-acknowledgement-unknown_code =
    .title = The status code is unknown
    .remedy = Use one of 01, 02, 03, 04, 05, 06, 13, 15, 16.

error-acknowledgement-not_yet =
    .title = The hub does not handle this status code yet
    .remedy = Only 01 to 06 are taken now; settle a take-back or update with the other agency directly.

error-business-unknown_type =
    .title = The business type is unknown
    .remedy = Write business type 0 (new document) or leave it out.

error-business-not_yet_recall =
    .title = The hub does not handle recalls yet
    .remedy = Tell the receivers of the recall by a new document.

error-business-not_yet_update =
    .title = The hub does not handle updates yet
    .remedy = Send the corrected content as a new document.

error-business-not_yet_replace =
    .title = The hub does not handle replacements yet
    .remedy = Send the replacing document as a new one that names the replaced one.

error-delivery-illegal_transition =
    .title = The delivery's state does not allow this
    .remedy = Look at the delivery's present state and choose what fits it.

## evidence

error-evidence-receipt_form =
    .title = The receipt has no valid form
    .remedy = Use the receipt file as it came from the hub, not saved again by an editor.

error-evidence-duplicate_key =
    .title = A member stands twice
    .remedy = The file was changed or is not the hub's; get the receipt from the hub again.

error-evidence-leaf_form =
    .title = The evidence has no valid form
    .remedy = Try a newer version of this program; if it still fails, get the receipt again.

error-evidence-leaf_not_canonical =
    .title = The evidence is not in canonical form
    .remedy = The file was changed or is not the hub's; get the receipt from the hub again.

error-evidence-leaf_too_large =
    .title = The evidence is longer than 4 KiB
    .remedy = The file is not the hub's; get the receipt from the hub again.

error-evidence-checkpoint_form =
    .title = The checkpoint has no valid form
    .remedy = Get the receipt or the checkpoint from the hub again.

error-evidence-checkpoint_signature =
    .title = The checkpoint's signature is wrong
    .remedy = Do not trust this receipt; tell the auditor and keep the file.

error-evidence-checkpoint_unsigned =
    .title = The checkpoint is not signed by the given key
    .remedy = Check the log's public key; if it is right, do not trust this receipt.

error-evidence-no_key =
    .title = No public key of the log was given
    .remedy = Give the log's key, from a source you trust and not from the receipt.

error-evidence-origin =
    .title = The evidence and the checkpoint are of different logs
    .remedy = Do not trust this receipt; get it from the hub again.

error-evidence-index =
    .title = The index lies outside the log
    .remedy = Do not trust this receipt; get it from the hub again.

error-evidence-proof_length =
    .title = The proof has the wrong number of hashes
    .remedy = Do not trust this receipt; get it from the hub again.

error-evidence-proof =
    .title = The proof does not lead to the log's root
    .remedy = The evidence or the log was changed; keep the file and tell the auditor.

error-evidence-inconsistent =
    .title = The newer log does not continue the older
    .remedy = The log may have been rewritten; keep both checkpoints and tell the auditor.

error-evidence-opening =
    .title = An opening does not fit the evidence
    .remedy = The receipt is about another document or was changed; get it from the hub again.

error-evidence-package =
    .title = The receipt is not about this package
    .remedy = Choose the package that belongs to the receipt.

error-evidence-log_order =
    .title = The log is out of order or evidence is missing
    .remedy = Keep the copy of the log and tell the auditor.

error-evidence-vkey =
    .title = The log's public key has no valid form
    .remedy = Copy the whole key, name+id+key, as the hub publishes it.

error-evidence-key_file =
    .title = The log's key file cannot be used
    .remedy = The operator has to check the Ed25519 key file and its mode 0600.

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
