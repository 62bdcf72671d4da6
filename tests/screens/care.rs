//! Connecting on the screen, light and dark: a key that is none is told at its field and does not
//! stay there.

use crate::browser::{DARK, LIGHT, open};
use sandbox::Seed;

const THEMES: [(&str, &str); 2] = [(LIGHT, "light"), (DARK, "dark")];

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_none_is_told_at_its_field() {
    for (theme, name) in THEMES {
        let Some(open) = open(Seed::Practice, theme).await else {
            return;
        };
        open.visit("#/settings/new/connect", "Tax Rates").await;
        open.page
            .until(
                "the focus in the field for the key",
                "document.activeElement.type === 'password'",
            )
            .await;
        open.picture(&format!("connect-{name}")).await;
        open.page
            .write(concat!("pk_test_", "1234567890123456"))
            .await;
        open.page.click("main button", "Check the key").await;
        open.page
            .shows("main .field .error", "This is a publishable key")
            .await;
        let typed = open
            .page
            .script("return document.querySelector('input[type=password]').value")
            .await;
        assert_eq!(typed, "", "the key does not stay in the page");
        open.picture(&format!("connect-refused-{name}")).await;
        open.close().await;
    }
}
