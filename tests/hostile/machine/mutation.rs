//! Changes a few bytes.

use super::dice::Dice;

/// Bytes at which numbers end or change their sign.
const INTERESTING: [u8; 8] = [0x00, 0x01, 0x3f, 0x40, 0x7f, 0x80, 0xfe, 0xff];

/// The same bytes, but for one to four places.
pub(crate) fn mutate(dice: &mut Dice, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.roll(4) {
        if !bytes.is_empty() {
            change(dice, &mut bytes);
        }
    }
    bytes
}

fn change(dice: &mut Dice, bytes: &mut Vec<u8>) {
    let place = below(dice, bytes.len());
    match dice.roll(20) {
        0..8 => bytes[place] ^= 1 << dice.roll(8),
        8..12 => bytes[place] = INTERESTING[below(dice, INTERESTING.len())],
        12..14 => bytes[place] = dice.bytes(1)[0],
        14 => {
            let end = bytes.len().min(place + 1 + below(dice, 16));
            bytes.drain(place..end);
        }
        15 => {
            let length = dice.roll(16);
            let added = dice.bytes(length);
            bytes.splice(place..place, added);
        }
        16 => copy(dice, bytes, place),
        17 => {
            let other = below(dice, bytes.len());
            bytes.swap(place, other);
        }
        18 => bytes[place] = bytes[place].wrapping_add(1),
        // Rarely: cut files are all refused in the same way.
        _ if dice.roll(8) == 0 => bytes.truncate(place.max(8)),
        _ => bytes[place] = bytes[place].wrapping_sub(1),
    }
}

/// Puts a part of it over another.
fn copy(dice: &mut Dice, bytes: &mut [u8], from: usize) {
    let length = (1 + below(dice, 64)).min(bytes.len() - from);
    let to = below(dice, bytes.len() - length + 1);
    bytes.copy_within(from..from + length, to);
}

fn below(dice: &mut Dice, bound: usize) -> usize {
    usize::try_from(dice.roll(bound as u64)).expect("it is below a length")
}
