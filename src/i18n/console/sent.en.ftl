
## console: outgoing documents, sending a package, the register

sent-where = Where you are
sent-act = Actions
sent-verdict = Signature

size-bytes = { $count } bytes
size-kib = { $size } KB
size-mib = { $size } MB

upload-title = Send a signed package
upload-lead = Upload the package, look at its signature and receivers, then send it. Nobody receives anything before you press Send.
upload-attempt = Sending again, attempt { $count }: possible only when every receiver in the package has returned it or never fetched it.
upload-step-one = Step 1: upload
upload-step-two = Step 2: send
upload-most = At most { $size } a package
upload-file = Package file
upload-file-hint = Choose an .asice or .edxml file, or drop it into this frame. After a lost connection it can go on.
upload-button = Upload and check
upload-problem = Not uploaded
upload-choose-one = Choose a file that is not empty
upload-progress = Uploading: { $percent }%
upload-checking = Uploaded in full. Checking the signature…
upload-lost = Connection lost at { $percent }%.
upload-continue = Continue
upload-session-ended = Your session has ended. Sign in and choose this same file: what was uploaded is still here.
upload-failed = Not uploaded. Press Upload and check to try again.
upload-waiting = Waiting to be sent
upload-waiting-lead = Kept for 24 hours, seen only by whoever uploaded it
upload-package = Package
upload-here = Uploaded
upload-begun = At
upload-not-sent = Not sent
upload-part = { $count }% so far
upload-part-hint = Choose this same file above: what was uploaded is not sent again.
upload-look = Check and send
upload-discard = Discard

upload-review-title = Check before sending
upload-review-lead = The package is on the hub and was sent to nobody.
upload-faults = { $count ->
    [one] One thing keeps
   *[other] { $count } things keep
    } this package from being sent
upload-paper = Document
upload-number = Number
upload-issued = Date of issue
upload-subject = Subject
upload-from = Sender
upload-due = Answer due
upload-changes = To an earlier document
upload-change-recall = Recalls { $document } at { $count ->
    [one] one receiver
   *[other] { $count } receivers
    }
upload-change-update = Updates { $document } at { $count ->
    [one] one receiver
   *[other] { $count } receivers
    }
upload-change-replace = Replaces { $document } at { $count ->
    [one] one receiver
   *[other] { $count } receivers
    }
upload-change-take_back = Asks { $document } back at { $count ->
    [one] one receiver
   *[other] { $count } receivers
    }
upload-receivers = { $count ->
    [one] One receiver
   *[other] { $count } receivers
    }
upload-receiver-unknown = Not in the directory
upload-receiver-instead = now { $agency }
upload-files = { $count ->
    [one] One file
   *[other] { $count } files
    }
upload-unread = Its content was not read: only what a signature vouches for is.
upload-already = This very package was sent before. Sending it again makes no new document; it gives the first receipt.
upload-see = See the document that was sent
upload-send = Send to { $count ->
    [one] one receiver
   *[other] { $count } receivers
    }
upload-send-word = Send
upload-send-again = Get the first receipt again
upload-not-now = This package cannot be sent; the reasons and what to do stand above. Mend it in the program that made it, sign it again, upload it.
upload-waits = If it is not sent, the hub removes it after 24 hours.

sent-lead = What needs a look comes first: failed, returned, overdue at the receiver, then the rest. A document with several troubles stands under the worst only.
sent-list = Outgoing documents
sent-views = Views
sent-view-all = All
sent-view-failed = Failed
sent-view-returned = Returned
sent-view-overdue = Overdue at the receiver
sent-view-empty = Nothing here. Whatever runs into trouble appears by itself.
sent-empty = Nothing sent yet. Send a signed package with the button above, or let your agency's software send.
sent-no-match = No match.
sent-filter = Filter
sent-filters = { $count ->
    [one] one condition
   *[other] { $count } conditions
    } in use
sent-filter-words = Number, subject; with or without diacritics
sent-filter-to = Receiver's code
sent-filter-from = Sent from
sent-filter-until = until
sent-filter-go = Filter
sent-filter-none = Remove all filters
sent-date-hint = day/month/year
sent-date-wrong = Write the date like 24/11/2026
sent-pick = Select
sent-pick-one = Select { $code }
sent-selected-none = No document selected
sent-selected = { $count } selected
sent-one-reason = One reason for all that are selected.
sent-col-code = Number, date
sent-col-subject = Subject, receivers
sent-col-state = State
sent-col-sent = Sent
sent-col-receiver = Receiver
sent-col-what = What happened, what is next
sent-to = to { $count ->
    [one] one receiver
   *[other] { $count } receivers
    }
