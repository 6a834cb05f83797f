use std::{fs, path::PathBuf};

use super::*;
use crate::session::Keyring;

/// WebKit's own small browser, which comes with the library: a window that is not ours.
fn browser() -> PathBuf {
    let folders = fs::read_dir("/usr/lib").unwrap().filter_map(Result::ok);
    let mut paths = folders.map(|folder| folder.path().join("webkit2gtk-4.1/MiniBrowser"));
    paths
        .find(|path| path.exists())
        .expect("MiniBrowser of libwebkit2gtk-4.1")
}

const PAGE: &str = r#"<!doctype html><title>Test</title>
<h1>Accounts</h1>
<label>Account name <input id="name"></label>
<input aria-label="Password" type="password">
<button disabled id="later">Add account</button>
<button aria-label="Copy the code of UiT"><svg aria-hidden="true"></svg></button>
<button style="display:none">Hidden</button>
<div aria-hidden="true"><button>Shaded</button></div>
<div role="switch" aria-checked="false" tabindex="0">Show  next
  code</div>
<output id="out"></output>
<script>
  const out = document.getElementById('out');
  setTimeout(() => { document.getElementById('later').disabled = false; }, 300);
  document.getElementById('later').onclick = () => { out.textContent = `added ${document.getElementById('name').value}`; };
  document.querySelector('[aria-label^=Copy]').onclick = () => { out.textContent = 'copied'; };
  addEventListener('keydown', (event) => { if (event.ctrlKey && event.key === 'f') { event.preventDefault(); out.textContent = 'search'; } });
</script>"#;

#[test]
fn a_page_is_used_as_a_person_uses_it() {
    let session = Session::with_keyring(Keyring::Absent);
    let page = session.home().join("page.html");
    fs::write(&page, PAGE).unwrap();
    let url = format!("file://{}", page.display());
    let window = Window::start(&session, &browser(), &["--automation"]);
    window.driver.go_to(&url).unwrap();
    window.wait_for_text("Accounts");

    window.field("Account name").type_text("ola@uit.no");
    window.field("Account name").fill("kari@uit.no");
    assert_eq!(window.field("Account name").value(), "kari@uit.no");
    window.button("Add account").click();
    window.wait_for_text("added kari@uit.no");
    window.button("Copy the code…").click();
    window.wait_for_text("copied");
    window.press(&["Control", "f"]);
    window.wait_for_text("search");
    assert_eq!(
        window
            .find("switch", "Show next code")
            .attribute("aria-checked"),
        "false"
    );
    window.field("Password").type_text("åäö");
    assert_eq!(window.field("Password").value(), "åäö");
    for hidden in ["Hidden", "Shaded"] {
        assert!(window.find_now("button", hidden).is_none(), "{hidden}");
    }
    assert!(session.screenshot().starts_with(b"\x89PNG"));
}
