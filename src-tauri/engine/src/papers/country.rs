//! Countries as an envelope names them, in English. Not their postal habits.

/// The name of a country by its two letters; where those are not known, they stand for it.
pub(super) fn country(code: &str) -> &str {
    let mut known = NAMES
        .split(';')
        .filter_map(|one| one.trim().split_once(' '));
    let letters = code.trim();
    known
        .find(|(other, _)| other.eq_ignore_ascii_case(letters))
        .map_or(code, |(_, name)| name)
}

/// Two letters and a name each, by ISO 3166.
const NAMES: &str = "\
    AD Andorra; AE United Arab Emirates; AF Afghanistan; AG Antigua and Barbuda; AI Anguilla; AL Albania; \
    AM Armenia; AO Angola; AR Argentina; AS American Samoa; AT Austria; AU Australia; AW Aruba; \
    AX Åland Islands; AZ Azerbaijan; BA Bosnia and Herzegovina; BB Barbados; BD Bangladesh; BE Belgium; \
    BF Burkina Faso; BG Bulgaria; BH Bahrain; BI Burundi; BJ Benin; BL Saint Barthélemy; BM Bermuda; \
    BN Brunei; BO Bolivia; BR Brazil; BS Bahamas; BT Bhutan; BW Botswana; BY Belarus; BZ Belize; CA Canada; \
    CD Congo (Kinshasa); CF Central African Republic; CG Congo (Brazzaville); CH Switzerland; \
    CI Côte d’Ivoire; CK Cook Islands; CL Chile; CM Cameroon; CN China; CO Colombia; CR Costa Rica; CU Cuba; \
    CV Cape Verde; CW Curaçao; CY Cyprus; CZ Czechia; DE Germany; DJ Djibouti; DK Denmark; DM Dominica; \
    DO Dominican Republic; DZ Algeria; EC Ecuador; EE Estonia; EG Egypt; ER Eritrea; ES Spain; ET Ethiopia; \
    FI Finland; FJ Fiji; FK Falkland Islands; FM Micronesia; FO Faroe Islands; FR France; GA Gabon; \
    GB United Kingdom; GD Grenada; GE Georgia; GF French Guiana; GG Guernsey; GH Ghana; GI Gibraltar; \
    GL Greenland; GM Gambia; GN Guinea; GP Guadeloupe; GQ Equatorial Guinea; GR Greece; GT Guatemala; \
    GU Guam; GW Guinea-Bissau; GY Guyana; HK Hong Kong; HN Honduras; HR Croatia; HT Haiti; HU Hungary; \
    ID Indonesia; IE Ireland; IL Israel; IM Isle of Man; IN India; IQ Iraq; IR Iran; IS Iceland; IT Italy; \
    JE Jersey; JM Jamaica; JO Jordan; JP Japan; KE Kenya; KG Kyrgyzstan; KH Cambodia; KI Kiribati; \
    KM Comoros; KN Saint Kitts and Nevis; KP North Korea; KR South Korea; KW Kuwait; KY Cayman Islands; \
    KZ Kazakhstan; LA Laos; LB Lebanon; LC Saint Lucia; LI Liechtenstein; LK Sri Lanka; LR Liberia; \
    LS Lesotho; LT Lithuania; LU Luxembourg; LV Latvia; LY Libya; MA Morocco; MC Monaco; MD Moldova; \
    ME Montenegro; MF Saint Martin; MG Madagascar; MH Marshall Islands; MK North Macedonia; ML Mali; \
    MM Myanmar; MN Mongolia; MO Macao; MP Northern Mariana Islands; MQ Martinique; MR Mauritania; \
    MS Montserrat; MT Malta; MU Mauritius; MV Maldives; MW Malawi; MX Mexico; MY Malaysia; MZ Mozambique; \
    NA Namibia; NC New Caledonia; NE Niger; NG Nigeria; NI Nicaragua; NL Netherlands; NO Norway; NP Nepal; \
    NR Nauru; NZ New Zealand; OM Oman; PA Panama; PE Peru; PF French Polynesia; PG Papua New Guinea; \
    PH Philippines; PK Pakistan; PL Poland; PM Saint Pierre and Miquelon; PR Puerto Rico; PS Palestine; \
    PT Portugal; PW Palau; PY Paraguay; QA Qatar; RE Réunion; RO Romania; RS Serbia; RU Russia; RW Rwanda; \
    SA Saudi Arabia; SB Solomon Islands; SC Seychelles; SD Sudan; SE Sweden; SG Singapore; \
    SH Saint Helena; SI Slovenia; SK Slovakia; SL Sierra Leone; SM San Marino; SN Senegal; SO Somalia; \
    SR Suriname; SS South Sudan; ST São Tomé and Príncipe; SV El Salvador; SX Sint Maarten; SY Syria; \
    SZ Eswatini; TC Turks and Caicos Islands; TD Chad; TG Togo; TH Thailand; TJ Tajikistan; TL Timor-Leste; \
    TM Turkmenistan; TN Tunisia; TO Tonga; TR Türkiye; TT Trinidad and Tobago; TV Tuvalu; TW Taiwan; \
    TZ Tanzania; UA Ukraine; UG Uganda; US United States; UY Uruguay; UZ Uzbekistan; VA Vatican City; \
    VC Saint Vincent and the Grenadines; VE Venezuela; VG British Virgin Islands; VI US Virgin Islands; \
    VN Vietnam; VU Vanuatu; WF Wallis and Futuna; WS Samoa; XK Kosovo; YE Yemen; YT Mayotte; \
    ZA South Africa; ZM Zambia; ZW Zimbabwe";

#[cfg(test)]
mod tests {
    use super::{NAMES, country};

    #[test]
    fn a_country_is_named_and_an_unknown_one_keeps_its_letters() {
        assert_eq!(country("JP"), "Japan");
        assert_eq!(country(" gb "), "United Kingdom");
        assert_eq!(country("ZW"), "Zimbabwe");
        assert_eq!(country("QQ"), "QQ");
        assert_eq!(country(""), "");
    }

    #[test]
    fn each_stands_there_once_with_two_letters() {
        let codes: Vec<&str> = NAMES
            .split(';')
            .filter_map(|one| one.trim().split_once(' '))
            .map(|(code, _)| code)
            .collect();
        assert_eq!(codes.len(), NAMES.split(';').count());
        let mut ordered = codes.clone();
        ordered.sort_unstable();
        ordered.dedup();
        assert_eq!(ordered, codes, "in order, each once");
        assert!(codes.iter().all(|code| code.len() == 2));
    }
}
