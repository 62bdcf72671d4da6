//! Search over HTTP: every kind, its pages, and what is refused. What clauses mean is tested where the
//! language is read.

use crate::shop::{NOW, Shop, id};
use sandbox::{Options, Seed};
use serde_json::Value;

fn encoded(query: &str) -> String {
    query.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn search(shop: &Shop, plural: &str, query: &str, more: &str) -> Value {
    let query = encoded(query);
    shop.get(&format!("/v1/{plural}/search?query={query}{more}"))
        .await
}

fn ids(page: &Value) -> Vec<String> {
    page["data"].as_array().unwrap().iter().map(id).collect()
}

#[tokio::test]
async fn each_kind_finds_what_its_list_has() {
    let shop = Shop::with(Options {
        now: Some(NOW),
        seed: Seed::Practice,
        ..Options::default()
    })
    .await;
    let of_list = |list: &Value, keep: &dyn Fn(&Value) -> bool| -> Vec<String> {
        let all = list["data"].as_array().unwrap();
        all.iter().filter(|o| keep(o)).map(id).collect()
    };
    type Keep = fn(&Value) -> bool;
    let table: [(&str, &str, Keep); 7] = [
        ("charges", r#"status:"succeeded" AND amount>=20000"#, |o| {
            o["status"] == "succeeded" && o["amount"].as_i64() >= Some(20_000)
        }),
        (
            "customers",
            r#"email~".example" -name:"Crème & Fils""#,
            |o| o["name"] != "Crème & Fils",
        ),
        ("invoices", r#"status:"open" OR status:"draft""#, |o| {
            o["status"] == "open" || o["status"] == "draft"
        }),
        ("payment_intents", r#"-currency:"usd""#, |o| {
            o["currency"] != "usd"
        }),
        ("prices", r#"active:"true" type:"recurring""#, |o| {
            o["active"] == true && o["type"] == "recurring"
        }),
        ("products", r"-description:null", |o| {
            !o["description"].is_null()
        }),
        ("subscriptions", r#"-status:"canceled""#, |o| {
            o["status"] != "canceled"
        }),
    ];
    for (plural, query, keep) in table {
        let list = shop
            .get(&format!(
                "/v1/{plural}?limit=100{}",
                if plural == "subscriptions" {
                    "&status=all"
                } else {
                    ""
                }
            ))
            .await;
        let mut wanted = of_list(&list, &keep);
        let found = search(&shop, plural, query, "&limit=100").await;
        assert_eq!(found["object"], "search_result");
        assert_eq!(found["url"], format!("/v1/{plural}/search"));
        let mut found = ids(&found);
        // A list shows the first hundred only.
        if list["has_more"] == true {
            let seen: Vec<String> = of_list(&list, &|_| true);
            found.retain(|id| seen.contains(id));
        }
        found.truncate(wanted.len().max(found.len()));
        wanted.truncate(100);
        assert!(!wanted.is_empty(), "{plural}: the query finds something");
        assert_eq!(found, wanted, "{plural}: {query}");
    }
}

#[tokio::test]
async fn pages_meet_everything_once_and_belong_to_their_query() {
    let shop = Shop::open().await;
    let mut made = Vec::new();
    for n in 0..7 {
        let form = format!("name=Café+{n}&metadata[kind]={}", n % 2);
        made.insert(0, id(&shop.post("/v1/customers", &form).await));
    }
    let query = r#"name~"CAFÉ""#;
    let first = search(&shop, "customers", query, "&limit=3&expand[]=total_count").await;
    assert_eq!(ids(&first), made[..3]);
    assert_eq!(
        (&first["total_count"], &first["has_more"]),
        (&7.into(), &true.into())
    );
    let page = first["next_page"].as_str().unwrap();
    let second = search(&shop, "customers", query, &format!("&limit=3&page={page}")).await;
    assert_eq!(ids(&second), made[3..6]);
    assert!(
        second.get("total_count").is_none(),
        "only when it is asked for"
    );
    let page = second["next_page"].as_str().unwrap();
    let more = format!("&limit=3&page={page}&expand[]=total_count");
    let last = search(&shop, "customers", query, &more).await;
    assert_eq!(
        (ids(&last).as_slice(), &last["total_count"]),
        (&made[6..], &7.into())
    );
    assert_eq!(
        (&last["has_more"], &last["next_page"]),
        (&false.into(), &Value::Null)
    );

    let other = encoded(r#"metadata["kind"]:"1""#);
    let path = format!("/v1/customers/search?query={other}");
    assert_eq!(shop.get(&path).await["data"].as_array().unwrap().len(), 3);
    let answer = shop
        .send(shop.request("GET", &format!("{path}&page={page}")))
        .await;
    assert_eq!((answer.status, answer.error("param")), (400, "page"));
}

#[tokio::test]
async fn a_deleted_customer_is_not_found_and_a_changed_one_by_what_it_is_now() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    shop.post(&format!("/v1/customers/{customer}"), "phone=555-1000")
        .await;
    let query = r#"phone~"555""#;
    assert_eq!(
        ids(&search(&shop, "customers", query, "").await),
        [customer.as_str()]
    );
    shop.send(shop.request("DELETE", &format!("/v1/customers/{customer}")))
        .await;
    assert!(ids(&search(&shop, "customers", query, "").await).is_empty());
}

#[tokio::test]
async fn what_the_language_does_not_take_is_refused_by_name() {
    let shop = Shop::open().await;
    for (path, param, said) in [
        ("/v1/customers/search", "query", "Missing required param"),
        ("/v1/customers/search?query=", "query", "empty string"),
        ("/v1/customers/search?query=amy", "query", "unable to parse"),
        (
            "/v1/customers/search?query=nickname:%22a%22",
            "query",
            "`nickname` is an unsupported search field for resource `customers`",
        ),
        (
            "/v1/charges/search?query=currency~%22usd%22",
            "query",
            "substring",
        ),
        (
            "/v1/customers/search?query=name:%22a%22&starting_after=cus_1",
            "starting_after",
            "unknown parameter",
        ),
    ] {
        let answer = shop.send(shop.request("GET", path)).await;
        assert_eq!(
            (answer.status, answer.error("param")),
            (400, param),
            "{path}"
        );
        assert!(
            answer.error("message").contains(said),
            "{path}: {}",
            answer.body
        );
    }
    let answer = shop.send(shop.request("GET", "/v1/quotes/search")).await;
    assert_eq!(answer.status, 404, "quotes cannot be searched");
}
