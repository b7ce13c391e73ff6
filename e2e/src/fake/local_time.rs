//! Times as the service writes them: Java's `ISO_LOCAL_DATE_TIME`, in UTC, without a zone.

/// The text of a point in time: no zone, no zeros at the end of the fraction, a sign on years beyond 9999.
///
/// Written by hand because the times reach year 292278994 (an `expiration_time` of 2^63-1), further than date crates go.
#[must_use]
pub fn local_date_time(milliseconds: i64) -> String {
    let (days, time_of_day) =
        (milliseconds.div_euclid(86_400_000), milliseconds.rem_euclid(86_400_000));
    let (year, month, day) = civil_date(days);
    let year = match year {
        10_000.. => format!("+{year}"),
        0..10_000 => format!("{year:04}"),
        _ => format!("-{:04}", -year),
    };
    let (seconds, fraction) = (time_of_day / 1000, time_of_day % 1000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let fraction = format!(".{fraction:03}");
    let fraction = fraction.trim_end_matches('0').trim_end_matches('.');
    format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}")
}

/// Year, month and day of the proleptic Gregorian calendar, from days since 1970-01-01.
///
/// Counts in eras of 400 years (146,097 days) that start on 1 March, so that leap days come last.
fn civil_date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}
