//! Approval requests of privacyIDEA: enrolment, polling, verifying, answering.
