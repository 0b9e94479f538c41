
## console: the frame around every page

console-name = Lienthong
console-skip = Skip to the content
console-rail = Main
console-help = Help
console-log-size = Transparency log: { $count } pieces of evidence
console-log-time = Checkpoint { $time }
console-organ-id = Agency code { $code }
console-hub = Document exchange hub
console-search = Find a document
console-search-hint = Number, subject, sender; with or without diacritics
console-other-language = Tiếng Việt
console-sign-out = Sign out

role-clerk = Clerk
role-reader = Reader
role-agency_admin = Agency administrator
role-auditor = Auditor
role-operator = Operator

rail-in = Incoming
rail-out = Outgoing
rail-compose = Compose
rail-rates = Reports
rail-unanswered = No answer
rail-paper = Paper documents
rail-book = Register
rail-agency = My agency
rail-status = Status
rail-dead-letters = Failed deliveries
rail-queues = Queues
rail-directory = Agencies
rail-log = Log
rail-access = Access
table-sideways = Scroll sideways for the other columns.
chart-sideways = Scroll sideways for the other months.
rail-keys = Keys, certificates
rail-addresses = Failing addresses
rail-people = People
rail-storage = Storage
rail-configuration = Configuration

door-title = Document exchange hub
door-in = What came, what is to be done, and by when
door-out = Where each sent document is, at every receiver
door-proof = Every handover has a receipt that anyone can check

failure-for-support = Error code, for support
failure-start = To the start page

help-lead = Keyboard shortcuts, and what the words on screen mean.
help-keys = Keyboard
help-keys-lead = Off while you type; can be switched off in your account. No key returns, recalls or sends.
help-key-rows = Next row, row before
help-key-open = Open the document
help-key-select = Select the row, or not
help-key-accept = Accept the selected rows; with none selected, the row you are on
help-key-mine = I am on the selected rows; with none selected, the row you are on
help-key-compose = Compose a new document
help-key-search = Search
help-key-in = To Incoming
help-key-out = To Outgoing
help-key-help = This page
help-key-back = Back
help-words = Words
help-word-received = Received
help-word-received-is = The machine's: the hub holds the package and gave a receipt.
help-word-fetched = Fetched
help-word-fetched-is = The receiver's software has the package intact.
help-word-accepted = Accepted
help-word-accepted-is = The clerk's: looked at and entered in the register.
help-word-recall = Recall
help-word-recall-is = By law: the receiver must cancel the document and confirm.
help-word-take-back = Take back
help-word-take-back-is = A request: the receiver may decline.
help-word-cancel = Cancel sending
help-word-cancel-is = Before anybody has fetched it.
failure-forbidden = This page is for another role
    .remedy = Your account lacks the role for it. If you need it, ask your agency’s administrator.
failure-not-there = There is no such page
    .remedy = The link may be old or cut short. Go to the start page, or search by number and notation.
console-places = All pages
