//! The translations of Python's documentation.

/// Those that docs.python.org serves, as its addresses name them.
pub const LANGUAGES: [&str; 17] = [
    "en", "bn-in", "el", "es", "fr", "hu", "id", "it", "ja", "ko", "pl", "pt-br", "ro", "tr", "uk", "zh-cn", "zh-tw",
];

/// Where the English pages are.
pub(super) const ENGLISH: &str = "https://docs.python.org/3/";

/// A translation of Python's documentation, by its name in addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language(pub &'static str);

impl Default for Language {
    fn default() -> Self {
        Self("en")
    }
}

impl Language {
    /// The address of the same page in this language; an address of anything else stays.
    pub(super) fn translate(self, address: &str) -> String {
        match address.strip_prefix(ENGLISH) {
            Some(page) => format!("{}{page}", self.root()),
            None => address.to_owned(),
        }
    }

    /// Where the pages of this language are.
    pub(super) fn root(self) -> String {
        match self.0 {
            "en" => ENGLISH.to_owned(),
            language => format!("https://docs.python.org/{language}/3/"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_pythons_documentation_are_translated_and_nothing_else() {
        let page = "https://docs.python.org/3/library/dis.html#dis.dis";
        assert_eq!(Language::default().translate(page), page);
        assert_eq!(
            Language("pt-br").translate(page),
            "https://docs.python.org/pt-br/3/library/dis.html#dis.dis"
        );
        for other in [
            "https://peps.python.org/pep-0008/",
            "https://docs.python.org/2.7/",
            "https://example.com/3/",
        ] {
            assert_eq!(Language("ja").translate(other), other);
        }
    }
}
