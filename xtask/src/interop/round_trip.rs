//! Imported and exported again, the files of others say the same on the wire and in JSON.

use std::fs;

use super::corpus::compare;
use super::tools::{Tools, at, files, run};

/// What buf compares. WIRE_JSON is the promise; FILE asks for more, all that generated code in any language may
/// depend on, and gets it but for what `.mrpc` has no form for:
///
/// - options of a file, which steer generators of other languages;
/// - `ctype`, which steers that of C++;
/// - `extend`: options that others define stay in their `.proto` files.
const RULES: &str = "version: v2
breaking:
  use:
    - WIRE_JSON
    - FILE
  except:
    - EXTENSION_NO_DELETE
    - FIELD_SAME_CPP_STRING_TYPE
    - FILE_SAME_CC_ENABLE_ARENAS
    - FILE_SAME_CSHARP_NAMESPACE
    - FILE_SAME_GO_PACKAGE
    - FILE_SAME_JAVA_MULTIPLE_FILES
    - FILE_SAME_JAVA_OUTER_CLASSNAME
    - FILE_SAME_JAVA_PACKAGE
    - FILE_SAME_OBJC_CLASS_PREFIX
    - FILE_SAME_OPTIMIZE_FOR
    - FILE_SAME_PHP_NAMESPACE
    - FILE_SAME_RUBY_PACKAGE
";

pub(super) fn check(tools: &Tools) -> Result<String, String> {
    let (corpus, mrpc, proto) = (tools.path("corpus"), tools.path("mrpc"), tools.path("proto"));
    let all = files(&corpus, "proto")?;
    run(tools.mrpc_gen(&corpus).args(["import", "--quiet", "--out"]).arg(&mrpc).args(&all))?;
    let export = ["export", "--proto", "--quiet", "--out"];
    run(tools.mrpc_gen(&tools.dir).args(export).arg(&proto).arg(&mrpc))?;
    let again = files(&proto, "proto")?;
    if again != all {
        return Err(format!("{} files became {}, or they lie elsewhere", all.len(), again.len()));
    }
    tools.judge(&[&"compile", &proto, &tools.path("again.protoc.fds")])?;
    let descriptors = ["descriptors", "--quiet", "--out"];
    run(tools.mrpc_gen(&tools.dir).args(descriptors).arg(tools.path("again.ours.fds")).arg(&mrpc))?;
    compare(tools, "again.ours.fds", "again.protoc.fds")?;
    let rules = proto.join("buf.yaml");
    fs::write(&rules, RULES).map_err(|error| at(&rules, &error))?;
    run(tools.buf().args(["breaking", "--exclude-imports"]).arg(&proto).arg("--against").arg(&corpus))?;
    Ok(format!("{} files imported and exported, and buf finds nothing broken", all.len()))
}
