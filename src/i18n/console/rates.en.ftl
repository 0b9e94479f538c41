
## console: reports

rates-title = Exchange rates of electronic documents
rates-lead = { $whose }, { $period }, beside the same period of the year before
rates-province = All agencies of the hub
rates-quarter = Q{ $quarter } { $year }
rates-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
    } { $year }
rates-year = Year { $year }
rates-period = Period
rates-agency = Agency
rates-rate = Rate
rates-show = Show
rates-link = Link to this report
rates-own = What was sent to this agency
rates-of-documents = { $numerator } of { $denominator } documents
rates-of-copies = { $numerator } of { $denominator } copies
rates-up = Up { $points } points; { $before } the year before
rates-down = Down { $points } points; { $before } the year before
rates-same = Unchanged; { $before } the year before
rates-no-before = Nothing to count the year before
rates-draw = Chart and remainder
rates-drawn = Shown below
rates-by-month = { $rate } by month
rates-as-table = Show the numbers as a table
rates-before = Year before
rates-now = This period
rates-then = year before: { $value }
rates-left = { $rate }: { $count } left over
rates-left-paper = { $count ->
    [one] { $count } document was declared as issued on paper only. Each declaration is a leaf of the log.
   *[other] { $count } documents were declared as issued on paper only. Each declaration is a leaf of the log.
    }
rates-left-nothing = There is nothing to count in this period.
rates-left-none = No document is left over.
rates-left-link = See each document
rates-left-title = What is left over
rates-left-lead = { $whose }. { $rate }, { $period }: each document, each copy that has not met this rate.
rates-left-lead-returned = { $whose }. { $rate }, { $period }: each copy that was returned.
rates-left-empty = Nothing is left over in this period: everything counted has met the rate, or there is nothing to count yet.
rates-document = Document
rates-issued = Date of promulgation
rates-issued-on = of { $day }
rates-id = Document ID
rates-from = From
rates-to = To
rates-received = In the hub since
rates-until = Deadline of this step
rates-state = State
rates-next = Next page
rates-back = Back to the report
rates-small = Agency by agency: { $rate }
rates-small-lowest = Lowest first
rates-small-sorted = In the order of the table below
rates-small-more = { $count ->
    [one] Show { $count } more agency
   *[other] Show { $count } more agencies
    }
rates-small-without = { $count ->
    [one] { $count } agency has nothing to count in this period and no chart.
   *[other] { $count } agencies have nothing to count in this period and no chart.
    }
rates-scale = All charts on one scale, { $from } to { $to }; solid is this year, dashed the year before
rates-table = Table
rates-table-own = What this agency sent
rates-table-hint = Choose a column's name to sort
rates-undeclared = { $count ->
    [one] { $count } agency has not declared paper documents in this period: its exchange rate lacks a part of its denominator.
   *[other] { $count } agencies have not declared paper documents in this period: their exchange rate lacks a part of its denominator.
    }
rates-undeclared-link = See which
rates-undeclared-months = See each month
rates-undeclared-own = Paper documents are not declared for every month of the period: the exchange rate lacks a part of its denominator.
rates-stand = The checkpoint that these figures stand on
rates-recount = Whoever holds a copy of the log can count these figures again from its leaves.

rates-unanswered-title = Agencies that do not answer
rates-unanswered-lead = { $whose }, { $period }: copies past their deadline that their receiver neither acknowledged nor returned. Agencies that owe most stand first.
rates-unanswered-lead-one = { $whose }, { $period }: copies sent to this agency that are past their deadline, neither acknowledged nor returned.
rates-unanswered-empty = No agency owes an answer past its deadline.
rates-unanswered-copies = Past deadline, unanswered
rates-unanswered-unheard = Of those, not fetched
rates-unanswered-sent = All copies sent to it
rates-unanswered-share = Share
rates-unanswered-oldest = Earliest missed deadline
rates-unanswered-list = See each copy

paper-title = Documents issued on paper only
paper-lead = { $period }: each agency declares how many documents it issued without the hub. Until it has, the exchange rate lacks a part of its denominator.
paper-declare = Declare paper documents
paper-month = Month
paper-count = Documents issued on paper only
paper-count-hint = Write 0 if there are none. Declaring a month again replaces the earlier word; both stay in the log.
paper-count-wrong = The number of documents has to be 0 or more
paper-send = Declare
paper-done = The declaration is in the log.
paper-undeclared = not declared
paper-absent = –
paper-total = Total
paper-sum = { $count ->
    [one] Declared: { $count } document.
   *[other] Declared: { $count } documents.
    }
paper-silent = { $count ->
    [one] { $count } agency has not declared all of it.
   *[other] { $count } agencies have not declared all of it.
    }
paper-empty = There are no agencies yet.
