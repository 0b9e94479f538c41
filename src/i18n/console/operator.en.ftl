

## console: what every act asks, and the operator's pages

ask-errors = This could not be done yet
ask-optional = (optional)
ask-reason = Reason
ask-reason-hint = Kept with this act; the log keeps only its digest.
ask-reason-missing = Write a reason.
ask-reason-long = The reason is longer than 1,000 characters.
ask-no = Back
ask-missing = Fill in “{ $field }”.
ask-time = Write the day as dd/mm/yyyy, with a time if you like: 01/07/2026 08:00.
ask-past = This moment has passed.
ask-gone = This can no longer be done. Look at the page before.
yes = Yes
no = No
save = Save
search = Search
search-clear = Clear
export-csv = Export CSV
table-pick = Select
table-state = State
table-since = Since
table-do = Actions
table-when = When
pager-newest = Newest
pager-older = Older

done-retried =
    { $count ->
        [one] { $count } delivery waits to be sent again.
       *[other] { $count } deliveries wait to be sent again.
    }
done-closed-letters =
    { $count ->
        [one] { $count } delivery was closed as undeliverable.
       *[other] { $count } deliveries were closed as undeliverable.
    }
done-told =
    { $count ->
        [one] { $count } office was told.
       *[other] { $count } offices were told.
    }
done-held = The hub is now read-only.
done-released = The hub takes changes again.
done-added = The agency was added.
done-rename = The new name is kept.
done-change = Changed.
done-suspend = Suspended.
done-resume = It works again.
done-close = Closed.
done-substitute = The substitute is kept.
done-end-substitute = The substitute ends.
done-bind = The certificate is kept.
done-unbind = The certificate ends.
done-distrust = The certificate is no longer believed.
done-revoke-token = The token was revoked; software that uses it gets in no more.
done-merged = Merged.
done-imported =
    { $count ->
        [one] Imported: { $count } code new or changed.
       *[other] Imported: { $count } codes new or changed.
    }

hold-title = Maintenance
hold-on = Read-only
hold-banner = The hub is under maintenance and can only be read.
hold-lead = The hub takes changes as usual.
hold-switch = Switch to read-only…
hold-switch-do = Switch to read-only
hold-switch-ask = Switch the hub to read-only?
hold-switch-lead = Nobody can send, accept or change anything on pages or through the API until it is opened again; reading and downloading go on. Everybody reads the reason at the top of each page.
hold-release = Take changes again…
hold-release-ask = Let the hub take changes again?
hold-release-lead = Everything on pages and through the API works again at once.

status-well = Everything works.
status-wrong =
    { $count ->
        [one] { $count } thing is wrong and has to be mended now.
       *[other] { $count } things are wrong and have to be mended now.
    }
status-watch =
    { $count ->
        [one] { $count } thing is to be watched.
       *[other] { $count } things are to be watched.
    }
status-checks = Checks
status-checks-hint = made just now, like lienthong doctor
status-check = Check
status-found = Found
status-try-mail = Try the mail relay
status-workers = Workers of this process
status-worker = Worker
status-process = Process
status-version = Version
status-uptime = Up for
status-log = Evidence in the log
health-ok = Good
health-warn = Watch
health-fail = Failed
span-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
    }
span-minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
span-hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
span-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
worker-mail = Sends mails
worker-digests = Gathers mails
worker-expiry = Tells of seals that end
worker-reminders = Reminds, and lets expire
worker-webhooks = Tells agencies' software
worker-answers = Asks about certificates
worker-recheck = Looks again at signatures
worker-sweep = Clears files without a row
worker-runs = Runs
worker-off = Off
worker-off-why = by { $setting }

queues-lead = Work that waits after a document is safe. No document waits for it.
queues-jobs = Waiting jobs
queues-none = Nothing waits.
queues-kind = Kind
queues-waiting = Waiting
queues-due = Due
queues-claimed = In hand
queues-oldest = Oldest since
queues-dead = Given up
queues-late = longer than usual
job-mail-arrived = Mail: document arrived
job-mail-refused = Mail: package refused
job-mail-returned = Mail: document returned
job-mail-changed = Mail: recall, update
job-mail-answered = Mail: a receiver answered
job-mail-reminder = Mail: reminder
job-mail-digest = Digest
job-mail-expiring = Mail: seal ends soon
job-mail-operator = Mail to the operator
job-mail-stuck = Mail: the hub does not get through
job-mail-webhook = Mail: webhook given up
job-mail-person = Invitation, new password
job-webhook = Webhook given up
job-recheck = Signature looked at again

