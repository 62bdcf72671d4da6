//! Form bodies and query strings in every dialect that Stripe's clients write: `a[0][b]=`, `a[]=`,
//! maps with numeric keys, percent-encoded or literal brackets, `+` for a space. It knows nothing of
//! which parameters exist; that is [`crate::params`].

/// What a form says before anyone knows what it should say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    Text(String),
    /// In the order written. A list is a branch whose keys are numbers or empty.
    Branch(Vec<(String, Node)>),
}

impl Node {
    pub(crate) fn empty() -> Self {
        Self::Branch(Vec::new())
    }

    /// The members of a branch as a list: numeric keys in their order, `[]` as written.
    pub(crate) fn members(&self) -> Vec<&Node> {
        let Self::Branch(entries) = self else {
            return Vec::new();
        };
        let mut numbered: Vec<(u64, &Node)> = entries
            .iter()
            .enumerate()
            .map(|(at, (key, node))| (key.parse().unwrap_or(at as u64), node))
            .collect();
        numbered.sort_by_key(|(at, _)| *at);
        numbered.into_iter().map(|(_, node)| node).collect()
    }

    /// Whether this branch can be read as a list.
    pub(crate) fn is_list(&self) -> bool {
        matches!(self, Self::Branch(entries) if entries.iter().all(|(k, _)| k.is_empty() || k.bytes().all(|b| b.is_ascii_digit())))
    }
}

/// How deep a form may nest; Stripe's parameters need seven.
const DEEPEST: usize = 16;

/// Adds the pairs of `encoded` to `tree`.
pub(crate) fn read_into(tree: &mut Node, encoded: &str) {
    for pair in encoded.split('&').filter(|p| !p.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        add(tree, &decode(key), decode(value));
    }
}

/// Adds one decoded pair to `tree`.
pub(crate) fn add(tree: &mut Node, key: &str, value: String) {
    insert(tree, &path(key), value);
}

/// `a[b][0]` as `a`, `b`, `0`.
fn path(key: &str) -> Vec<&str> {
    let (head, mut rest) = match key.find('[') {
        Some(at) if at > 0 => key.split_at(at),
        _ => (key, ""),
    };
    let mut parts = vec![head];
    while let Some(after) = rest.strip_prefix('[') {
        let Some(end) = after.find(']') else { break };
        parts.push(&after[..end]);
        rest = &after[end + 1..];
    }
    parts.truncate(DEEPEST);
    parts
}

fn insert(node: &mut Node, path: &[&str], value: String) {
    let Node::Branch(entries) = node else { return };
    let Some((&key, rest)) = path.split_first() else {
        return;
    };
    if rest.is_empty() {
        if !key.is_empty()
            && let Some(found) = entries.iter_mut().find(|(k, _)| k == key)
        {
            found.1 = Node::Text(value);
        } else {
            entries.push((key.to_owned(), Node::Text(value)));
        }
        return;
    }
    let at = match entries.iter().position(|(k, _)| k == key) {
        // `a[][x]=1&a[][x]=2` starts a new member as soon as a field comes again.
        Some(at) if key.is_empty() && already_has(&entries[at_last(entries)].1, rest) => {
            at.max(entries.len())
        }
        Some(_) if key.is_empty() => at_last(entries),
        Some(at) => at,
        None => entries.len(),
    };
    if at >= entries.len() {
        entries.push((key.to_owned(), Node::empty()));
    }
    let Some(last) = entries.get_mut(at) else {
        return;
    };
    // `a=` (unset) followed by `a[b]=1`: the fuller one counts.
    if matches!(last.1, Node::Text(_)) {
        last.1 = Node::empty();
    }
    insert(&mut last.1, rest, value);
}

fn at_last(entries: &[(String, Node)]) -> usize {
    entries.len().saturating_sub(1)
}

fn already_has(node: &Node, rest: &[&str]) -> bool {
    match (node, rest.first()) {
        (Node::Branch(entries), Some(key)) => {
            !key.is_empty() && entries.iter().any(|(k, _)| k == key)
        }
        _ => false,
    }
}

/// Percent-decoding with `+` as a space; what is not UTF-8 becomes the replacement character.
pub(crate) fn decode(encoded: &str) -> String {
    let bytes = encoded.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |i: usize| bytes.get(i).and_then(|b| char::from(*b).to_digit(16));
        match (bytes[at], hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                at += 2;
            }
            (b'+', _, _) => out.push(b' '),
            (other, _, _) => out.push(other),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{Node, read_into};

    fn check(form: &str, expect: &str) {
        let mut tree = Node::empty();
        read_into(&mut tree, form);
        assert_eq!(show(&tree), expect, "{form}");
    }

    fn show(node: &Node) -> String {
        match node {
            Node::Text(text) => format!("'{text}'"),
            Node::Branch(entries) => {
                let inside: Vec<String> = entries
                    .iter()
                    .map(|(k, v)| format!("{k}:{}", show(v)))
                    .collect();
                format!("{{{}}}", inside.join(" "))
            }
        }
    }

    #[test]
    fn every_dialect_is_read() {
        check("a[0][b]=c", "{a:{0:{b:'c'}}}");
        check("a%5B0%5D%5Bb%5D=c", "{a:{0:{b:'c'}}}");
        check("a[]=1&a[]=2", "{a:{:'1' :'2'}}");
        check(
            "a[][x]=1&a[][y]=2&a[][x]=3",
            "{a:{:{x:'1' y:'2'} :{x:'3'}}}",
        );
        check("name=Caf%C3%A9+%26+Co", "{name:'Café & Co'}");
        check("a=&a[b]=1", "{a:{b:'1'}}");
        check("a=1&a=2", "{a:'2'}");
        check("metadata[]=x", "{metadata:{:'x'}}");
        check("broken%2=1&x", "{broken%2:'1' x:''}");
    }

    #[test]
    fn list_members_come_in_the_order_of_their_numbers() {
        let mut tree = Node::empty();
        read_into(&mut tree, "a[10]=c&a[2]=b&a[0]=a");
        let Node::Branch(entries) = &tree else {
            unreachable!()
        };
        assert!(entries[0].1.is_list());
        let texts: Vec<_> = entries[0].1.members().into_iter().cloned().collect();
        assert_eq!(texts, ["a", "b", "c"].map(|t| Node::Text(t.into())));
    }
}
