//! AL9: the comments that allow findings.

super::family! { Suppression;
    NO_REASON = "AL901" "nolint-without-reason" Error EVERY []
        "A comment allows a finding and does not say why";
    UNUSED = "AL902" "nolint-unused" Off EVERY []
        "A comment allows what was not found";
    UNKNOWN_RULE = "AL903" "nolint-unknown-rule" Warning EVERY []
        "A comment names no rule that there is";
}