dead-lead =
    { $count ->
        [one] { $count } delivery was given up. No document is lost: it lies in its receiver's inbox.
       *[other] { $count } deliveries were given up, by cause. No document is lost: they lie in their receivers' inboxes.
    }
dead-none = No failed deliveries.
dead-none-hint = Mails and webhooks that the other side refused for good, or that were tried often enough, appear here with how to mend them.
dead-count =
    { $count ->
        [one] { $count } delivery
       *[other] { $count } deliveries
    }
dead-since = since { $time }
dead-remedy = How to mend it:
dead-retry-group = Retry the group
dead-retry = Retry
dead-retry-ask =
    { $count ->
        [one] Retry { $count } delivery?
       *[other] Retry { $count } deliveries?
    }
dead-retry-lead = Mend the cause first. Mails are written anew from today's directory; nothing is delivered twice.
dead-close = Close as undeliverable…
dead-close-ask =
    { $count ->
        [one] Close { $count } delivery?
       *[other] Close { $count } deliveries?
    }
dead-close-lead = The hub tries no more. This cannot be undone; the log keeps it with the reason. The documents stay in their receivers' inboxes.
dead-tell = Tell sender and receiver
dead-tell-ask =
    { $count ->
        [one] Tell about { $count } delivery?
       *[other] Tell about { $count } deliveries?
    }
dead-tell-lead = Each side gets one mail that says which office is not reached, and why.
dead-pick-hint = Tick some deliveries below to act on those only.
dead-show =
    { $count ->
        [one] Show { $count } delivery
       *[other] Show { $count } deliveries
    }
dead-all = Show all { $count } deliveries
dead-what = Delivery, sender
dead-office = Receiver
dead-tries = Tries
dead-last = Last answer
dead-cause = Cause
dead-more-offices = ; and { $count } more

agencies-lead =
    { $count ->
        [one] { $count } code in the directory.
       *[other] { $count } codes in the directory.
    }
agencies-search = Code or name of an agency; without diacritics too
agencies-above = Agencies above
agencies-top = All
agencies-none = No agency matches.
agencies-cut = Only the first { $count } agencies are shown. Search by code or name for others.
agency-open = Active
agency-later = Not yet valid
agency-suspended = Suspended
agency-closed = Closed
agency-merged = Merged
agency-add = Add an agency
agency-code = Agency code
agency-name = Name of the agency
agency-parent = The agency above
    .hint = Type a part of its name or code and choose from the list.
agency-level = Level
agency-level-1 = Level 1: province
agency-level-2 = Level 2: department
agency-level-3 = Level 3: commune
agency-below = Below it
agency-children =
    { $count ->
        [one] { $count } agency
       *[other] { $count } agencies
    }
agency-mail = The office's mail
    .hint = One address a line.
agency-mail-failing = Takes no mail
agency-no-mail = none
agency-mail-ok = Yes
agency-from = From
    .hint = dd/mm/yyyy, with a time if you like. Empty: now.
agency-until = Until
    .hint = dd/mm/yyyy, with a time if you like. Empty: not known yet.
agency-facts = Facts
agency-valid-from = Valid from
agency-mail-subject = Mails may show subjects
agency-legacy = Packages signed the old way are taken
agency-acts = Actions
agency-names = Names over time
agency-named-from = from { $time }
agency-aliases = Old codes that lead here
agency-substitutes = Substitutes
agency-stands-in = The agency that takes them instead
    .hint = Type a part of its name or code and choose from the list.
agency-rename = Rename…
agency-rename-ask = Rename { $agency }?
agency-rename-lead = What was sent keeps the name of its time.
agency-rename-from = New name from
    .hint = dd/mm/yyyy, with a time if you like. Empty: now.
agency-change = Change facts…
agency-change-ask = Change the facts of { $agency }
agency-change-lead = A name is changed by renaming, because names have their time.
agency-suspend = Suspend…
agency-suspend-ask = Suspend { $agency }?
agency-suspend-lead = From then on it sends nothing and is sent nothing; what lies in its inbox can be read.
agency-resume = Let it work again…
agency-resume-ask = Let { $agency } work again?
agency-resume-lead = It sends and receives at once.
agency-close = Close…
agency-close-ask = Close { $agency }?
agency-close-lead = From then on it sends and receives nothing; what it has can be read. Where there is a successor, merge instead.
agency-substitute = Substitute…
agency-substitute-ask = A substitute for { $agency }
agency-substitute-lead = What is sent to this agency goes into the substitute's inbox for that time.
agency-end-substitute = End the substitute…
agency-end-substitute-ask = End the substitute for { $agency }?
agency-end-substitute-lead = From then on documents go into the agency's own inbox again.
agency-bind = Add a certificate…
agency-bind-ask = A seal's certificate for { $agency }
agency-bind-lead = Only when you know for sure that the certificate is this agency's. Two may count at once while a seal is replaced.
agency-bind-pem = Certificate, PEM
    .hint = Paste the whole block from BEGIN CERTIFICATE to END CERTIFICATE.
