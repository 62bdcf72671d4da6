//! Idempotency keys: the first answer again, whatever it was; nothing kept where nothing began.

use crate::shop::{DAY, Shop, id};
use sandbox::Fault;

#[tokio::test]
async fn the_first_answer_comes_again() {
    let shop = Shop::open().await;
    let ask = |form: &str| {
        shop.form("/v1/customers", form)
            .header("idempotency-key", "k1")
    };
    let first = shop.send(ask("name=A")).await;
    let second = shop.send(ask("name=A")).await;
    assert_eq!(id(&first.body), id(&second.body));
    assert_eq!(
        (
            first.header("idempotent-replayed"),
            second.header("idempotent-replayed")
        ),
        (None, Some("true"))
    );
    assert_eq!(
        second.header("original-request"),
        first.header("request-id")
    );
    assert_eq!(
        shop.get("/v1/customers").await["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let other = shop.send(ask("name=B")).await;
    assert_eq!(
        (other.status, other.error("type")),
        (400, "idempotency_error")
    );
    let elsewhere = shop
        .send(
            shop.form("/v1/products", "name=A")
                .header("idempotency-key", "k1"),
        )
        .await;
    assert_eq!(elsewhere.error("type"), "idempotency_error");
    // A key is forgotten after a day.
    shop.control().advance_time(DAY + 1);
    assert_ne!(id(&shop.send(ask("name=A")).await.body), id(&first.body));
}

#[tokio::test]
async fn refused_parameters_use_up_no_key() {
    let shop = Shop::open().await;
    let refused = shop
        .send(
            shop.form("/v1/products", "colour=red")
                .header("idempotency-key", "k"),
        )
        .await;
    assert_eq!(refused.status, 400);
    let done = shop
        .send(
            shop.form("/v1/products", "name=P")
                .header("idempotency-key", "k"),
        )
        .await;
    assert_eq!(done.status, 200);
}

#[tokio::test]
async fn errors_of_an_endpoint_that_began_are_kept() {
    let shop = Shop::open().await;
    let price = shop.price(100, "").await;
    let quote = id(&shop
        .post("/v1/quotes", &format!("line_items[0][price]={price}"))
        .await);
    let ask = || {
        shop.form(&format!("/v1/quotes/{quote}/finalize"), "")
            .header("idempotency-key", "f")
    };
    assert_eq!(shop.send(ask()).await.status, 400);
    let customer = shop.customer().await;
    shop.post(
        &format!("/v1/quotes/{quote}"),
        &format!("customer={customer}"),
    )
    .await;
    let again = shop.send(ask()).await;
    assert_eq!(
        (again.status, again.header("idempotent-replayed")),
        (400, Some("true"))
    );
    shop.control().fail_next(1, Fault::ServerError);
    let broken = || {
        shop.form("/v1/products", "name=P")
            .header("idempotency-key", "s")
    };
    assert_eq!(shop.send(broken()).await.status, 500);
    assert_eq!(shop.send(broken()).await.status, 500);
    assert_eq!(
        shop.get("/v1/products?active=true").await["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn two_at_once_do_it_once() {
    let shop = Shop::open().await;
    let ask = || {
        shop.send(
            shop.form("/v1/customers", "name=Twice")
                .header("idempotency-key", "t"),
        )
    };
    let answers = tokio::join!(ask(), ask(), ask(), ask());
    for answer in [&answers.0, &answers.1, &answers.2, &answers.3] {
        assert!(
            answer.status == 200 || answer.error("code") == "idempotency_key_in_use",
            "{}",
            answer.body
        );
    }
    assert_eq!(
        shop.get("/v1/customers").await["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}
