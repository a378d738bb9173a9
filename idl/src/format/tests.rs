use super::format;

#[test]
fn show() {
    let text = include_str!("../../tests/data/example.mrpc");
    println!("{}", format(text));
    assert_eq!(format(text), format(&format(text)));
}