sent-attempt = attempt { $count }
sent-attempts = Other attempts of this document:
sent-counts = { $fetched }/{ $total } fetched, { $accepted } accepted
sent-shown = { $count ->
    [one] One document
   *[other] { $count } documents
    } on this page
sent-pages = Pages
sent-first = To the top of the list
sent-next = Next page

sent-resend = Resend
sent-remind = Remind
sent-cancel = Cancel…
sent-take_back = Take back…
sent-recall = Recall…
sent-update = Update…
sent-replace = Replace…

sent-told-pick = Select at least one document in the list, then press the button.
sent-told-sent = Sent. The hub holds the package and gave a receipt; the table below says how far it is at each receiver.
sent-told-known = This document was sent before. Nothing new was made; this is the first document with its first receipt.
sent-told-asked = The receiver has been asked to give it back.
sent-told-recall = { $count ->
    [one] Recalled. The receivers see it at once, with the reason.
   *[other] { $count } documents recalled. The receivers see it at once, with the reason.
    }
sent-told-take_back = { $count ->
    [one] The document was asked back.
   *[other] { $count } documents were asked back.
    }
sent-told-cancel = { $count ->
    [one] Cancelled where nobody had fetched it.
   *[other] { $count } documents cancelled where nobody had fetched them.
    }
sent-told-remind = { $count ->
    [one] The receivers were reminded by mail.
   *[other] The receivers of { $count } documents were reminded by mail.
    }
sent-told-resend = { $count ->
    [one] Sent again.
   *[other] { $count } documents sent again.
    }

sent-glance = Summary
sent-glance-look = Needs a look
sent-glance-none = None
sent-glance-wrong = to look at
sent-glance-late = { $count } late
sent-glance-of = of { $count }
sent-glance-sent = The hub took it
sent-glance-sent-then = The time that stands in the receipt

sent-receipt = Download the receipt
sent-whereabouts = Where it is
sent-whereabouts-lead = What needs a look first. Five marks: sent, fetched, accepted, in work, completed.
sent-with-all = With all receivers
sent-with = With { $count } selected
sent-step = Step { $count } of 5.
sent-final = Final, will not change
sent-history = History
sent-history-lead = In the order of the transparency log; each with its receipt
sent-event-receipt = Receipt no. { $number }
sent-document-id = Document id
sent-package-digest = SHA-256 of the package
sent-registered = In the register
sent-related = Related documents
sent-related-by-recall = Recalled by another document
sent-related-by-update = There is a newer version
sent-related-by-replace = Another document replaces it
sent-related-by-take_back = Asked back by another document
sent-related-to-recall = Recalls { $document }
sent-related-to-update = Updates { $document }
sent-related-to-replace = Replaces { $document }
sent-related-to-take_back = Asks { $document } back

sent-did-queued = Queued { $time }
sent-did-failed = Sending ended { $time }
sent-did-expired = Nobody fetched it; expired { $time }
sent-did-delivered = In the inbox { $time }
sent-did-fetched = Fetched intact { $time }
sent-did-accepted = Accepted { $time }
sent-did-works = In work, said { $time }
sent-did-completed = Completed { $time }
sent-did-returned = “{ $reason }”, { $time }
sent-did-cancelled = Cancelled { $time }, before it was fetched
sent-did-recall = Recalled { $time }: “{ $reason }”
sent-did-update = A newer version was sent { $time }
sent-did-replace = Replaced by another document { $time }
sent-did-take_back = Asked back { $time }: “{ $reason }”
sent-next-push = The hub will push it to the receiver
sent-next-failed = Resend once the receiver has mended it, or telephone the receiver
sent-next-expired = Telephone the receiver, then resend
sent-next-fetch = To be fetched and accepted: { $due }
sent-next-accept = To be accepted: { $due }
sent-next-work = To be handled and answered: { $due }
sent-next-returned = Resend, or send a corrected document
sent-next-answer = The receiver has to agree or decline
sent-next-cancel = The receiver must cancel the document and confirm
sent-next-cancelled = The receiver confirmed that it is cancelled. Final
sent-next-protested = The receiver protests: “{ $reason }”; the recall stands

sent-act-problem = Not done
sent-act-reason = Reason
sent-act-reason-hint = The receivers see it at once. At most 1,000 characters.
sent-act-reason-missing = Write a reason
sent-act-documents = { $count ->
    [one] One document
   *[other] { $count } documents
    }
sent-act-left = { $count ->
    [one] one other receiver stays as it is
   *[other] { $count } other receivers stay as they are
    }
sent-act-nothing = There is nowhere left where this can be done: something changed at the receivers, or it has ended.
sent-act-back = Back
sent-act-no = Do nothing

