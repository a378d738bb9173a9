//! A book becomes bytes, and JSON, and is looked at: `cargo run -p library`.
#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "it is there to show something")]

use std::error::Error;

use library::demo::library::v1::{Book, BookPlace, Genre};
use mrpc::{Message as _, Validate as _};

fn main() -> Result<(), Box<dyn Error>> {
    let book = Book {
        id: "b-17".to_owned(),
        title: "The Dispossessed".to_owned(),
        authors: vec!["Ursula K. Le Guin".to_owned()],
        genre: Genre::Novel,
        place: Some(BookPlace::Shelf(4)),
        ..Book::default()
    };

    let bytes = book.encode_to_vec();
    assert_eq!(Book::decode(&bytes)?, book);
    println!("{} bytes, as protobuf has them: {bytes:02x?}", bytes.len());

    let json = serde_json::to_string_pretty(&book)?;
    assert_eq!(serde_json::from_str::<Book>(&json)?, book);
    println!("as JSON: {json}");

    // Nothing is refused before somebody asks: a field may be wrong for a while.
    let wrong = Book { title: String::new(), ..book };
    if let Err(violation) = wrong.validate() {
        println!("not valid: {violation}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_runs() {
        super::main().unwrap();
    }
}
