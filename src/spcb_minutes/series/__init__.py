"""Many meetings of one board, held against each other.

    series = Series.read(["notes/"])          the meetings in date order
    action_ledger(series)                     every action, and what later notes say of it
    people_of(series)                         who is who across spellings
    attendance_matrix(series)                 people by meetings
    question_register(series)                 who asked what, and what came of it
    audit(series)                             what holds, what does not, and what cannot be told

Each is a pure function of a finished series, and each fact that it gives has its quote.
"""
