
## console: people, signing in, accounts

sign-in = Sign in
sign-in-mail = Work e-mail
sign-in-password = Password
sign-in-continue = Continue
sign-in-then = Then, where it is set up: the 6-digit code of your authenticator app.
sign-in-forgot = Forgot password
sign-in-province = Sign in with an account of the province
sign-in-session-ended = Your session has ended. Sign in to go on.
sign-in-joined = Done. Sign in with your e-mail and password.
sign-in-code = 6-digit code
sign-in-code-hint = The code that your authenticator app shows now, or a recovery code.
sign-in-again = Begin again
sign-in-back = Back to sign-in
sign-in-wait-seconds = Try again in { $count ->
    [one] 1 second
   *[other] { $count } seconds
    }.
sign-in-wait-minutes = Try again in { $count ->
    [one] 1 minute
   *[other] { $count } minutes
    }.

totp-title = Set up your second factor
totp-why = This role needs a 6-digit code beside the password. It is set up once, on your telephone.
totp-step-app = Open an authenticator app on your telephone (any that speaks TOTP).
totp-step-scan = Scan this picture.
totp-typed = If it cannot be scanned, type the key:
totp-step-code = Enter the 6 digits that the app shows.
totp-confirm = Confirm
totp-not-now = Not now
codes-title = Recovery codes
codes-lead = Each one stands in once for the 6-digit code when the telephone is not at hand. They are shown now and never again: print or copy them, and keep them safe.
codes-kept = I have kept them, continue

forgot-title = Forgot your password
forgot-lead = Enter your work e-mail. If there is an account, the hub sends a link to choose a new password; it works for an hour.
forgot-send = Send the link
forgot-sent = If there is an account, a mail is on its way. If none comes, ask your administrator for a new password.
invitation-join = Join the exchange hub
invitation-join-lead = { $name } is invited as: { $place }. Choose a password to begin.
invitation-role = Take a further role
invitation-role-lead = { $name } is also to be: { $place }. Your password stays as it is.
invitation-reset = Choose a new password
invitation-reset-lead = For the account of { $name }. Every open session ends.
invitation-set-password = Set the password
invitation-take-role = Take the role

account-title = Account
account-places = Where you work
account-here = You are here
account-sit = Switch to it
account-look = Display
account-lang = Language
account-lang-vi = Vietnamese
account-lang-en = English
account-theme = Theme
account-theme-system = As the machine
account-theme-light = Light
account-theme-dark = Dark
account-density = Rows
account-density-comfortable = Comfortable
account-density-compact = Compact
account-shortcuts = Use keyboard shortcuts (j, k, o, a, …)
account-save = Save
account-password = Password
account-password-old = Present password
account-password-new = New password
account-password-again = New password again
account-password-hint = At least { $count } characters; a sentence that is easy to remember is best.
account-password-ends = All other sessions end.
account-password-change = Change the password
account-totp = Second factor
account-totp-on = set up
account-totp-off = none
account-totp-lead = A 6-digit code on your telephone, asked for when you sign in.
account-codes-left = { $count ->
    [one] 1 recovery code is left.
   *[other] { $count } recovery codes are left.
    }
account-totp-set-up = Set it up
account-totp-anew = Set it up on another telephone
account-totp-drop = Switch it off
account-codes-new = New recovery codes
account-sessions = Open sessions
account-sessions-end-others = End all others
account-session-agent = Browser
account-session-address = Network address
account-session-since = Signed in
account-session-seen = Last used
account-session-here = this one
account-session-unknown = not known
account-session-end = End

people-title = People
people-lead = Who may sign in, and as what: { $place }
people-list = List
people-count = { $count ->
    [one] 1 person
   *[other] { $count } people
    }
people-none = Nobody yet. Invite the first one below.
people-name = Name
people-role = Role
people-roles = Roles
people-state = State
people-acts = Actions
people-enabled = may sign in
people-disabled = disabled
people-totp = with a second factor
people-no-totp = no second factor
people-oneself = Your own account
people-grant = Add a role
people-withdraw = Withdraw the role
people-reset = Send a link for a new password
people-reset-totp = Lost telephone: reset the second factor too
people-disable = Disable the account
people-enable = Enable the account
people-waiting = Invitations not yet taken
people-until = Until
people-invite = Invite somebody
people-invite-lead = Who is invited gets a link that works once, for 7 days, and chooses a password.
people-mailed = A mail with the link is on its way.
people-link = Link
people-link-lead = Mail is off: hand this link to its owner. It is shown now only, and works once.
people-link-until = It works until { $time }.
people-of-agency = Identifier of an agency; empty: the hub’s own people
people-of-hub = The hub’s people
people-show = Show
people-reason = Reason (kept in the log; may be empty)
people-do-it = Do it
people-leave-it = No, go back

people-ask-withdraw = Withdraw the role { $role } from { $name }?
    .lead = It counts at once, in open sessions too. It can be given again at any time.
people-ask-disable = Disable the account of { $name }?
    .lead = They can no longer sign in; every session ends at once. What they did keeps their name.
people-ask-enable = Enable the account of { $name }?
    .lead = They can sign in again with the old password and the roles that they still have.
people-ask-reset = Send { $name } a link for a new password?
    .lead = The old password works until the link is used. The link works for an hour.
people-ask-reset-totp = Reset password and second factor of { $name }?
    .lead = Only when you have made sure who asks. The second factor and the recovery codes go at once; every session ends.
