//! The program segl: codes and approvals in the terminal.

fn main() {}
