//! Other query strings that may have been signed: fewer parameters, or another order.

use super::super::finding::FindingKind;

/// Up to this many parameters, every subset is tried.
const ALL_SUBSETS: usize = 5;
/// Up to this many, each is left out alone, and each end and beginning.
const MOST_PARAMETERS: usize = 16;

/// Query strings, with what is wrong if one was signed. Values stay out of what is said.
pub(super) fn others(query: Option<&str>) -> Vec<(Option<String>, FindingKind, String)> {
    let Some(query) = query else {
        let empty = Some(String::new());
        return vec![(
            empty,
            FindingKind::EmptyQuery,
            "signed with a ? at its end".to_owned(),
        )];
    };
    let parts: Vec<&str> = query.split('&').collect();
    let mut others = vec![(
        None,
        FindingKind::QueryAdded,
        "the whole query string was added".to_owned(),
    )];
    let full: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    for (query, detail) in [
        (full.join("&"), "signed without the empty parameters"),
        (format!("{query}&"), "signed with an & at its end"),
        (format!("&{query}"), "signed with an & at its beginning"),
    ] {
        others.push((Some(query), FindingKind::EmptyQuery, detail.to_owned()));
    }
    for mask in subsets(parts.len()) {
        let kept: Vec<&str> = select(&parts, mask, true);
        let names: Vec<String> = select(&parts, mask, false)
            .iter()
            .map(|part| super::super::words::shorten(part.split('=').next().unwrap_or(part)))
            .collect();
        let detail = format!("added was {}", names.join(", "));
        others.push((Some(kept.join("&")), FindingKind::QueryAdded, detail));
    }
    for order in orders(&parts) {
        let detail = "signed in another order".to_owned();
        others.push((Some(order.join("&")), FindingKind::QueryMoved, detail));
    }
    others
}

/// Bits of the parameters that are kept; the likely ones first. Never all, never none.
fn subsets(count: usize) -> Vec<u64> {
    if count > MOST_PARAMETERS {
        // Only the last ones, as they are added one after the other.
        let whole = (1_u64 << count.min(63)) - 1;
        return (1..=MOST_PARAMETERS.min(count - 1))
            .filter(|_| count <= 63)
            .map(|dropped| whole >> dropped)
            .collect();
    }
    let whole = (1_u64 << count) - 1;
    let ends = (1..count).map(|dropped| whole >> dropped);
    let singles = (0..count).map(|dropped| whole & !(1 << dropped));
    let beginnings = (1..count).map(|dropped| whole & (whole << dropped));
    let rest = 1..if count <= ALL_SUBSETS { whole } else { 1 };
    let mut subsets: Vec<u64> = Vec::new();
    for mask in ends.chain(singles).chain(beginnings).chain(rest) {
        if mask != 0 && mask != whole && !subsets.contains(&mask) {
            subsets.push(mask);
        }
    }
    subsets
}

fn select<'a>(parts: &[&'a str], mask: u64, kept: bool) -> Vec<&'a str> {
    let numbered = parts.iter().enumerate();
    numbered
        .filter(|(at, _)| {
            (mask
                .checked_shr(u32::try_from(*at).unwrap_or(64))
                .unwrap_or(0)
                & 1
                == 1)
                == kept
        })
        .map(|(_, part)| *part)
        .collect()
}

/// Sorted, reversed, rotated; every order of up to four.
fn orders<'a>(parts: &[&'a str]) -> Vec<Vec<&'a str>> {
    let mut sorted = parts.to_vec();
    sorted.sort_unstable();
    let mut reversed = parts.to_vec();
    reversed.reverse();
    let mut orders = vec![sorted, reversed];
    for by in 1..parts.len().min(8) {
        let mut rotated = parts.to_vec();
        rotated.rotate_left(by);
        orders.push(rotated);
    }
    if parts.len() <= 4 {
        permute(&mut parts.to_vec(), 0, &mut orders);
    }
    orders
}

fn permute<'a>(parts: &mut Vec<&'a str>, from: usize, orders: &mut Vec<Vec<&'a str>>) {
    if from == parts.len() {
        orders.push(parts.clone());
    }
    for at in from..parts.len() {
        parts.swap(from, at);
        permute(parts, from + 1, orders);
        parts.swap(from, at);
    }
}
