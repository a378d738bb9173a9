//! A schema that is spread over crates.

use crate::workspace::Workspace;

pub(crate) const COMMON: &str = "edition 2026;
package demo.common.v1;
message Money { units: int64 = 1; }
";

pub(crate) const USER: &str = "edition 2026;
package demo.user.v1;
import demo.common.v1.Money;
message User { name: string = 1; balance: Money = 2; }
";

const ORDER: &str = "edition 2026;
package demo.order.v1;
import demo.common.v1.Money;
import demo.user.v1.User;
message Order { buyer: User = 1; total: Money = 2; }
";

fn common_and_user(workspace: &Workspace, prefix: &str) {
    let (common, user) = (format!("{prefix}-common"), format!("{prefix}-user"));
    workspace
        .schema(&common, &format!("links = '{common}'"), &[], "mrpc::include_mrpc!();\n")
        .schema(&user, &format!("links = '{user}'"), &[&common], "pub mod schema {\n    mrpc::include_mrpc!();\n}\n")
        .write(
            &format!("crates/{user}/build.rs"),
            "fn main() -> mrpc_build::Result {\n    mrpc_build::configure().module(\"schema\").compile()\n}\n",
        )
        .write(&format!("crates/{common}/idl/money.mrpc"), COMMON)
        .write(&format!("crates/{user}/idl/user.mrpc"), USER);
}

#[test]
fn an_imported_type_is_the_type_of_the_crate_it_comes_from() {
    let workspace = Workspace::new("same");
    common_and_user(&workspace, "same");
    let lib = "mrpc::include_mrpc!();
pub fn total(order: demo::order::v1::Order) -> Option<same_common::demo::common::v1::Money> {
    let _same: [Option<same_common::demo::common::v1::Money>; 2] = [order.total.clone(), order.buyer?.balance];
    order.total
}
pub fn buyer(order: demo::order::v1::Order) -> Option<same_user::schema::demo::user::v1::User> {
    order.buyer
}\n";
    workspace
        .schema("same-order", "", &["same-user", "same-common"], lib)
        .write("crates/same-order/idl/order.mrpc", ORDER);
    workspace.build().succeeds().does_not_say("warning");
}

#[test]
fn a_service_takes_and_throws_what_other_crates_have() {
    let workspace = Workspace::new("service");
    common_and_user(&workspace, "service");
    let error = "message Broke {}\nerror PayError { @code(ABORTED) broke: Broke = 1; }\n";
    let service = "edition 2026;
package demo.pay.v1;
import demo.common.v1.{Money, PayError};
import demo.user.v1.User;
@timeout(1s)
service TillService {
  rpc Pay(User) -> Money throws PayError;
  rpc Count(stream Money) -> stream Money throws PayError;
}
";
    let lib = "mrpc::include_mrpc!();
use demo::pay::v1::{TillService, TillServiceMock};
use mrpc::{Cx, Failure, Inbound, Outbound};
use service_common::demo::common::v1::{Broke, Money, PayError};
use service_user::schema::demo::user::v1::User;
pub struct Empty;
impl TillService for Empty {
    async fn pay(&self, _: &mut Cx, user: User) -> Result<Money, Failure<PayError>> {
        Ok(user.balance.ok_or_else(|| PayError::from(Broke::default()))?)
    }
    async fn count(
        &self,
        _: &mut Cx,
        requests: &mut Inbound<Money>,
        replies: &mut Outbound<Money>,
    ) -> Result<(), Failure<PayError>> {
        while let Some(money) = requests.next().await? {
            replies.send(money).await?;
        }
        Ok(())
    }
}
pub fn mock() -> TillServiceMock {
    TillServiceMock::new().on_pay(|user| Ok(user.balance.unwrap_or_default()))
}\n";
    workspace
        .write("crates/service-common/idl/money.mrpc", &format!("{COMMON}{error}"))
        .schema("service-pay", "", &["service-user", "service-common"], lib)
        .write("crates/service-pay/idl/pay.mrpc", service)
        .write(
            "crates/service-pay/build.rs",
            "fn main() -> mrpc_build::Result {\n    mrpc_build::configure().mock(true).compile()\n}\n",
        );
    workspace.build().succeeds().does_not_say("warning");
}

#[test]
fn a_type_of_a_crate_behind_another_asks_for_that_crate() {
    let workspace = Workspace::new("behind");
    common_and_user(&workspace, "behind");
    workspace
        .schema("behind-order", "", &["behind-user"], "mrpc::include_mrpc!();\n")
        .write("crates/behind-order/idl/order.mrpc", ORDER);
    workspace
        .build()
        .fails()
        .says("package `demo.order.v1` uses `demo.common.v1`, whose Rust is in a crate that is not among the dependencies")
        .says("help: add `behind-common` to [dependencies] in Cargo.toml");
    // Behind `User`, there it may stay.
    let order = ORDER.replace("import demo.common.v1.Money;\n", "").replace("total: Money = 2; ", "");
    workspace.write("crates/behind-order/idl/order.mrpc", &order).build().succeeds();
}

#[test]
fn a_crate_without_links_is_hinted_at() {
    let workspace = Workspace::new("links");
    workspace
        .schema("links-common", "", &[], "mrpc::include_mrpc!();\n")
        .schema("links-user", "", &["links-common"], "mrpc::include_mrpc!();\n")
        .write("crates/links-common/idl/money.mrpc", COMMON)
        .write("crates/links-user/idl/user.mrpc", USER);
    workspace.build().fails().says("error[E0103]").says(
        "help: the packages of another crate are found if it is in [dependencies] and its Cargo.toml has `links`",
    );
}
