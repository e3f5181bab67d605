//! Codes of land classes as people write them, and what rules that name some say to one.

/// A code as the table has it: without blanks, signs of full width made narrow, letters in upper case.
///
/// ```
/// assert_eq!(redshank::model::class_code::plain_code(" １１０４a "), "1104A");
/// ```
pub fn plain_code(code: &str) -> String {
    let narrow = |sign: char| match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(sign as u32 - 0xfee0).unwrap_or(sign),
        other => other,
    };
    let signs = code.chars().map(narrow).filter(|sign| !sign.is_whitespace());
    signs.flat_map(char::to_uppercase).collect()
}

/// True where a zone of a class, as written, is of one of the classes that a rule names, or may be: of a part of one
/// (`1104A` of `1104`), or of a class that nobody can know, since what is written has not the form of a code. Doubt is loud,
/// as it is where no class is given.
///
/// Form by the land survey (三调工作分类) and the classes of land and sea use in plans (2023): two digits up to 24, two more
/// and perhaps a letter. Where rules name other words, a word is one of them or is not.
///
/// ```
/// use redshank::model::class_code::may_be_one_of;
/// let coast = ["1105".to_owned()];
/// assert!(may_be_one_of(&coast, "１１０５") && may_be_one_of(&coast, "沿海滩涂"));
/// assert!(!may_be_one_of(&coast, "1106"));
/// ```
pub fn may_be_one_of(classes: &[String], written: &str) -> bool {
    let own = plain_code(written);
    let named = || classes.iter().map(|class| plain_code(class));
    let is_part = |class: &str| {
        let letter = own.strip_prefix(class).unwrap_or_default();
        has_form(class) && matches!(letter.as_bytes(), [b'A'..=b'Z'])
    };
    let is_one = named().any(|class| class == own || is_part(&class));
    is_one || own.is_empty() || !has_form(&own) && named().all(|class| has_form(&class))
}

fn has_form(code: &str) -> bool {
    let (digits, letter) = code.split_at_checked(4).unwrap_or((code, ""));
    let [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9'] = digits.as_bytes() else {
        return false;
    };
    digits[..2] <= *"24" && matches!(letter.as_bytes(), [] | [b'A'..=b'Z'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_written_alike() {
        let check = |code: &str, expected: &str| assert_eq!(plain_code(code), expected);
        check("1104a", "1104A");
        check(" 11 06\u{3000}", "1106");
        check("１１０１", "1101");
        check("", "");
    }

    #[test]
    fn what_is_written_may_be_a_class_of_a_rule() {
        let check = |classes: &[&str], written: &str, expected: bool| {
            let classes: Vec<String> = classes.iter().map(|class| (*class).to_owned()).collect();
            assert_eq!(
                may_be_one_of(&classes, written),
                expected,
                "{written} of {classes:?}"
            );
        };
        let ponds = ["1104", "1105"];
        for known in ["1104", "１１０４", " 1104 ", "1104a", "1104A", "1105"] {
            check(&ponds, known, true);
        }
        for other in ["1106", "1110", "0101", "2406", "1106A"] {
            check(&ponds, other, false);
        }
        // What is no code: a zero is lost, the classification unknown, the name written for it, or nothing at all.
        for unknown in [
            "303",
            "9999",
            "2501",
            "沿海滩涂",
            "11045",
            "1104AB",
            "A104",
            "",
            " ",
        ] {
            check(&ponds, unknown, true);
        }
        // The part that a rule names is not the whole.
        check(&["1104A"], "1104", false);
        check(&["1104A"], "1104a", true);
        // Words of one's own.
        check(&["core pond", "1104"], "Core Pond", true);
        check(&["core pond", "1104"], "shore", false);
    }
}
