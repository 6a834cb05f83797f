//! `otpauth/cases.json`: what people scan and paste, and what it means.
//!
//! Each case has an `outcome`. `accept`: the account is as in `expect`, and gives the `codes`.
//! `reject`: it is refused. `accept-migration`: an export, described in words. `code`: mOTP and
//! Yandex, where only the code is compared. `peers-disagree`: what is read must be one of the
//! `options`, and where the case has a `choice` (only our own fixtures do), exactly that one.

use segl_otp::{
    Account, ExposeSecret, Hotp, Otp, Part, Secret, SecretString, motp, parse_uri, write_uri,
    yandex,
};
use serde::Deserialize;
use serde_json::Value;

use super::{json, report};

#[test]
fn every_case_is_read_as_expected() {
    let cases: Vec<Value> = json("otpauth/cases.json");
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let id = case
                .get("id")
                .and_then(Value::as_str)
                .unwrap_or("a case without id");
            let case = Case::deserialize(case).map_err(|error| format!("is malformed: {error}"));
            let problem = case.and_then(|case| check(&case)).err()?;
            Some(format!("{id}: {problem}"))
        })
        .collect();
    report(cases.len(), &failures);
}

#[derive(Deserialize)]
struct Case {
    #[serde(default)]
    uri: String,
    outcome: String,
    expect: Option<Expected>,
    #[serde(default)]
    codes: Vec<ExpectedCode>,
    #[serde(default)]
    options: Vec<String>,
    /// Our choice where peers disagree: `reject`, or the account that is read.
    choice: Option<Choice>,
    expect_text: Option<String>,
    #[serde(default)]
    source: String,
    // The cases of the outcome `code`.
    r#type: Option<String>,
    secret: Option<String>,
    secret_hex: Option<String>,
    pin: Option<String>,
    time: Option<u64>,
    code: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Choice {
    Word(String),
    Account(Box<Expected>),
}

/// What a case says about an account; what it does not say is not compared.
#[derive(Deserialize)]
struct Expected {
    r#type: Option<String>,
    issuer: Option<String>,
    account: Option<String>,
    tenant: Option<String>,
    algorithm: Option<String>,
    digits: Option<u64>,
    secret: Option<String>,
    period: Option<u64>,
    counter: Option<u64>,
}

#[derive(Deserialize)]
struct ExpectedCode {
    time: Option<u64>,
    counter: Option<u64>,
    code: String,
}

fn check(case: &Case) -> Result<(), String> {
    match case.outcome.as_str() {
        "accept" => {
            let account = accepted(&case.uri)?;
            compare(
                &account,
                case.expect.as_ref().ok_or("the case expects nothing")?,
            )?;
            compare_codes(&account, &case.codes)
        }
        "reject" => match read(&case.uri) {
            Ok(accounts) => Err(format!("accepted as {accounts:?}")),
            Err(words) => words_are_safe(&words, &case.uri),
        },
        "accept-migration" => compare_words(
            &read(&case.uri)?,
            case.expect_text
                .as_ref()
                .ok_or("the case expects nothing")?,
        ),
        "peers-disagree" => check_choice(case),
        "code" => check_code(case),
        other => Err(format!("the outcome {other:?} is unknown")),
    }
}

/// What the app makes of a text: the accounts in it, or words for people.
fn read(text: &str) -> Result<Vec<Account>, String> {
    if text
        .trim_start()
        .to_ascii_lowercase()
        .starts_with("otpauth-migration:")
    {
        let part = Part::parse(text).map_err(|error| error.to_string())?;
        return match part.problems.first() {
            None => Ok(part.accounts),
            Some(problem) => Err(problem.reason.to_string()),
        };
    }
    parse_uri(text)
        .map(|account| vec![account])
        .map_err(|error| error.to_string())
}

fn accepted(uri: &str) -> Result<Account, String> {
    let account = parse_uri(uri).map_err(|error| format!("refused: {error}"))?;
    let again = parse_uri(write_uri(&account).expose_secret());
    if again.as_ref() == Ok(&account) {
        Ok(account)
    } else {
        Err(format!(
            "written and read again it is {again:?} instead of {account:?}"
        ))
    }
}

/// The words for people hold neither the secret nor the URI.
fn words_are_safe(words: &str, uri: &str) -> Result<(), String> {
    let secret = uri
        .split(['?', '&'])
        .find_map(|pair| pair.strip_prefix("secret="));
    let said = |text: &str| text.len() >= 4 && words.contains(text);
    if words.is_empty() || said(uri) || secret.is_some_and(said) {
        Err(format!("refused with unsafe words: {words}"))
    } else {
        Ok(())
    }
}

fn compare(account: &Account, expected: &Expected) -> Result<(), String> {
    let otp = &account.otp;
    let mut wrong = Vec::new();
    let mut field = |name: &str, is: &str, should: Option<&String>| {
        if should.is_some_and(|should| should != is) {
            wrong.push(format!("{name} is {is:?}, not {should:?}"));
        }
    };
    field("type", otp.kind().name(), expected.r#type.as_ref());
    field("issuer", &account.issuer, expected.issuer.as_ref());
    field("account", &account.name, expected.account.as_ref());
    field(
        "tenant",
        account.tenant.as_deref().unwrap_or_default(),
        expected.tenant.as_ref(),
    );
    field(
        "algorithm",
        otp.algorithm().name(),
        expected.algorithm.as_ref(),
    );
    if let Some(secret) = &expected.secret
        && Secret::from_base32(secret).as_ref() != Ok(otp.secret())
    {
        wrong.push("the secret differs".to_owned());
    }
    let mut number = |name: &str, is: Option<u64>, should: Option<u64>| {
        if should.is_some() && should != is {
            wrong.push(format!("{name} is {is:?}, not {should:?}"));
        }
    };
    number("digits", Some(otp.digits().value().into()), expected.digits);
    number(
        "period",
        otp.period().map(|period| period.seconds().into()),
        expected.period,
    );
    number("counter", otp.counter(), expected.counter);
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join(", "))
    }
}

