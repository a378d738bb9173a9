//! What is answered to a request.

/// Everything is skipped as long as there is no codec.
pub(crate) fn to(request: &[u8]) -> Vec<u8> {
    if request.windows(22).any(|part| part == b"conformance.FailureSet") {
        return vec![0x1a, 0];
    }
    let mut answer = vec![0x2a, 7];
    answer.extend(b"skipped");
    answer
}
