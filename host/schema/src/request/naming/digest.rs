//! The digest that `SQLAlchemy` shortens names with: MD5, as of RFC 1321. It guards nothing here.

/// How far each of the 64 steps rotates; four rounds of sixteen.
const ROTATIONS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];

/// The digest, in hexadecimal.
pub(super) fn md5_hex(data: &[u8]) -> String {
    let mut state = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in padded(data).chunks_exact(64) {
        let added = rounds(state, &words(block));
        for (word, added) in state.iter_mut().zip(added) {
            *word = word.wrapping_add(added);
        }
    }
    state.iter().flat_map(|word| word.to_le_bytes()).map(|byte| format!("{byte:02x}")).collect()
}

/// The data with a one bit, zeros, and its length in bits.
fn padded(data: &[u8]) -> Vec<u8> {
    let mut padded = data.to_vec();
    padded.push(0x80);
    padded.resize(padded.len().next_multiple_of(64), 0);
    if padded.len() - data.len() < 9 {
        padded.resize(padded.len() + 64, 0);
    }
    let end = padded.len() - 8;
    padded[end..].copy_from_slice(&(data.len() as u64 * 8).to_le_bytes());
    padded
}

fn words(block: &[u8]) -> [u32; 16] {
    std::array::from_fn(|place| {
        let bytes = &block[place * 4..place * 4 + 4];
        u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
    })
}

fn rounds([mut a, mut b, mut c, mut d]: [u32; 4], words: &[u32; 16]) -> [u32; 4] {
    for (step, constant) in constants().into_iter().enumerate() {
        let (mixed, word) = match step / 16 {
            0 => ((b & c) | (!b & d), step),
            1 => ((d & b) | (!d & c), (5 * step + 1) % 16),
            2 => (b ^ c ^ d, (3 * step + 5) % 16),
            _ => (c ^ (b | !d), (7 * step) % 16),
        };
        let sum = a.wrapping_add(mixed).wrapping_add(constant).wrapping_add(words[word]);
        let rotated = sum.rotate_left(ROTATIONS[step / 16][step % 4]);
        (a, d, c, b) = (d, c, b, b.wrapping_add(rotated));
    }
    [a, b, c, d]
}

/// The sines of 1 to 64, as whole numbers.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the product is within 32 bits")]
fn constants() -> [u32; 64] {
    std::array::from_fn(|step| {
        let sine = f64::from(u8::try_from(step + 1).expect("there are 64 steps")).sin().abs();
        (sine * 4_294_967_296.0) as u32
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digests_are_those_of_the_standard() {
        assert_eq!(md5_hex(b""), "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(md5_hex(b"message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
        let long = "1234567890".repeat(8);
        assert_eq!(md5_hex(long.as_bytes()), "57edf4a22be3c955ac49da2e2107b67a");
    }

    #[test]
    fn every_length_is_padded_to_whole_blocks() {
        for length in 0..200 {
            let padded = padded(&vec![1; length]);
            assert!(padded.len().is_multiple_of(64) && padded.len() >= length + 9, "{length}");
        }
    }
}
