
## console: composing, drafts, signing and sending

compose-title = Compose
compose-drafts = Drafts
compose-drafts-lead = Only their author sees them. One that is not changed for { $count } days is deleted.
compose-ready-package = Send a signed package
compose-reply = Answer with a document
compose-discarded = The draft is discarded.
compose-no-number = No number yet
compose-no-receiver = No receiver yet
compose-no-subject = No subject yet
compose-receivers =
    { $count ->
        [one] 1 receiver
       *[other] { $count } receivers
    }
compose-empty = There are no drafts
compose-empty-lead = Press Compose to begin, or open an incoming document and press Answer with a document. What you have begun waits here.
compose-changed = Changed
compose-go-on = Go on
compose-blank = New.
compose-saved = Saved at { $time }.
compose-saved-at = Saved at { $time }.
compose-nowhere = Nothing has been sent.
compose-saving = Saving…
compose-offline = Not saved yet; it is tried again. Keep this page open.
compose-session-ended = Your session has ended. What you typed is kept in this browser; sign in again to go on.
compose-sign-in-again = Sign in again
compose-told-saved = The draft is saved.
compose-told-beside = Saved as a draft of its own. The other one is still among your drafts.
compose-told-complete = Nothing is missing. It can be signed and sent.
compose-summary =
    { $count ->
        [one] One thing has to be mended before signing
       *[other] { $count } things have to be mended before signing
    }
compose-not-attached =
    { $count ->
        [one] One file was not attached
       *[other] { $count } files were not attached
    }

compose-stale = This draft was saved in another window
compose-stale-when = Saved at { $time }.
compose-stale-lead = Saved by { $name }. Nothing is lost: what is shown below is not saved yet, and what was saved there is untouched.
compose-keep = Keep what is shown
compose-take-other = Open what was saved
compose-beside = Save what is shown as a draft of its own

compose-paper = Document
compose-required = What is not marked “optional” has to be filled in.
compose-optional = (optional)
compose-number = Number
compose-number-next = Next in the outgoing book: { $number }
compose-notation = Notation
compose-notation-hint = For example SNNMT-QLMT
compose-issued = Date
compose-issued-hint = Empty: the day of signing
compose-type = Kind of document
compose-type-choose = Choose a kind
compose-priority = Urgency
compose-due = Answer by
compose-day-form = day/month/year
compose-subject = Subject
compose-left =
    { $count ->
        [one] 1 of 500 characters left.
       *[other] { $count } of 500 characters left.
    }
compose-no-secrets = No secrets: the hub takes no classified documents.
compose-competence = Signs for
compose-position = Position
compose-signer = Signer’s name
compose-answer = Answers the document
compose-answer-hint = The number and notation of an incoming document; the hub fills in the rest when it is saved.
compose-answer-taken = Answers: { $subject } ({ $from })
compose-answers-several = { $count } incoming documents bear this number. Choose the one that is answered:
compose-answers-choose = Choose
compose-answers-this = Answer this document: { $subject }
compose-priority-otherwise = { $name }{ $others ->
    [0] { "" } reads
    [one] {" "}and 1 other read
   *[other] {" "}and { $others } others read
 } this number as “{ $urgency }”.
compose-unanswer = Remove: it does not answer { $code }

compose-to = Receivers
compose-chosen = Chosen receivers
compose-chosen-count =
    { $count ->
        [one] 1 receiver
       *[other] { $count } receivers
    }
compose-no-receiver-yet = No receiver is chosen.
compose-drop = Remove { $name }
compose-find = Find a receiver
compose-find-hint = Name, code or group; diacritics do not matter
compose-filter-none = No agency matches.
compose-recent = Sent to lately
compose-groups = Groups
compose-tree =
    { $count ->
        [one] Directory: 1 agency
       *[other] Directory: { $count } agencies
    }
compose-below =
    { $count ->
        [one] 1 agency below it
       *[other] { $count } agencies below it
    }
