use bitflags::bitflags;
use either::Either;
use fnv::FnvHashSet;
use heck::ToUpperCamelCase;
use lazy_static::lazy_static;
use smallvec::SmallVec;
use std::time::Duration;

bitflags! {
    struct Access: u8 {
        const READ = 1;
        const SAVE = 2;
    }
}

lazy_static! {
    static ref NAMES: Vec<&'static str> = include_str!("../Cargo.lock")
        .lines()
        .filter_map(|line| line.strip_prefix("name = "))
        .map(|name| name.trim_matches('"'))
        .collect();
}

fn main() {
    println!("{}", fabrikam_greeting::greet("Cargo"));

    let distinct: FnvHashSet<&str> = NAMES.iter().copied().collect();
    println!("{} packages: {}", itoa::Buffer::new().format(distinct.len()), NAMES.join(", "));

    let words: SmallVec<[String; 4]> = ["private feed", "upstream source"]
        .iter()
        .map(|words| words.to_upper_camel_case())
        .collect();
    let system = cfg_if_system();
    let share = ryu::Buffer::new().format(1.0 / distinct.len() as f64).to_owned();
    println!("{} {} {share} {}", words.join(" "), hex::encode([Access::all().bits()]), system.into_inner());
}

fn cfg_if_system() -> Either<String, String> {
    cfg_if::cfg_if! {
        if #[cfg(unix)] {
            Either::Left(humantime::format_duration(Duration::from_secs(90)).to_string())
        } else {
            Either::Right("not on Unix".to_owned())
        }
    }
}