agency-bind-pem-wrong = This is no PEM certificate.
agency-unbind = End…
agency-unbind-ask = End a certificate of { $agency }?
agency-unbind-lead = Packages signed later are refused; what was taken stays.
agency-distrust = No longer believe…
agency-distrust-ask = No longer believe a certificate of { $agency }?
agency-distrust-lead = For a key that got out. The time may lie in the past: packages signed since are listed to be looked at.
agency-revoke-token = Revoke…
agency-revoke-token-ask = Revoke the token of a system of { $agency }?
agency-revoke-token-lead = The software gets in no more, at once.

seals-title = Seals
seals-none = No certificate is known; this agency's packages are refused.
seal-what = Certificate (SHA-256) or rule
seal-certificate-ends = Certificate ends
seal-days =
    { $count ->
        [0] today
        [one] { $count } day left
       *[other] { $count } days left
    }
seal-binding = Entry
seal-good = Valid
seal-soon = Ends soon
seal-expired = Expired
seal-ended = Ended
seal-later = Not yet valid
seal-revoked = No longer believed
systems-title = Systems
systems-none-operator = The agency has no software yet. Its administrator issues tokens; here it is done for them when they ask.
system-name = Name of the system
system-id = System
system-issued = Issued
system-live = Works
system-revoked = Revoked
system-expired = Expired

merge-title = Merge agencies
merge-this = Merge into another…
merge-lead = Several agencies become one: the old codes lead to the successor. Look first, then merge.
merge-look = See what would change
merge-old = Agencies that end
    .hint = Hold Ctrl (or ⌘) to choose several; on a phone, touch each line.
merge-into = The agency that follows
    .hint = Type a part of its name or code and choose from the list.
merge-from = From
    .hint = dd/mm/yyyy, with a time if you like. Empty: now.
merge-plan =
    { $count ->
        [one] Merge { $count } agency?
       *[other] Merge { $count } agencies?
    }
merge-when = from { $time }
merge-problems = Cannot be merged yet
merge-ends = Agencies that end
merge-undelivered = Not fetched
merge-seals = Certificates
merge-systems = Systems
merge-children = Agencies below
merge-means-inbox = What was not fetched becomes the successor's.
merge-means-seals = The certificates of the old agencies end at the same time.
merge-means-tokens = The old agencies' software goes on reading what was theirs until its tokens are revoked.
merge-means-past = Documents, rates and evidence from before keep the old code and name. Agencies below stay where they are until somebody moves them.
merge-confirm = Confirm
merge-do = Merge
merge-not-possible = Mend the above and look again.
merge-change = Choose again

import-title = Import the directory
import-lead = From a CSV or XLSX file. The whole table is judged first; one fault anywhere and nothing changes. Codes that are not in the table stay.
import-choose = Choose a file
import-file = CSV or XLSX file
import-file-hint = The first row names the columns: { $columns }. Only the first one is needed.
import-look = See what would change
import-template = Take the directory as a template
import-no-table = The file is no readable CSV or XLSX table.
import-problems = Faults
import-bad = The table has faults and cannot be imported yet
import-where = Where
import-row = row { $count }
import-what = What is wrong
import-stands = Stands there
import-more = and { $count } more
import-acts = What will change
import-act = Act
import-whom = Agency
import-do = Import
import-nothing = The directory is as this table says; there is nothing to import.
import-mend = Mend the faults in the file and upload it again.
import-other = Choose another file
import-moved = The directory changed while you were looking. See again what will change, then confirm.
act-add = Add
act-update = Change
act-close = Close
act-rename = Rename
act-suspend = Suspend
act-resume = Resume
act-merge = Merge
act-substitute = Substitute
act-end-substitute = End of substitute
act-group = Group of receivers
act-all = Several
act-alias = Old code leads

