//! The service that Mini-RPC's bytes are of, as mrpc has it.

use mrpc::{Cx, Status};

pub use crate::ours::interop::arith::v1::{Args, Arith, ArithClient, ArithServer, Reply};

/// Calculates.
#[derive(Clone, Copy, Debug, Default)]
pub struct Calculator;

impl Arith for Calculator {
    async fn add(&self, _: &mut Cx, args: Args) -> Result<Reply, Status> {
        reply(args.a.checked_add(args.b))
    }

    async fn div(&self, _: &mut Cx, args: Args) -> Result<Reply, Status> {
        if args.b == 0 {
            return Err(Status::invalid_argument("divide by zero"));
        }
        reply(args.a.checked_div(args.b))
    }
}

fn reply(result: Option<i32>) -> Result<Reply, Status> {
    let result = result.ok_or_else(|| Status::out_of_range("the result needs more than 32 bits"))?;
    Ok(Reply { result, ..Reply::default() })
}
