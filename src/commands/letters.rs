//! Which dead letters the commands about them mean.

use anyhow::Context;

use super::Exit;
use crate::replay::filter::Filter;
use crate::replay::{Point, When};

/// Which dead letters are meant.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Chosen {
    /// Only letters with this code (dlq.code); may be repeated
    #[arg(long, value_name = "CODE")]
    pub code: Vec<String>,
    /// Only letters of this stage (dlq.stage); may be repeated
    #[arg(long, value_name = "STAGE", value_parser = ["intake", "page", "article", "enrich", "event", "publish"])]
    pub stage: Vec<String>,
    /// Only letters that failed at this time or later (dlq.failed_at): a date, a
    /// time with its zone, a time ago such as 36h
    #[arg(long, value_name = "WHEN")]
    pub since: Option<When>,
}

impl Chosen {
    /// The filter, where now is in milliseconds since the Unix epoch.
    ///
    /// # Errors
    /// `--since` is no time.
    pub fn filter(&self, now: i64) -> anyhow::Result<Filter> {
        let since = match self.since.map(|when| when.fixed(now)) {
            None | Some(Point::Earliest) => None,
            Some(Point::Time(ms)) => Some(ms),
            Some(point @ (Point::Latest | Point::Offset(_))) => {
                return Err(anyhow::anyhow!(
                    "--since {point} is no time: write a date (2026-10-01), a time (2026-10-01T06:00:00+07:00) or a time ago (36h, 7d)"
                ))
                .context(Exit::Usage);
            }
        };
        let sorted = |list: &[String]| {
            let mut list = list.to_vec();
            list.sort_unstable();
            list.dedup();
            list
        };
        Ok(Filter {
            codes: sorted(&self.code),
            stages: sorted(&self.stage),
            since,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn since_is_a_time() {
        let since = |text: &str| Chosen {
            since: Some(text.parse().unwrap()),
            ..Chosen::default()
        };
        assert_eq!(since("earliest").filter(9).unwrap(), Filter::default());
        assert_eq!(since("1s").filter(3_000).unwrap().since, Some(2_000));
        for text in ["latest", "offset:7"] {
            let error = since(text).filter(9).unwrap_err();
            assert_eq!(Exit::of(&error), Exit::Usage);
        }
    }
}
