
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
