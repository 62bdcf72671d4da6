//! Tax ids: a customer's, under the customer or by themselves, and the account's own. Their form is
//! checked where it is simple; no register is asked: Stripe's test values say what one would answer.

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::operation::{Ask, Operation, Reply, delete, get, post};
use crate::params::shared::{ENDING_BEFORE, LIMIT, NOTHING, PLAIN_LIST, STARTING_AFTER};
use crate::params::{Args, Kind, Param, optional, required};
use crate::store::rows::{self, Record};

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/customers/{}/tax_ids", PLAIN_LIST, list_of_customer),
    post("/v1/customers/{}/tax_ids", DATA, create_for_customer),
    get("/v1/customers/{}/tax_ids/{}", NOTHING, retrieve_of_customer),
    delete("/v1/customers/{}/tax_ids/{}", NOTHING, remove_of_customer),
    get("/v1/tax_ids", LIST, list),
    post("/v1/tax_ids", CREATE, create),
    get("/v1/tax_ids/{}", NOTHING, retrieve),
    delete("/v1/tax_ids/{}", NOTHING, remove),
];

/// A tax id as a customer brings it.
pub(super) const DATA: &[Param] = &[
    required("type", Kind::Choice(KINDS)),
    required("value", Kind::Text(100)),
];

const OWNER: Kind = Kind::Hash(&[
    required("type", Kind::Choice(&["customer", "self"])),
    optional("customer", Kind::Id),
]);

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    optional("owner", OWNER),
];

const CREATE: &[Param] = &[
    required("type", Kind::Choice(KINDS)),
    required("value", Kind::Text(100)),
    optional("owner", OWNER),
];

const KINDS: &[&str] = &[
    "ad_nrt",
    "ae_trn",
    "al_tin",
    "am_tin",
    "ao_tin",
    "ar_cuit",
    "au_abn",
    "au_acn",
    "au_arn",
    "au_wpn",
    "aw_tin",
    "az_tin",
    "ba_tin",
    "bb_tin",
    "bd_bin",
    "bf_ifu",
    "bg_uic",
    "bh_vat",
    "bj_ifu",
    "bo_tin",
    "br_cnpj",
    "br_cpf",
    "bs_tin",
    "bw_vat",
    "by_tin",
    "ca_bn",
    "ca_gst_hst",
    "ca_pst_bc",
    "ca_pst_mb",
    "ca_pst_sk",
    "ca_qst",
    "cd_nif",
    "ch_uid",
    "ch_vat",
    "ci_vat",
    "cl_tin",
    "cm_niu",
    "cn_tin",
    "co_nit",
    "cr_tin",
    "cv_nif",
    "cz_dic",
    "de_stn",
    "do_rcn",
    "ec_ruc",
    "eg_tin",
    "es_cif",
    "et_tin",
    "eu_oss_vat",
    "eu_vat",
    "fo_vat",
    "fr_siren",
    "fr_siret",
    "fr_spi",
    "gb_vat",
    "ge_vat",
    "gh_tin",
    "gi_tin",
    "gn_nif",
    "hk_br",
    "hr_oib",
    "hu_tin",
    "ic_nif",
    "id_npwp",
    "il_vat",
    "in_gst",
    "is_kt",
    "is_vat",
    "it_cf",
    "jp_cn",
    "jp_rn",
    "jp_trn",
    "ke_pin",
    "kg_tin",
    "kh_tin",
    "kr_brn",
    "kz_bin",
    "la_tin",
    "li_uid",
    "li_vat",
    "lk_vat",
    "ma_vat",
    "md_cf",
    "md_vat",
    "me_pib",
    "mk_vat",
    "mr_nif",
    "mu_vat",
    "mx_rfc",
    "my_frp",
    "my_itn",
    "my_sst",
    "mz_nuit",
    "ng_tin",
    "no_vat",
    "no_voec",
    "np_pan",
    "nz_bn",
    "nz_gst",
    "om_vat",
    "pe_ruc",
    "ph_tin",
    "pl_nip",
    "pt_nif",
    "py_ruc",
    "ro_tin",
    "rs_pib",
    "ru_inn",
    "ru_kpp",
    "sa_vat",
    "sg_gst",
    "sg_uen",
    "si_tin",
    "sm_coe",
    "sn_ninea",
    "sr_fin",
    "sv_nit",
    "th_vat",
    "tj_tin",
    "tr_tin",
    "tt_bir",
    "tt_vat",
    "tw_vat",
    "tz_vat",
    "ua_vat",
    "ug_tin",
    "us_ein",
    "uy_ruc",
    "uz_tin",
    "uz_vat",
    "ve_rif",
    "vn_tin",
    "za_vat",
    "zm_tin",
    "zw_tin",
];

fn list_of_customer(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    call.load("customer", ask.id, "id")?;
    List::of("tax_id", format!("/v1/customers/{}/tax_ids", ask.id))
        .only("customer = ?", ask.id.to_owned())
        .page(call, &ask.args)
}

fn create_for_customer(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    Ok(make(call, Some(ask.id), ask.args.all(), "")?.into())
}

fn retrieve_of_customer(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    Ok(of_customer(call, ask)?.json.into())
}

fn remove_of_customer(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    bury(call, of_customer(call, ask)?)
}