fn compare_codes(account: &Account, codes: &[ExpectedCode]) -> Result<(), String> {
    for expected in codes {
        let code = match (&account.otp, expected.time, expected.counter) {
            (Otp::Hotp(hotp), _, Some(counter)) => Hotp {
                counter,
                ..hotp.clone()
            }
            .code(),
            (Otp::Hotp(hotp), _, None) => hotp.code(),
            (otp, Some(time), _) => otp.timed_at(time).ok_or("has no codes of the time")?.code,
            _ => return Err("the case names neither time nor counter".to_owned()),
        };
        if code.expose_secret() != expected.code {
            return Err(format!(
                "the code at {:?}/{:?} is {}, not {}",
                expected.time,
                expected.counter,
                code.expose_secret(),
                expected.code
            ));
        }
    }
    Ok(())
}

/// `2 totp entries service/account, service_bis/account_bis, secret A4GRFHVVRBGY7UIW`: each word
/// that means something must be true of all accounts, each `issuer/account` of one.
fn compare_words(accounts: &[Account], words: &str) -> Result<(), String> {
    let words: Vec<&str> = words
        .split(' ')
        .map(|word| word.trim_end_matches([',', ':', ';', '.']))
        .collect();
    for (position, word) in words.iter().enumerate() {
        let before = position
            .checked_sub(1)
            .and_then(|position| words.get(position))
            .copied();
        let number = before.and_then(|before| before.parse::<u64>().ok());
        let all = |test: &dyn Fn(&Account) -> bool| accounts.iter().all(test);
        let any = |test: &dyn Fn(&Account) -> bool| accounts.iter().any(test);
        let holds = match *word {
            "totp" | "hotp" | "steam" => all(&|account| account.otp.kind().name() == *word),
            "digits" => all(&|account| Some(u64::from(account.otp.digits().value())) == number),
            "s" => all(&|account| {
                account
                    .otp
                    .period()
                    .map(|period| u64::from(period.seconds()))
                    == number
            }),
            _ if word.starts_with("SHA") => all(&|account| account.otp.algorithm().name() == *word),
            _ if before == Some("secret") => {
                any(&|account| Secret::from_base32(word).as_ref() == Ok(account.otp.secret()))
            }
            _ if before == Some("counter") => any(&|account| {
                account
                    .otp
                    .counter()
                    .is_some_and(|is| is.to_string() == *word)
            }),
            _ => match (position, word.parse::<usize>(), word.split_once('/')) {
                (0, Ok(count), _) => accounts.len() == count,
                // Either of them may have blanks in it.
                (_, _, Some((issuer, name))) => any(&|account| {
                    account.issuer.ends_with(issuer) && account.name.starts_with(name)
                }),
                _ => true,
            },
        };
        if !holds {
            return Err(format!("{word:?} does not hold of {accounts:?}"));
        }
    }
    Ok(())
}

