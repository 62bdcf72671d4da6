//! Payments that fail by themselves: when they are tried again, and what becomes of the subscription when that is over.

use sandbox::{AfterRetries, Options};
use serde_json::Value;

use crate::changes::{latest, subscribed};
use crate::shop::{DAY, NOW, Shop, id};

/// Attempts, status and the day of the next attempt of an invoice, and its subscription's status.
async fn standing(shop: &Shop, path: &str) -> (i64, String, Value, String) {
    let subscription = shop.get(&format!("{path}?expand[]=latest_invoice")).await;
    let invoice = &subscription["latest_invoice"];
    (
        invoice["attempt_count"].as_i64().unwrap(),
        invoice["status"].as_str().unwrap().to_owned(),
        invoice["next_payment_attempt"].clone(),
        subscription["status"].as_str().unwrap().to_owned(),
    )
}

#[tokio::test]
async fn what_is_finalized_by_hand_and_goes_on_by_itself_is_charged_within_the_hour() {
    for (card, advances, ends, attempts) in [
        ("pm_card_visa", true, "paid", 1),
        ("pm_card_chargeCustomerFail", true, "open", 1),
        ("pm_card_visa", false, "open", 0),
    ] {
        let shop = Shop::open().await;
        let (subscription, _) = subscribed(&shop, 3100, "").await;
        let path = format!("/v1/subscriptions/{}", id(&subscription));
        shop.post(&path, &format!("default_payment_method={card}"))
            .await;
        let renewed = NOW + 31 * DAY + 60;
        shop.control().set_now(renewed);
        let draft = latest(&shop, &id(&subscription)).await;
        assert_eq!(draft["status"], "draft", "{draft}");
        let invoice = format!("/v1/invoices/{}", id(&draft));
        let opened = shop
            .post(
                &format!("{invoice}/finalize"),
                &format!("auto_advance={advances}"),
            )
            .await;
        let next = advances.then_some(renewed + 3600);
        assert_eq!(opened["status"], "open", "{card}");
        assert_eq!(opened["next_payment_attempt"].as_i64(), next, "{card}");
        assert_eq!(opened["attempt_count"], 0, "{card}");
        shop.control().set_now(renewed + 3600);
        let after = shop.get(&invoice).await;
        assert_eq!(after["status"], ends, "{card}: {after}");
        assert_eq!(after["attempt_count"], attempts, "{card}");
        // In vain: it is tried again on its days.
        let again = (ends == "open" && advances).then_some(renewed + 3600 + 3 * DAY);
        assert_eq!(after["next_payment_attempt"].as_i64(), again, "{card}");
    }
}

#[tokio::test]
async fn a_failed_payment_is_tried_again_on_its_days_and_then_the_account_decides() {
    for (choice, end) in [
        (AfterRetries::Cancel, "canceled"),
        (AfterRetries::MarkUnpaid, "unpaid"),
        (AfterRetries::LeavePastDue, "past_due"),
    ] {
        let shop = Shop::with(Options {
            now: Some(NOW),
            after_retries: choice,
            ..Options::default()
        })
        .await;
        let (subscription, _) = subscribed(&shop, 3100, "").await;
        let path = format!("/v1/subscriptions/{}", id(&subscription));
        shop.post(&path, "default_payment_method=pm_card_chargeCustomerFail")
            .await;
        let failed = NOW + 31 * DAY + 3600;
        shop.control().set_now(failed);
        let second = failed + 3 * DAY;
        assert_eq!(
            standing(&shop, &path).await,
            (1, "open".into(), second.into(), "past_due".into())
        );
        // By hand in between, in vain: the day stays.
        let invoice = latest(&shop, &id(&subscription)).await;
        let by_hand = shop
            .refused(&format!("/v1/invoices/{}/pay", id(&invoice)), "")
            .await;
        assert_eq!(by_hand.status, 402);
        assert_eq!(
            standing(&shop, &path).await,
            (2, "open".into(), second.into(), "past_due".into())
        );
        shop.control().set_now(second);
        let third = second + 5 * DAY;
        assert_eq!(
            standing(&shop, &path).await,
            (3, "open".into(), third.into(), "past_due".into())
        );
        shop.control().set_now(third);
        let last = third + 7 * DAY;
        assert_eq!(
            standing(&shop, &path).await,
            (4, "open".into(), last.into(), "past_due".into())
        );
        shop.control().set_now(last);
        assert_eq!(
            standing(&shop, &path).await,
            (5, "open".into(), Value::Null, end.into())
        );
        if end == "canceled" {
            continue;
        }
        // The next period's invoice is collected by nobody while unpaid, and by itself otherwise.
        shop.control().set_now(NOW + 61 * DAY + 3600);
        let (_, status, ..) = standing(&shop, &path).await;
        assert_eq!(status, if end == "unpaid" { "draft" } else { "open" });
        shop.post(
            &format!("/v1/invoices/{}/pay", id(&invoice)),
            "payment_method=pm_card_visa",
        )
        .await;
        let (.., now) = standing(&shop, &path).await;
        assert_eq!(
            now,
            if end == "unpaid" {
                "active"
            } else {
                "past_due"
            },
            "another is still late"
        );
    }
}
