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

## evidence

## store, payload

## mail, delivery

## config, cli

error-config-unreadable =
    .title = The configuration file cannot be read
    .remedy = Check the path after -c and that the hub's user may read it.
error-config-syntax =
    .title = The configuration file is malformed
    .remedy = Correct it at the line and column named; lienthong.toml.example shows every setting.
error-config-unknown_key =
    .title = The configuration file has an unknown key
    .remedy = Remove or rename the key at the line named; the message lists those that exist.
error-config-invalid_value =
    .title = A setting has a value that cannot work
    .remedy = Set it as docs/operating/configure.md describes.
error-config-missing_value =
    .title = A setting is missing
    .remedy = Add the setting named, or remove the one that needs it.
error-config-ops_exposed =
    .title = The ops port is open to the network without a token
    .remedy = Set ops.listen to 127.0.0.1, or name an ops.token_file.
error-config-secret_inline =
    .title = A password stands in the configuration file
    .remedy = Move it to a file of its own and name that with the *_file setting; change the password that was exposed.
error-config-secret_unreadable =
    .title = A secret's file cannot be read
    .remedy = Check the path of the *_file setting named and that the hub's user may read it.
error-config-secret_empty =
    .title = A secret's file is empty
    .remedy = Write the secret into the first line of the file named.
error-config-mail_password_exposed =
    .title = The mail password could be read on the way
    .remedy = Set mail.starttls = "required", or remove mail.user and mail.password_file.

error-hub-internal =
    .title = The hub failed
    .remedy = Try again later; if it fails again, tell the operator the request id.

## state

state-delivery-queued = Queued
    .hint = Safe in the hub
state-delivery-sending = Sending
    .hint = Being pushed
state-delivery-delivered = Not fetched
    .hint = In the receiver's inbox
    .receiver = New
state-delivery-fetched = Fetched
    .hint = Intact, says the receiver
state-delivery-failed = Failed
    .hint = Retries ended; see cause
state-delivery-cancelled = Cancelled
    .hint = Recalled before it was fetched
state-delivery-expired = Expired
    .hint = Never fetched
state-acknowledgement-none = No answer
    .hint = Nothing reported
state-acknowledgement-01 = Arrived
    .hint = Clerk has not acted
state-acknowledgement-02 = Returned
    .hint = Refused, with a reason
state-acknowledgement-03 = Accepted
    .hint = Registered
state-acknowledgement-04 = Assigned
    .hint = Assigned by the head
state-acknowledgement-05 = In work
    .hint = Being handled
state-acknowledgement-06 = Completed
    .hint = Handling complete
state-acknowledgement-contradiction = Contradiction
    .hint = Both kept
urgency-immediate = Immediate
urgency-very-urgent = Very urgent
urgency-urgent = Urgent
urgency-normal = Normal

## deadline

deadline-hours-left = { $hours } h { $minutes } min left
deadline-minutes-left = { $minutes } min left
deadline-today = by { $time } today
deadline-tomorrow = by { $time } tomorrow
deadline-weekday = by { $time } { $weekday }
deadline-working-days-left =
    { $days ->
        [one] { $days } working day left
       *[other] { $days } working days left
    }
deadline-date = due { $date }
deadline-minutes-late =
    { $minutes ->
        [one] { $minutes } minute late
       *[other] { $minutes } minutes late
    }
deadline-hours-late = { $hours } h { $minutes } min late
deadline-working-days-overdue =
    { $days ->
        [one] { $days } working day overdue
       *[other] { $days } working days overdue
    }
deadline-nothing-left = nothing left to do
deadline-none = no deadline
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

## verdict

verdict-valid =
    { $files ->
        [one] Valid: signed by { $agency } at { $time } on { $date }; its one file unchanged since.
       *[other] Valid: signed by { $agency } at { $time } on { $date }; all { $files } files unchanged since.
    }
    .claimed = time as claimed by the signer
verdict-invalid-changed = Invalid: { $file } was changed after signing.
verdict-invalid-agency = Invalid: the signature is not { $agency }'s.
verdict-invalid-revoked = Invalid: the certificate was revoked on { $date }, before signing.
verdict-invalid-other = Invalid: { $reason }.
verdict-invalid-advice = Do not use it; return it.
verdict-indeterminate = Undecided: { $reason }.
verdict-indeterminate-revocation = Undecided: content intact, but the certificate's status could not be checked yet. It is retried.
verdict-none = Not signed: for reference only.
