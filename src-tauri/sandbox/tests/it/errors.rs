//! Refusals of the request itself.

use crate::shop::Shop;

#[tokio::test]
async fn parameters_are_checked_before_anything_begins() {
    let shop = Shop::open().await;
    for (path, form, code, param) in [
        ("/v1/products", "", "parameter_missing", "name"),
        ("/v1/products", "name=", "parameter_invalid_empty", "name"),
        (
            "/v1/products",
            "name=P&colour=red",
            "parameter_unknown",
            "colour",
        ),
        ("/v1/customers", "email=nobody", "email_invalid", "email"),
        (
            "/v1/customers",
            "address[planet]=Mars",
            "parameter_unknown",
            "address[planet]",
        ),
        (
            "/v1/quotes",
            "line_items[0][price]=price_none",
            "resource_missing",
            "line_items[0][price]",
        ),
        (
            "/v1/quotes",
            "line_items[0][quantity]=x",
            "parameter_invalid_integer",
            "line_items[0][quantity]",
        ),
        (
            "/v1/quotes",
            "line_items[0][price_data][product]=p",
            "parameter_missing",
            "line_items[0][price_data][currency]",
        ),
        (
            "/v1/quotes",
            "customer=cus_none",
            "resource_missing",
            "customer",
        ),
        (
            "/v1/coupons",
            "percent_off=10&amount_off=10&currency=usd",
            "parameters_exclusive",
            "",
        ),
        (
            "/v1/coupons",
            "amount_off=10",
            "parameter_missing",
            "currency",
        ),
        (
            "/v1/prices",
            "currency=usd&unit_amount=1&unit_amount_decimal=1&product=x",
            "resource_missing",
            "product",
        ),
        ("/v1/invoices", "", "parameter_missing", "customer"),
        (
            "/v1/tax_rates",
            "display_name=T&inclusive=maybe&percentage=1",
            "",
            "inclusive",
        ),
        (
            "/v1/tax_rates",
            "display_name=T&inclusive=true&percentage=101",
            "",
            "percentage",
        ),
    ] {
        let refused = shop.refused(path, form).await;
        assert_eq!(
            (refused.status, refused.error("type")),
            (400, "invalid_request_error"),
            "{path} {form}"
        );
        assert_eq!(
            (refused.error("code"), refused.error("param")),
            (code, param),
            "{path} {form}: {}",
            refused.body
        );
        assert!(!refused.error("message").is_empty());
        assert!(code.is_empty() || refused.error("doc_url").contains(&code.replace('_', "-")));
    }
    assert!(shop.told().await.is_empty(), "nothing was done");
}

#[tokio::test]
async fn what_is_not_there_is_404() {
    let shop = Shop::open().await;
    let nobody = shop
        .send(shop.request("GET", "/v1/customers/cus_none"))
        .await;
    assert_eq!(
        (nobody.status, nobody.error("code"), nobody.error("param")),
        (404, "resource_missing", "id")
    );
    assert_eq!(nobody.error("message"), "No such customer: 'cus_none'");
    for (method, path) in [
        ("GET", "/v1/customers/"),
        ("GET", "/v1/unicorns"),
        ("DELETE", "/v1/quotes/qt_1"),
        ("POST", "/v1/files"),
    ] {
        let unknown = shop.send(shop.request(method, path)).await;
        assert_eq!(unknown.status, 404, "{method} {path}");
        assert!(
            unknown
                .error("message")
                .starts_with(&format!("Unrecognized request URL ({method}: {path})"))
        );
    }
}

#[tokio::test]
async fn a_deleted_customer_says_so() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    let path = format!("/v1/customers/{customer}");
    shop.send(shop.request("DELETE", &path)).await;
    assert_eq!(shop.get(&path).await["deleted"], true);
    assert_eq!(shop.refused(&path, "name=X").await.status, 404);
    assert_eq!(
        shop.refused("/v1/quotes", &format!("customer={customer}"))
            .await
            .error("code"),
        "resource_missing"
    );
}
