//! Where Stripe.js lies for an account, and what its page has to let in: Stripe's own hosts, or exactly
//! the practice Stripe's address.

use stripe::Config;

/// The script, and the other places that its frames and answers come from.
pub(super) struct Place {
    pub(super) script: String,
    pub(super) hosts: Vec<String>,
}

pub(super) fn of(config: &Config) -> Place {
    if config.is_loopback() {
        let origin = config.api_base().origin().ascii_serialization();
        return Place {
            script: format!("{origin}/v3/"),
            hosts: vec![origin],
        };
    }
    let hosts = [
        "https://js.stripe.com",
        "https://*.js.stripe.com",
        "https://hooks.stripe.com",
        "https://api.stripe.com",
    ];
    Place {
        script: "https://js.stripe.com/v3/".to_owned(),
        hosts: hosts.map(str::to_owned).to_vec(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "the inputs are constants of this test")]
mod tests {
    use super::of;
    use stripe::{Config, SecretKey};

    #[test]
    fn the_practice_stripe_brings_its_own_and_stripe_its_hosts() {
        let key = || SecretKey::parse("sk_test_0123456789abcdef").unwrap();
        let here = of(&Config::at("http://127.0.0.1:4242", key()).unwrap());
        assert_eq!(here.script, "http://127.0.0.1:4242/v3/");
        assert_eq!(here.hosts, ["http://127.0.0.1:4242"]);
        let there = of(&Config::stripe(key()).unwrap());
        assert_eq!(there.script, "https://js.stripe.com/v3/");
        assert!(there.hosts.iter().all(|host| host.ends_with(".stripe.com")));
    }
}