sent-act-recall-question = Recall at { $count }?
sent-act-recall-both = { $free } have not fetched it and will not see it; { $held } must cancel and confirm.
sent-act-recall-free = { $free } have not fetched it and will not see it.
sent-act-recall-held = { $held } have fetched it and must cancel and confirm. This cannot be undone.
sent-act-recall-button = Recall at { $count }
sent-act-take_back-question = Take back from { $count }?
sent-act-take_back-both = { $free } have not fetched it and will not see it; { $held } are asked and may decline.
sent-act-take_back-free = { $free } have not fetched it and will not see it.
sent-act-take_back-held = { $held } have fetched it; they are asked and may decline.
sent-act-take_back-button = Take back from { $count }
sent-act-cancel-question = Cancel at { $count }?
sent-act-cancel-outcome = Whoever has not fetched it will not see it. Whoever fetches it before this moment is only asked to give it back.
sent-act-cancel-button = Cancel at { $count }
sent-act-remind-question = Remind { $count }?
sent-act-remind-outcome = The hub writes to the receiver's office that the document waits to be accepted; at most one mail a day each.
sent-act-remind-button = Remind { $count }
sent-act-resend-question = Send again?
sent-act-resend-both = This very package is sent again to { $count }, as a new attempt with a receipt of its own.
sent-act-resend-free = This very package is sent again to { $count }, as a new attempt with a receipt of its own.
sent-act-resend-held = This very package is sent again to { $count }, as a new attempt with a receipt of its own.
sent-act-resend-partly = The package names all receivers, but only { $count } need it again. So a new package is needed that names these alone.
sent-act-resend-button = Send again to { $count }
sent-act-update-question = Update a document that was sent
sent-act-update-outcome = An update is a new package, signed again. Whoever has not fetched the old version gets the new one; whoever has is asked and may decline.
sent-act-update-button = Update
sent-act-replace-question = Replace a document that was sent
sent-act-replace-outcome = A replacement is a new document with a number of its own, signed by itself. The old one ends at the receivers as soon as the new one arrives.
sent-act-replace-button = Replace
sent-compose-update = Write a newer version
sent-compose-add = Only add receivers
sent-compose-replace = Write a replacement
sent-compose-resend = Write it again for these receivers
sent-steps-elsewhere = Do it in the document software
sent-steps-update-1 = In your document software make the newer version (business type 2) and name the document id below.
sent-steps-update-2 = Give the reason; name the receivers as below.
sent-steps-replace-1 = In your document software make the replacement (business type 3) and name the document id below as the one replaced.
sent-steps-replace-2 = Give the reason; the receivers must include the codes below.
sent-steps-resend-1 = Open the document in your document software; keep its content and document id.
sent-steps-resend-2 = Take out the receivers that have it; leave the codes below alone.
sent-steps-sign = Sign it, then upload the package here to check and send it.

sent-done-title = Not everything was done
sent-done-lead = { $count ->
    [one] One document was done.
   *[other] { $count } documents were done.
    } Nothing changed at the others; the reasons stand below.
sent-done-one = Done

book-books = The two books
upload-for-other = This package was issued by { $agency }; you are handing it in for them.
book-in-outside = { $count ->
    [one] One document was
   *[other] { $count } documents were
 } accepted by software and have no number in this book.
book-out-outside = { $count ->
    [one] One document was
   *[other] { $count } documents were
 } sent by software and are not in this book.
book-in-enter = Register in the order of acceptance
book-out-enter = Register under their own numbers
book-outside-which = See these documents
book-entered = { $count ->
    [one] One document was
   *[other] { $count } documents were
 } registered. What has no number, or one that is used already, stays outside.
book-in-title = Register of incoming documents
book-out-title = Register of outgoing documents
book-in-lead = A number is given when a document is accepted. Only your agency sees this book.
book-out-lead = What is sent from this console is entered under the document's own number. Only your agency sees this book.
book-in-empty = No incoming document was registered in this year. A number is given by “Accept and register”.
book-out-empty = No outgoing document was registered in this year. What is sent by “Send a signed package” is entered by itself.
book-in-number = No. in
book-out-number = No. out
book-in-day = Came
book-out-day = Sent
book-in-other = Sender
book-out-other = Receivers
book-subject = Subject, kind
book-year = Year
book-show = Show
book-print = For printing
book-screen = Back to the screen version
book-print-hint = Print with the browser's own command on A4; the head of the table repeats on every page.
book-was = { $number } before
book-correct = Correct
book-corrected = The number was corrected. The old one stands beside it.
book-correct-title = Correct number { $number }
book-correct-lead = The old number stays readable beside the new one. Nobody outside your agency sees this.
book-correct-number = New number
book-correct-button = Correct the number
book-correct-form = Write the number in digits, from 1