fn of_customer(call: &Call<'_>, ask: &Ask<'_>) -> Result<Record, Refusal> {
    call.load("customer", ask.under, "id")?;
    let found = call.load("tax_id", ask.id, "id")?;
    if found.json.text("customer") == Some(ask.under) {
        Ok(found)
    } else {
        Err(Refusal::missing("tax_id", ask.id, "id"))
    }
}

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let list = List::of("tax_id", "/v1/tax_ids");
    let list = match owner(&ask.args)? {
        Some(customer) => list.only("customer = ?", customer.to_owned()),
        None => list.only("(customer IS NULL) = ?", 1),
    };
    list.page(call, &ask.args)
}

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let customer = owner(&ask.args)?;
    Ok(make(call, customer, ask.args.all(), "")?.into())
}

fn retrieve(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    Ok(call.load("tax_id", ask.id, "id")?.json.into())
}

fn remove(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    bury(call, call.load("tax_id", ask.id, "id")?)
}

/// The customer who owns what is asked for; none where it is the account itself.
fn owner(args: &Args) -> Result<Option<&str>, Refusal> {
    let owner = args.hash("owner");
    match (owner.text("type"), owner.text("customer")) {
        (Some("customer"), Some(customer)) => Ok(Some(customer)),
        (Some("customer"), None) => {
            Err(Refusal::missing_param("owner[customer]").before_it_began())
        }
        (_, Some(_)) => Err(Refusal::invalid(
            "`owner[customer]` can only be given with `owner[type]=customer`.",
        )
        .param("owner[customer]")
        .before_it_began()),
        _ => Ok(None),
    }
}

/// Makes and stores a tax id; without a customer it is the account's own.
pub(super) fn make(
    call: &Call<'_>,
    customer: Option<&str>,
    sent: &Value,
    at: &str,
) -> Result<Value, Refusal> {
    let (kind, value) = (sent.must("type"), sent.must("value"));
    let param = if at.is_empty() {
        "value".to_owned()
    } else {
        format!("{at}[value]")
    };
    if !is_well_formed(kind, value) {
        return Err(Refusal::invalid(format!("Invalid value for {kind}."))
            .code("tax_id_invalid")
            .param(&param));
    }
    let name = match customer {
        Some(id) => call.load("customer", id, "customer")?.json.copy("name"),
        None => Value::Null,
    };
    let owner = match customer {
        Some(id) => json!({ "customer": id, "customer_account": null, "type": "customer" }),
        None => json!({ "customer_account": null, "type": "self" }),
    };
    let tax_id = Record::new(json!({
        "id": call.new_id("txi_1")?,
        "object": "tax_id",
        "country": country(kind, value),
        "created": call.now,
        "customer": customer,
        "customer_account": null,
        "livemode": false,
        "owner": owner,
        "type": kind,
        "value": value,
        "verification": verification(kind, value, name),
    }));
    call.insert(&tax_id)?;
    if customer.is_some() {
        call.emit("customer.tax_id.created", &tax_id.json)?;
    }
    Ok(tax_id.json)
}

fn bury(call: &Call<'_>, tax_id: Record) -> Result<Reply, Refusal> {
    let tombstone = rows::bury(call.db, "tax_id", tax_id.json.id())?;
    if tax_id.json.text("customer").is_some() {
        call.emit("customer.tax_id.deleted", &tax_id.json)?;
    }
    Ok(tombstone.into())
}

fn is_well_formed(kind: &str, value: &str) -> bool {
    let plain: String = value.chars().filter(|c| !" .-/".contains(*c)).collect();
    let upper = |s: &str| s.chars().all(|c| c.is_ascii_uppercase());
    let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
    match kind {
        "eu_vat" => {
            plain.len() >= 4
                && plain.is_ascii()
                && upper(&plain[..2])
                && plain[2..].chars().all(|c| c.is_ascii_alphanumeric())
        }
        "gb_vat" => plain
            .strip_prefix("GB")
            .is_some_and(|rest| digits(rest) && [9, 12].contains(&rest.len())),
        "us_ein" => plain.len() == 9 && digits(&plain),
        "au_abn" => plain.len() == 11 && digits(&plain),
        _ => !plain.is_empty() && plain.chars().all(char::is_alphanumeric),
    }
}

/// Most types begin with their country; a European number does.
fn country(kind: &str, value: &str) -> Value {
    match kind {
        "eu_oss_vat" | "unknown" => Value::Null,
        "eu_vat" => value.get(..2).map_or(Value::Null, Value::from),
        _ => kind
            .get(..2)
            .map_or(Value::Null, |c| c.to_uppercase().into()),
    }
}

/// What a register says: in test mode the digits decide.
fn verification(kind: &str, value: &str, name: Value) -> Value {
    let says = |status: &str, name: Value| json!({ "status": status, "verified_address": null, "verified_name": name });
    if !["au_abn", "eu_vat", "gb_vat"].contains(&kind) {
        return says("unavailable", Value::Null);
    }
    if value.contains("000000000") {
        return says("verified", name);
    }
    if value.contains("111111111") {
        return says("unverified", Value::Null);
    }
    says("pending", Value::Null)
}

/// A customer's tax ids as the customer shows them, oldest first.
pub(super) fn of(call: &Call<'_>, customer: &str) -> Result<Vec<Value>, Refusal> {
    let all = rows::of_customer(call.db, "tax_id", customer)?;
    Ok(all.into_iter().map(|t| t.json).collect())
}