compose-add = Add what is ticked

compose-files = Files
compose-drop-here = Drop files here, or choose them:
compose-attach = Attach the chosen files
compose-detach = Remove the file { $name }
compose-uploading = uploading { $percent }%
compose-file-lost = connection lost at { $percent }%, uploading it again from the beginning…
compose-file-failed = Not uploaded. Choose the file again.
compose-room = At most { $most } in a package, { $left } left.
compose-pdf-signed =
    { $count ->
        [one] Bears 1 valid signature: { $names }
       *[other] Bears { $count } valid signatures: { $names }
    }
compose-same-here = The very same as “{ $name }” in this draft.
compose-same-sent = The very same file was sent with { $code } of { $date }. Is it meant to go again?

compose-checks = Before signing
compose-check = Check
compose-sign = Sign and send…
compose-save = Save draft
compose-discard = Discard this draft
compose-discard-sure =
    { $count ->
        [one] Discard the draft and its file? This cannot be undone.
       *[other] Discard the draft and its { $count } files? This cannot be undone.
    }
compose-discard-yes = Discard it
compose-see = View
compose-key-stays = The key does not leave this computer. The signing program shows number, subject, receivers and files again before it asks for the PIN.
compose-check-missing = Still missing: { $fields }
compose-check-filled = The document’s fields are complete
compose-check-wrong =
    { $count ->
        [one] 1 field has to be mended
       *[other] { $count } fields have to be mended
    }
compose-check-no-receiver = No receiver is chosen
compose-check-receivers =
    { $count ->
        [one] 1 receiver, active on the hub
       *[other] { $count } receivers, all active on the hub
    }
compose-check-receivers-wrong =
    { $count ->
        [one] 1 thing to mend among the receivers
       *[other] { $count } things to mend among the receivers
    }
compose-check-same-file = A file is the same as one sent before
compose-check-twice = A file is attached twice
compose-check-pdfs =
    { $count ->
        [one] 1 PDF, signed as a whole
       *[other] { $count } PDFs, all signed as a whole
    }
compose-check-pdfs-open =
    { $count ->
        [one] 1 PDF is not signed, or its signature is undecided
       *[other] { $count } PDFs are not signed, or their signatures are undecided
    }
compose-check-pdfs-wrong =
    { $count ->
        [one] 1 PDF bears a wrong signature, or was changed after it was signed: replace it before sending
       *[other] { $count } PDFs bear a wrong signature, or were changed after they were signed: replace them before sending
    }
compose-check-answer-open = { $count } incoming documents bear { $code }: choose the one that is answered
compose-same-number = That number is already used: { $code } of { $date }.
compose-number-free = No document of this year bears { $code }
compose-no-file = There is no file: receivers see the heading only
compose-due-past = The day for the answer has passed
compose-answer-unknown = { $code } is not among what came; receivers see the number only

compose-field-reason = reason
compose-field-number = number
compose-field-notation = notation
compose-field-issued = date
compose-field-type = kind of document
compose-field-subject = subject

compose-missing-number = Enter the number.
compose-missing-notation = Enter the notation, for example SNNMT-QLMT.
compose-missing-issued = Enter the date.
compose-missing-type = Choose the kind of document.
compose-missing-subject = Enter the subject.
compose-missing-to = Choose at least one receiver.
compose-long-number = The number has more than { $expected } characters.
compose-long-notation = The notation has more than { $expected } characters.
compose-long-type = The kind of document has more than { $expected } characters.
compose-long-subject = The subject has more than { $expected } characters. Shorten it.
compose-long-competence = “Signs for” has more than { $expected } characters.
compose-long-position = The position has more than { $expected } characters.
compose-long-signer = The name has more than { $expected } characters.
compose-date-issued = The date “{ $found }” is no day. Write it like 24/11/2026.
compose-date-due = “Answer by” is no day: “{ $found }”. Write it like 24/11/2026.
compose-future-issued = This date has not come yet. It cannot be later than today.
compose-used-number = Number, notation and date are those of a document that was sent. Change the number; to send the old one again, use Outgoing.
compose-form-number = A number holds no slash and no comma. For 12/2026 write 12 here, and what follows the slash at the beginning of Notation.
compose-form-notation = A notation holds no comma.
compose-unusual-number = A number is figures only as a rule. Look again; if it is meant so it can be sent.
compose-unusual-notation = A notation has no blanks as a rule. Look again; if it is meant so it can be sent.
compose-unsigned-files = This hub takes signed PDFs only: “{ $found }” is not signed, or not as a whole.

