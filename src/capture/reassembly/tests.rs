//! One direction by itself.

use super::*;

const START: u32 = u32::MAX - 3;

fn direction() -> Direction {
    let mut direction = Direction::default();
    direction.begin(START);
    direction
}

/// Adds octets at a distance from the start.
fn add(direction: &mut Direction, distance: i32, octets: &[u8], snapped: u64) {
    let start = direction.place(START.wrapping_add_signed(distance)).expect("a known start");
    let stamp = Stamp { frame: 1, at: Time::default(), turn: 1 };
    direction.add(Piece { start, octets: octets.to_vec(), snapped, heard: 0, stamp });
}

/// All that can be delivered, a gap of snapped octets as dots.
fn taken(direction: &mut Direction) -> String {
    let mut text = String::new();
    while let Some(piece) = direction.take_piece(1) {
        text.push_str(&String::from_utf8_lossy(&piece.octets));
        (0..piece.snapped).for_each(|_| text.push('.'));
    }
    text
}

#[test]
fn sequence_numbers_wrap() {
    let mut direction = direction();
    add(&mut direction, 0, b"abcdef", 0);
    add(&mut direction, 6, b"ghi", 0);
    assert_eq!(taken(&mut direction), "abcdefghi");
    assert_eq!(direction.place(5), direction.next());
}

#[test]
fn only_what_is_new_of_a_piece_is_taken() {
    let mut direction = direction();
    add(&mut direction, 2, b"cd", 0);
    add(&mut direction, 6, b"gh", 0);
    assert_eq!(direction.hole().map(|head| head.start), direction.next().map(|next| next + 2));
    assert_eq!(direction.held_octets(), 4);
    add(&mut direction, 0, b"aBCDefGHij", 0);
    assert_eq!(taken(&mut direction), "aBcdefghij");
    assert_eq!(direction.conflicts, 4, "C, D, G and H");
    assert_eq!(direction.held_octets(), 0);
}

#[test]
fn a_snapped_piece_keeps_its_place() {
    let mut direction = direction();
    add(&mut direction, 0, b"ab", 3);
    add(&mut direction, 5, b"fg", 0);
    add(&mut direction, 0, b"abcdefgh", 0);
    assert_eq!(taken(&mut direction), "ab...fgh");
}

#[test]
fn octets_that_come_after_their_place_was_given_up_are_counted() {
    let mut direction = direction();
    add(&mut direction, 4, b"ef", 0);
    let until = direction.hole().expect("a hole").start;
    assert_eq!(direction.give_up(until, 1), 4);
    assert_eq!(taken(&mut direction), "ef");
    add(&mut direction, 0, b"abcdef", 0);
    assert_eq!((taken(&mut direction).as_str(), direction.out_of_place), ("", 4));
}

#[test]
fn a_reset_comes_before_a_fin() {
    let mut direction = direction();
    let stamp = Stamp { frame: 1, at: Time::default(), turn: 1 };
    let at = direction.next().expect("a known start");
    for ending in [Ending::Fin, Ending::Rst, Ending::Fin] {
        direction.add_end(End { at, ending, heard: 0, stamp });
    }
    assert_eq!(direction.take_end(1).map(|end| end.ending), Some(Ending::Rst));
    assert_eq!(direction.take_end(1), None);
}