log-title = Transparency log
log-lead = Every consignment, receipt and answer, and every act of an operator, is a piece of evidence that nobody can change or remove.
log-health = Health of the log
log-guard-ok = Agrees with the checkpoint kept outside the database
log-guard-bad = Does not agree with the checkpoint kept outside the database
log-origin = Name of the log
log-epoch = Epoch
log-size = Leaves
log-time = Newest at
log-root = Root hash
log-note = Signed checkpoint
log-note-hint = Everybody can have it at /log; lienthong audit checks it.
log-batches = Last batches
log-unsigned = not signed
log-epochs = Epochs
log-acts = Acts of operators and administrators
log-no-acts = No acts yet.
log-act = Act, reason
log-who = Who
log-detail = Detail
operator-token-issued = Token issued
operator-token-revoked = Token revoked
operator-job-retried = Failed deliveries retried
operator-job-closed = Failed deliveries closed
operator-job-told = Told of failed deliveries
operator-hub-read-only = Switched to read-only
operator-hub-released = Takes changes again
operator-agency-added = Agency added
operator-agency-updated = Agency changed
operator-agency-closed = Agency closed
operator-agency-renamed = Agency renamed
operator-agency-suspended = Agency suspended
operator-agency-resumed = Agency works again
operator-agency-merged = Agencies merged
operator-agency-aliased = Old code leads to its successor
operator-agency-substituted = Substitute added
operator-agency-substitute-ended = Substitute ended
operator-directory-imported = Directory imported
operator-calendar-imported = Working calendar imported
operator-calendar-dropped = Own calendar dropped
operator-notice-set = Mails changed
operator-notice-digest = Times of digests changed
operator-binding-added = Certificate added
operator-binding-ended = Certificate ended
operator-binding-revoked = Certificate no longer believed

keys-lead = No private key is shown anywhere. This is what everybody may know, and until when it counts.
keys-soon = Seals that end within 60 days
keys-none-soon = No seal ends within the next 60 days.
keys-log = Log key
keys-log-hint = It signs checkpoints. Keep a copy off this machine; whoever loses it has to open a new epoch.
keys-vkey = Verification key
keys-file = Key file
keys-anchors = Trust anchors
keys-no-anchors = No anchor is trusted: every signed package is refused. Name them in [trust] of the configuration.
keys-subject = Certificate
keys-for = For
anchor-seals = Seals of agencies
anchor-tsa = Timestamps
anchor-ocsp = OCSP responders
anchor-tls = HTTPS port
anchor-unreadable = Cannot be read

addresses-lead = The mail relay refused these addresses for good. Documents arrive all the same; only the office is not told.
addresses-none = Every address takes mail.
addresses-no-mail = The hub sends no mail: mail.enabled is off.
addresses-address = Address
addresses-reply = What the relay said
addresses-mend = Mend the address

storage-now = Now
storage-objects = Large packages
storage-object-count =
    { $count ->
        [one] { $count } file
       *[other] { $count } files
    }
storage-free = Free
storage-floor = below { $size } the hub takes no packages
storage-forecast = Forecast
storage-forecast-hint = From the number of documents of the last three months and the mean size of a document.
storage-unknown = Too few documents for a forecast.
storage-years = Enough room for more than ten years if it goes on like this.
storage-full = The disk is full: the hub takes no packages. Add a disk now.
storage-days =
    { $count ->
        [one] About { $count } day until the hub takes no more packages.
       *[other] About { $count } days until the hub takes no more packages.
    }
storage-until = About { $time }.
storage-months = Growth by month
storage-month = Month
storage-documents = Documents
storage-packages = Packages
storage-none = No documents yet.

configuration-lead = As it runs, defaults filled in. Change lienthong.toml and restart. Passwords and keys lie in files of their own and are not shown.
configuration-setting = Setting
configuration-value = Value
configuration-secret = secret, in a file
configuration-changed = differs from the default

access-lead = Who signed in, read, downloaded, changed roles; the newest first.
access-person = Person
access-agency = Agency code
access-document = The hub's id of a document
access-what = What
access-from = From day
access-until = Until day
access-none = Nothing matches.
access-who = Who
access-system = a system
access-nobody = not known
access-detail = Detail
access-everybody = Everybody
accessed-package = Package downloaded
accessed-preview = File looked at
accessed-sign-in = Signed in
accessed-sign-in-failed = Sign-in failed
accessed-sign-in-vouched = Signed in elsewhere
accessed-session-ended = Session ended
accessed-session-others-ended = Other sessions ended
accessed-session-seat = Took a seat
accessed-account-password = Password changed
accessed-account-recovery-codes = Recovery codes renewed
accessed-account-totp-set = 6-digit codes switched on
accessed-account-totp-dropped = 6-digit codes switched off
accessed-password-reset = Password set anew
accessed-person-invited = Person invited
accessed-person-joined = Invitation taken
accessed-person-role-granted = Role granted
accessed-person-role-withdrawn = Role withdrawn
accessed-person-disabled = Account locked
accessed-person-enabled = Account opened again
accessed-person-reset = Password link sent
operator-person-invited = Person invited
operator-person-joined = Invitation taken
operator-person-role-granted = Role granted
operator-person-role-withdrawn = Role withdrawn
operator-person-disabled = Account locked
operator-person-enabled = Account opened again
operator-person-reset = Password link sent
accessed-webhook-put = Webhook made or changed
accessed-webhook-deleted = Webhook removed
accessed-webhook-replayed = Webhook replayed
accessed-access-exported = Access log exported