compose-sign-title = Sign and send
compose-sign-lead = A last look. Until it is signed nobody receives anything.
compose-what = What will be signed
compose-no-due = none
compose-signer-paper = Signer of the document
compose-else-document = Download document.xml
compose-else-document-more = The heading of the document, not signed. Sign it as an ASiC-E together with the files under the names above. Download it again when the draft is changed.
compose-day-of-signing = the day of signing
compose-back = Change it
compose-sign-no-script = Signing on this computer needs JavaScript. Where it is off, sign with other software and upload the package.
compose-agent-looking = Looking for the signing program on this computer…
compose-agent-away = The signing program does not answer on this computer. Start it in a terminal:
compose-agent-away-more = Put your agency’s key file for khoa.p12; for a key on a USB token use --module. If it runs and is not found: the address after --hub has to be the one above, and where the browser asks whether this page may connect to this computer, choose Allow.
compose-agent-again = Look again
compose-agent-failed = That did not work. Try again in a few minutes.
compose-agent-reading = Preparing the document and its files…
compose-agent-asked = The signing program has it. Read it in its own window, agree, and type the PIN there.
compose-agent-sending = Signed. Sending…
compose-unpaired = The signing program is running, and is not paired with this browser yet. That is done once.
compose-pair-begin = Pair
compose-pair-code = Pairing code
compose-pair-hint = The signing program has just shown a code of eight digits in its window. Type it here.
compose-pair = Confirm the code
compose-pair-again = Ask for another code
compose-unpair = Forget the pairing in this browser
compose-certificate = Certificate that will sign
compose-sign-now =
    { $count ->
        [one] Sign and send to 1 receiver
       *[other] Sign and send to { $count } receivers
    }
compose-stop = Stop, sign nothing
compose-else = Not on this computer
compose-else-lead = Sign with other software and upload the package; the draft stays. A key is never uploaded to the hub.

compose-title-update = Write a newer version
compose-title-add = Add receivers
compose-title-replace = Write a replacement
compose-title-resend = Send again to some
compose-revised = The document that was sent
compose-lead-update = Receivers that have not fetched it get the new version at once; those that have are asked, and may decline. Taking a receiver off the list asks it to give the document back; one that is added gets the new version only.
compose-lead-add = The content stays the same. Name only receivers that do not have the document yet; those that have it are not asked.
compose-lead-replace = The old document is no longer in force at a receiver once this one arrives. A replacement has a new number and a new date.
compose-lead-resend = The same document is sent once more, with the same number, notation and identifier, to the receivers below only.
compose-reason = Reason
compose-reason-hint = The receivers read it.
compose-name-stays = Number, notation and date stay those of the document that was sent.
compose-missing-reason = Say why it is updated or replaced.
compose-long-reason = The reason is too long; at most { $expected } characters.
compose-other-number = The number is not that of the document it updates ({ $code })
compose-files-stay = The files stay those that were sent.
compose-check-added = { $count ->
    [one] One receiver that does not have it gets
   *[other] { $count } receivers that do not have it get
 } the new version
compose-check-removed = { $count ->
    [one] One receiver is
   *[other] { $count } receivers are
 } asked to give the document back: { $names }
