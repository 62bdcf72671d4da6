//! Linden Studio's customers. All of them are invented, and their addresses lead nowhere.

pub(super) struct Person {
    pub(super) name: &'static str,
    pub(super) email: &'static str,
    pub(super) line1: &'static str,
    pub(super) city: &'static str,
    pub(super) postal_code: &'static str,
    pub(super) country: &'static str,
    pub(super) currency: &'static str,
}

const fn person(
    name: &'static str,
    email: &'static str,
    street: (&'static str, &'static str, &'static str),
    country: &'static str,
    currency: &'static str,
) -> Person {
    Person { name, email, line1: street.0, city: street.1, postal_code: street.2, country, currency }
}

pub(super) const PEOPLE: &[Person] = &[
    person("Harbour Bakery", "orders@harbour-bakery.example", ("8 Quay Street", "Portland", "04101"), "US", "usd"),
    person("Møller & Søn ApS", "faktura@moller-son.example", ("Havnegade 12", "Aarhus", "8000"), "DK", "eur"),
    person("東京建築設計事務所", "keiri@tokyo-kenchiku.example", ("神田錦町 2-4-1", "東京都千代田区", "101-0054"), "JP", "jpy"),
    person("Fenwick Dental Care", "office@fenwickdental.example", ("210 Oak Avenue", "Madison", "53703"), "US", "usd"),
    person("شركة النخيل للتجارة", "accounts@alnakheel.example", ("شارع الخليج العربي 17", "مدينة الكويت", "13001"), "KW", "kwd"),
    person("Καφέ Αλκυόνη", "info@alkyoni.example", ("Οδός Ερμού 31", "Αθήνα", "105 63"), "GR", "eur"),
    person("Northside Cycles", "hello@northsidecycles.example", ("77 Mill Road", "Boulder", "80302"), "US", "usd"),
    person("Crème & Fils", "compta@creme-fils.example", ("14 rue des Lilas", "Lyon", "69003"), "FR", "eur"),
    person("Издательство «Полярная звезда»", "office@polarstar.example", ("улица Абая 44", "Алматы", "050000"), "KZ", "usd"),
    person("Weiß Tischlerei GmbH", "buchhaltung@weiss-tischlerei.example", ("Lindenstraße 5", "Leipzig", "04109"), "DE", "eur"),
    person("Priya Raman", "priya@raman.example", ("1902 Cedar Lane", "Austin", "78704"), "US", "usd"),
    person("한빛 도자기", "contact@hanbit-ceramics.example", ("북촌로 21", "서울", "03053"), "KR", "usd"),
    person("Oakfield Primary School", "bursar@oakfield.example", ("300 School Lane", "Burlington", "05401"), "US", "usd"),
    person("Núñez y Asociados", "facturas@nunez-asociados.example", ("Calle Mayor 9", "Valencia", "46001"), "ES", "eur"),
    person("株式会社さくら花店", "info@sakura-hanaten.example", ("四条通 88", "京都市下京区", "600-8001"), "JP", "jpy"),
    person("Blue Heron Yoga", "mara@blueheron.example", ("41 River Walk", "Asheville", "28801"), "US", "usd"),
    person("Teatro dell'Angolo", "amministrazione@teatroangolo.example", ("Via Garibaldi 3", "Torino", "10122"), "IT", "eur"),
    person("Larkspur Veterinary Clinic", "billing@larkspurvet.example", ("655 Meadow Drive", "Bozeman", "59715"), "US", "usd"),
    person("דפוס הגליל", "office@galil-print.example", ("רחוב הנמל 6", "חיפה", "33031"), "IL", "usd"),
    person("Zielona Łąka sp. z o.o.", "biuro@zielonalaka.example", ("ul. Kwiatowa 18", "Kraków", "31-001"), "PL", "eur"),
    person("مكتبة الواحة", "info@alwaha-books.example", ("شارع فهد السالم 5", "مدينة الكويت", "13002"), "KW", "kwd"),
    person("Ashdown & Pike Solicitors", "accounts@ashdownpike.example", ("12 Castle Row", "Albany", "12207"), "US", "usd"),
    person("Saffron Street Kitchen", "team@saffronstreet.example", ("90 Market Street", "Oakland", "94607"), "US", "usd"),
    person("Đặng Minh Châu", "chau@dangminh.example", ("25 Lê Lợi", "Đà Nẵng", "550000"), "VN", "usd"),
    person("Tern Island Boatworks", "yard@ternisland.example", ("3 Slipway Road", "Bath", "04530"), "US", "usd"),
];