health-absent = { $file } is absent
health-open = others can read { $file }
health-secrets = { $count ->
    [one] { $count } file that only the hub can read
   *[other] { $count } files that only the hub can read
    }
health-no-anchors = no anchor is trusted (trust.seals is empty)
health-begins = { $subject }: valid only from { $day }
health-ended = { $subject }: ended on { $day }
health-ends = { $subject }: ends on { $day }
health-certificates = { $count ->
    [one] { $count } certificate, valid
   *[other] { $count } certificates, all valid
    }
health-clock = { $count ->
    [one] { $count } millisecond apart
   *[other] { $count } milliseconds apart
    }
health-disk = { $free } free; { $floor } have to stay free
health-guard = mark at { $known } leaves; the log has { $size }
health-guard-new = the log has no leaf yet
health-guard-epoch = the mark is of an earlier epoch of the log
health-guard-log = the log has { $size } leaves
health-none = none
health-dead-letters = { $count ->
    [one] { $count } letter
   *[other] { $count } letters
    }
health-addresses = { $count ->
    [one] { $count } address ({ $named })
   *[other] { $count } addresses ({ $named })
    }
health-calendars = { $count ->
    [one] { $count } calendar, with tables of this year and the next
   *[other] { $count } calendars, with tables of this year and the next
    }
health-no-year = { $whose }no table of { $year }
health-unsure = { $whose }{ $day } is not certain
seal-rule = Every certificate of this subject from the same CA
seal-exact = One certificate, SHA-256

accessed-token-issued = Token for software issued
accessed-token-revoked = Token revoked
agency-issue-token = Issue a token…
agency-issue-token-ask = Issue a token to software of { $agency }?
agency-issue-token-lead = The token is shown once, right after this. Whoever holds it sends and receives for the agency: hand it only to whoever runs the software, by a safe way.
token-lead-operator = Hand this token to whoever runs the agency's software, by a safe way; never by mail.
agency-bind-issuer = Certificate of the CA that issued it, PEM
    .hint = Empty: only this one certificate is believed. Pasted: every certificate of the same subject from this CA, renewals too.
agency-bind-issuer-wrong = The CA's certificate cannot be read, or it did not issue the certificate above.
groups-title = Groups of receivers
groups-lead = Who composes chooses a group at once. It becomes its members before signing, so a changed group changes nothing that was sent.
groups-none = There is no group yet. Make one, for instance “All communes”, so that nobody has to choose them one by one.
group-add = New group
group-set = Save the group
group-set-lead = A group of the same code is replaced.
group-title = Name of the group
group-name = Code of the group
    .hint = Small letters without diacritics, digits and hyphens, for instance cac-xa-phuong.
group-members = Agencies of the group
    .hint = Hold Ctrl (or ⌘) to choose several; on a phone, touch each line.
group-count = { $count ->
    [one] { $count } agency
   *[other] { $count } agencies
    }
group-change = Change
group-remove = Remove…
group-remove-ask = Remove the group { $name }?
group-remove-lead = Nobody can choose this group any more. What was sent stays as it is.
done-group-set = The group was saved.
done-group-removed = The group was removed.
configuration-on = on
configuration-off = off
configuration-empty = empty
configuration-section-console = Console
configuration-section-egress = Connections to the outside
configuration-section-limits = Limits
configuration-section-log = Transparency log
configuration-section-mail = Mail
configuration-section-notice = Reminders
configuration-section-ops = Monitoring port
configuration-section-policy = Rules of intake
configuration-section-seal = Seal of the hub
configuration-section-server = Port and address
configuration-section-store = Database
configuration-section-telemetry = Log lines of the program
configuration-section-trust = Anchors
configuration-section-webhooks = Webhooks
