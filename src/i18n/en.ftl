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

error-acknowledgement-reason_missing =
    .title = The reason is missing
    .remedy = Give a reason for a return, for a take-back request, and for declining a request.

error-acknowledgement-contradiction =
    .title = The reported status contradicts the recorded one
    .remedy = The report is kept and changes nothing; contact the sender if it has to be put right.

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

rate-exchange = Exchange rate
    .definition = documents sent through the hub, of those and the documents that the agency declared as issued on paper only

rate-signed = Signed
    .definition = documents with a digital signature that the hub verified, of the documents sent through the hub

rate-received = Received
    .definition = copies that the receiver fetched, of the copies sent

rate-acknowledged = Acknowledged
    .definition = copies with status 03 or later, of the copies sent; 01 is automatic and does not count

rate-returned = Returned
    .definition = copies that were returned (02), of the copies sent

rate-completed = Completed
    .definition = copies whose handling is complete (06), of the copies sent

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

## mail, delivery

## config, cli

error-hub-internal =
    .title = The hub failed
    .remedy = Try again later; if it fails again, tell the operator the request id.
