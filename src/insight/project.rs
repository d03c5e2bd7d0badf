//! What a project says of itself: the oldest Python that its `pyproject.toml` allows.

/// The oldest minor version of Python 3 that the `requires-python` in the text of a `pyproject.toml` allows; `None` where it says nothing of the kind.
pub fn oldest_python(pyproject: &str) -> Option<u8> {
    let table: toml::Table = pyproject.parse().ok()?;
    let project = table.get("project").and_then(|p| p.get("requires-python"));
    // Poetry's own tables name it as a dependency, `^3.9`.
    let poetry = || table.get("tool")?.get("poetry")?.get("dependencies")?.get("python");
    oldest(project.or_else(poetry)?.as_str()?)
}

/// The versions of Python 3 that there are or may be.
const MINORS: std::ops::Range<u8> = 0..100;

/// The oldest minor version that all of the specifiers allow.
fn oldest(specifiers: &str) -> Option<u8> {
    let all: Option<Vec<Specifier>> = specifiers
        .split(',')
        .map(str::trim)
        .filter(|one| !one.is_empty())
        .map(Specifier::parse)
        .collect();
    let all = all.filter(|all| all.iter().any(Specifier::is_lower_bound))?;
    MINORS
        .into_iter()
        .find(|minor| all.iter().all(|one| one.allows(*minor)))
}

/// One specifier: an operator and a version.
struct Specifier {
    operator: &'static str,
    major: u32,
    minor: Option<u32>,
    /// There is a third number, or the second one is the last (then 0).
    patch: Option<u32>,
    /// `3.11.*`
    any_after: bool,
}

/// The longer ones first.
const OPERATORS: [&str; 10] = ["===", "~=", "==", "!=", ">=", "<=", "<", ">", "^", "~"];

impl Specifier {
    fn parse(text: &str) -> Option<Self> {
        let (operator, version) = OPERATORS
            .iter()
            .find_map(|operator| Some((*operator, text.strip_prefix(operator)?)))
            .unwrap_or(("==", text));
        let version = version.trim();
        let (version, any_after) = version.strip_suffix(".*").map_or((version, false), |v| (v, true));
        // What follows a number, `rc1`, does not change the minor version.
        let numbers: Option<Vec<u32>> = version.split('.').map(number).collect();
        let numbers = numbers?;
        let major = *numbers.first()?;
        Some(Self {
            operator,
            major,
            minor: numbers.get(1).copied(),
            patch: numbers.get(2).copied(),
            any_after,
        })
    }

    /// Whether it rules out what is older than something.
    fn is_lower_bound(&self) -> bool {
        !matches!(self.operator, "<" | "<=" | "!=")
    }

    /// Whether it allows some release of Python 3.`minor`.
    fn allows(&self, minor: u8) -> bool {
        let have = (3, u32::from(minor));
        let want = (self.major, self.minor.unwrap_or(0));
        match self.operator {
            ">=" => have >= want,
            // Every release of 3.8 from 3.8.1 on comes after 3.8.
            ">" => have >= want,
            "<=" => have <= want,
            "<" if self.patch.unwrap_or(0) > 0 => have <= want,
            "<" => have < want,
            "!=" => !(self.any_after && self.matches(have)),
            "~=" => match (self.minor, self.patch) {
                (Some(_), Some(_)) => have == want,
                _ => have >= want && have.0 == want.0,
            },
            "^" => have >= want && have.0 == want.0,
            "~" => have.0 == want.0 && self.minor.is_none_or(|m| m == have.1),
            _ => self.matches(have),
        }
    }

    fn matches(&self, have: (u32, u32)) -> bool {
        let minor = if self.any_after {
            self.minor
        } else {
            Some(self.minor.unwrap_or(0))
        };
        have.0 == self.major && minor.is_none_or(|m| m == have.1)
    }
}

/// The number that a part of a version begins with.
fn number(part: &str) -> Option<u32> {
    let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
    part.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(specifiers: &str, minor: Option<u8>) {
        let text = format!("[project]\nname = \"a\"\nrequires-python = \"{specifiers}\"\n");
        assert_eq!(oldest_python(&text), minor, "{specifiers}");
    }

    #[test]
    fn specifiers() {
        is(">=3.9", Some(9));
        is(">= 3.10.2", Some(10));
        is("~=3.10", Some(10));
        is("~=3.10.1", Some(10));
        is(">3.8,<4", Some(8));
        is(">3.8.5", Some(8));
        is("==3.11.*", Some(11));
        is("==3.*,>=3.7", Some(7));
        is(">=3", Some(0));
        is(">=3.8, !=3.9.*, <3.13", Some(8));
        is(">=3.8,!=3.8.*", Some(9));
        is(">=2.7,!=3.0.*,!=3.1.*,!=3.2.*", Some(3));
        is(">=3.8,<3.8", None);
        is(">=3.12rc1", Some(12));
        is("<4", None);
        is("!=3.9.*", None);
        is("", None);
        is(">=three", None);
        is(">=4", None);
    }

    #[test]
    fn tables() {
        assert_eq!(
            oldest_python("[tool.poetry.dependencies]\npython = \"^3.9\"\n"),
            Some(9)
        );
        assert_eq!(
            oldest_python("[tool.poetry.dependencies]\npython = \"~3.9\"\n"),
            Some(9)
        );
        assert_eq!(oldest_python("[project]\nname = \"a\"\n"), None);
        assert_eq!(oldest_python("[project\n"), None);
        assert_eq!(oldest_python("[project]\nrequires-python = 3\n"), None);
        assert_eq!(oldest_python(""), None);
    }
}
