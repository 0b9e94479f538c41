

## console: the pages of an agency's administrator

tab-summary = Summary
tab-people = People
tab-systems = Systems and tokens
tab-certificates = Certificates
tab-mail = Mails
tab-calendar = Working calendar
tab-webhooks = Webhooks
tab-access = Access
agency-ask-admin = The agency's administrator can change these.

systems-lead = The agency's software gets into the hub with a token. One token a system; if one may have got out, revoke it and issue a new one.
systems-none = No system yet. Issue a token for the agency's document software.
system-add = Issue a token
system-add-lead = The token is shown once; the hub keeps its digest only.
system-expires = Expires
    .hint = dd/mm/yyyy. Empty: never.
system-revoke-ask = Revoke the token of { $name }?
system-revoke-lead = The software gets in no more, at once. This cannot be undone; issue a new one when needed.
token-title = New token
token-lead = Copy it into the software's configuration now.
token-label = Token
secret-once = Shown this once. It is gone when the page is opened again.
secret-kept = I have copied it

seals-lead = The agency's packages must be signed with one of these certificates. The hub's operator adds and ends them.
seals-none-agency = No certificate is known, so the agency's packages are refused. Send the seal's certificate to the hub's operator.

mail-lead = The hub writes to the office, never to a person. Mails hold no content of a document.
mail-where = Where to
mail-where-hint = One address a line. Empty: no mails; documents arrive all the same.
mail-subject-hint = Mail servers on the way can read subjects.
mail-which = What to tell
mail-which-hint = Mails about a seal that ends and a webhook that was given up are always sent.
mail-times = Digests
mail-times-label = Times of a working day
mail-times-hint = Such as 07:30, 13:30: what arrived is told together at those times; urgent documents at once all the same. Empty: one mail a document, when it arrives.
mail-times-wrong = Write times as HH:MM with commas between, eight at most.
mail-address-wrong = “{ $address }” is no mail address.

calendar-own = Its own
calendar-follows = Follows the hub's
calendar-own-lead = The agency has a calendar of its own: each new year's table has to be imported for it too.
calendar-follows-lead = The agency follows the hub's calendar. Once a table is imported it has its own.
calendar-settings = Hours, and how deadlines are reckoned
calendar-days = Days off and days made up for in
calendar-days-lead = Only days that differ from the week above stand here; every other day follows the week.
calendar-source = Source of the table: { $source }
calendar-week = Working week
calendar-reading = Deadlines
calendar-in-force = Version in force
calendar-sure-law = By law, certain
calendar-sure-announced = Announced, certain
calendar-sure-computed = Reckoned by the law, awaits announcement
calendar-sure-uncertain = Not checked, may change
calendar-no-days = There is no table of this year: the week and the fixed holidays count.
calendar-date = Day
calendar-kind = Worked or off
calendar-name = Why
calendar-basis = How sure
calendar-change = Change the agency's calendar
calendar-change-lead = Take the year's table, correct it and choose the file. The next page shows what would change; nothing does before you import it.
calendar-file = TOML or CSV file
calendar-no-file = The file is empty or no text.
calendar-look = See what would change
calendar-export = Take the table of { $year }
calendar-type = Correct it right here
calendar-sheet = Table, TOML
calendar-look-title = Working calendar: what would change
calendar-problems =
    { $count ->
        [one] { $count } fault
       *[other] { $count } faults
    }
calendar-line = Line
calendar-changes = What will change
calendar-mend = Mend the above in the file and choose it again. Nothing was changed.
calendar-do = Import the calendar
calendar-follow = Follow the hub's again…
calendar-follow-ask = Drop the agency's own calendar and follow the hub's?
calendar-follow-lead = Deadlines are reckoned by the hub's calendar from then on. The one that was used stays in the log.

webhooks-lead = The agency's software is told when something happens, in order, again until it is heard.
webhooks-none = No webhook yet. Software can also ask at /api/v1/events.
webhooks-not-allowed = This hub allows no host yet. The operator names hosts in [webhooks] of the configuration.
webhooks-stopped = { $count } given up
webhook-add = Add a webhook
webhook-add-lead = The signing key is shown once. One webhook an address; the same address again changes the one that is there.
webhook-hosts = Hosts that are allowed
webhook-url = Address
webhook-events = Told of
webhook-all-events = everything
webhook-on = Told
webhook-off = Given up
webhook-failing =
    { $count ->
        [one] Failed { $count } time
       *[other] Failed { $count } times
    }
webhook-secret-title = The webhook's signing key
webhook-secret-lead = With it the software knows that a notice is the hub's.
webhook-secret = Signing key
webhook-delete = Remove…
webhook-delete-ask = Remove the webhook to { $host }?
webhook-delete-lead = The software is told no more. The signing key cannot be had again.
webhook-revive = Tell again…
webhook-revive-ask = Tell { $host } again?
webhook-revive-lead = It goes on where it stopped; nothing is lost.
webhook-replay = Replay…
webhook-replay-ask = Replay to { $host }?
webhook-replay-lead = Everything after the cursor is told again; the software has to bear being told twice.
webhook-after = After the cursor
    .hint = The cursor of the last event that is not told again. Empty: from the beginning.
webhook-after-wrong = A cursor is a number.
event-arrived = a document arrived
event-fetched = the receiver fetched it
event-acknowledged = the receiver acknowledged
event-returned = it came back
event-answered = the receiver answered
event-asked = the sender asks it back or updates it
event-withdrawn = withdrawn before it was fetched
event-recalled = recalled
event-replaced = replaced
event-expired = expired
event-refused = a package was refused

done-mail = Saved.
done-calendar = The calendar was changed.
done-webhook = The webhook is told.
done-webhook-gone = The webhook is gone.
done-webhook-replay = It is told again from there.
calendar-accept-midnight = To be accepted by midnight of the day of arrival.
calendar-accept-close = To be accepted before the office closes on the day of arrival.
calendar-off-next = A deadline on a day off moves to the next working day.
calendar-off-keep = A deadline on a day off stays.
calendar-minutes = Immediate: { $immediate } minutes; very urgent: { $very }; urgent: { $urgent }, within working hours.
calendar-minutes-always = Immediate: { $immediate } minutes by day and night; very urgent: { $very }; urgent: { $urgent }, within working hours.