fn check_choice(case: &Case) -> Result<(), String> {
    let reading = read(&case.uri);
    match &case.choice {
        Some(Choice::Word(word)) if word == "reject" => match &reading {
            Err(words) => words_are_safe(words, &case.uri)?,
            Ok(accounts) => {
                return Err(format!("accepted as {accounts:?}, our choice is to refuse"));
            }
        },
        Some(Choice::Word(word)) => return Err(format!("the choice {word:?} is unknown")),
        Some(Choice::Account(expected)) => {
            let account = accepted(&case.uri)?;
            compare(&account, expected)?;
            compare_codes(&account, &case.codes)?;
        }
        None => {}
    }
    let time = case
        .source
        .split_once("time ")
        .and_then(|(_, time)| time.parse().ok());
    let fits = case
        .options
        .iter()
        .any(|option| fits_option(&reading, option, time));
    if fits {
        Ok(())
    } else {
        Err(format!("{reading:?} is none of {:?}", case.options))
    }
}

/// An option is `reject`, `refuse`, or words about the account, of which each known one must hold:
/// `issuer Microsoft, tenant MyOrganization, account account`, `accept as SHA1 code 419231`.
fn fits_option(reading: &Result<Vec<Account>, String>, option: &str, time: Option<u64>) -> bool {
    let refusing = ["reject", "refuse"]
        .iter()
        .any(|word| option.starts_with(word));
    let account = match reading {
        Err(_) => return refusing,
        Ok(accounts) => match accounts.as_slice() {
            [account] if !refusing && option != "two-step" => account,
            _ => return false,
        },
    };
    let claims = option.split(", ").all(|claim| {
        let (name, value) = claim.split_once(' ').unwrap_or((claim, ""));
        match name {
            "issuer" => account.issuer == value,
            "account" | "name" => account.name == value,
            "tenant" => account.tenant.as_deref() == Some(value),
            "type" => account.otp.kind().name() == value,
            "secret" => account.otp.secret().to_base32().expose_secret() == value,
            "period" => account
                .otp
                .period()
                .is_some_and(|is| is.to_string() == value),
            "digits" => account.otp.digits().to_string() == value,
            _ => true,
        }
    });
    let code = option.split_once("code ").is_none_or(|(_, code)| {
        let timed = time.and_then(|time| account.otp.timed_at(time));
        timed.is_none_or(|timed| code.starts_with(timed.code.expose_secret()))
    });
    claims && code
}

fn check_code(case: &Case) -> Result<(), String> {
    let secret = match (&case.secret, &case.secret_hex) {
        (Some(secret), _) => Secret::from_base32(secret),
        (None, Some(hex)) => Secret::from_bytes(bytes_of_hex(hex)?),
        (None, None) => return Err("the case has no secret".to_owned()),
    };
    let secret = secret.map_err(|error| error.to_string())?;
    let pin = SecretString::from(case.pin.as_deref().unwrap_or_default());
    let time = case.time.ok_or("the case has no time")?;
    let timed = match case.r#type.as_deref() {
        Some("motp") => motp::timed_at(&secret, &pin, time),
        Some("yandex") => yandex::timed_at(&secret, &pin, time),
        other => return Err(format!("the type {other:?} is unknown")),
    };
    if Some(timed.code.expose_secret()) == case.code.as_deref() {
        Ok(())
    } else {
        Err(format!(
            "the code is {}, not {:?}",
            timed.code.expose_secret(),
            case.code
        ))
    }
}

fn bytes_of_hex(hex: &str) -> Result<Vec<u8>, String> {
    let digits = hex.as_bytes().chunks(2).map(|pair| {
        let pair = str::from_utf8(pair).map_err(|error| error.to_string())?;
        u8::from_str_radix(pair, 16).map_err(|error| error.to_string())
    });
    digits.collect()
}
